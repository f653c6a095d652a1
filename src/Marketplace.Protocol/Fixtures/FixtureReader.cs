using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Marketplace.Primitives;
using Marketplace.Protocol.Market;

namespace Marketplace.Protocol.Fixtures;

/// <summary>Reads a fixture from JSON. Whatever the bytes are, the answer is a fixture or one sentence.</summary>
public sealed class FixtureReader
{
    /// <summary>Bytes of a file.</summary>
    public const int MaxBytes = 4 << 20;

    private const int MaxCalls = 256;
    private const int MaxName = 100;
    // So many times as there are calls, they stay far below the 40 bits of a deadline (B9).
    private const ulong MaxSeconds = 1UL << 28;
    private const ulong MaxBlocks = 1_000;
    private const int MaxData = 64 << 10;
    private const int MaxRoots = 257;

    /// <exception cref="FormatException">The bytes are no fixture; the message says where and why.</exception>
    public static DisputeFixture Read(ReadOnlyMemory<byte> utf8)
    {
        if (utf8.Length > MaxBytes) throw new FormatException($"The file has {utf8.Length} bytes; a fixture has at most {MaxBytes}.");
        if (!Utf8.IsValid(utf8.Span)) throw new FormatException("The file is no UTF-8.");
        try
        {
            using var document = JsonDocument.Parse(utf8, new JsonDocumentOptions { MaxDepth = 8, AllowDuplicateProperties = false });
            return Fixture(new Members(document.RootElement, "$"));
        }
        catch (JsonException e)
        {
            throw new FormatException($"The file is no JSON text: {e.Message}", e);
        }
        catch (InvalidOperationException e)
        {
            // What the document throws for half of a pair of surrogates, escaped, when the text is asked for.
            throw new FormatException("A text in the file is no Unicode.", e);
        }
    }

    private static DisputeFixture Fixture(Members all)
    {
        all.RequireOnly("version", "name", "about", "header", "initialRoot", "terms", "roots", "calls", "balances");
        if (all.Number("version", 1_000) != DisputeFixture.Version) throw all.Wrong("version", $"has to be {DisputeFixture.Version}");
        var about = all.Object("about", "operator", "alphabet", "liar", "ending");
        return new DisputeFixture(
            all.Text("name", MaxName),
            new FixtureSubject(
                about.Text("operator", MaxName), about.Text("alphabet", MaxName), about.Text("liar", MaxName), about.Text("ending", MaxName)),
            all.Bytes("header", MaxData),
            all.Word("initialRoot"),
            Terms(all.Object(
                "terms", "minPrice", "maxPrice", "stake", "bond", "rampSeconds", "deliverySeconds", "windowSeconds", "budgetSeconds",
                "minResponse", "stepAllowance", "closesAfter", "audit")),
            all.Words("roots", MaxRoots),
            [.. all.List("calls", MaxCalls).Select((call, i) => Call(new Members(call, $"$.calls[{i}]")))],
            Balances(all.Object("balances", ["submitter", "solver", "challenger", "second", "burned", .. FixtureBalances.Others.Select(FixtureWriter.WordOf)])));
    }

    /// <summary>The terms; verifiers are paid only if it says how.</summary>
    private static JobTerms Terms(Members terms)
    {
        var plain = Plain(terms);
        if (!terms.Has("audit")) return plain;
        var audit = terms.Object("audit", "fee", "stake", "rate", "slots");
        return plain with
        {
            AuditFee = audit.Amount("fee"),
            AuditStake = audit.Amount("stake"),
            AuditRate = (ushort)audit.Number("rate", ushort.MaxValue),
            AuditSlots = (ushort)audit.Number("slots", ushort.MaxValue),
        };
    }

    private static JobTerms Plain(Members terms) => new()
    {
        MinPrice = terms.Amount("minPrice"),
        MaxPrice = terms.Amount("maxPrice"),
        Stake = terms.Amount("stake"),
        Bond = terms.Amount("bond"),
        RampSeconds = (uint)terms.Number("rampSeconds", uint.MaxValue),
        DeliverySeconds = (uint)terms.Number("deliverySeconds", uint.MaxValue),
        WindowSeconds = (uint)terms.Number("windowSeconds", uint.MaxValue),
        BudgetSeconds = (uint)terms.Number("budgetSeconds", uint.MaxValue),
        MinResponse = (uint)terms.Number("minResponse", uint.MaxValue),
        StepAllowance = (uint)terms.Number("stepAllowance", uint.MaxValue),
        ClosesAt = new Timestamp(terms.Number("closesAfter", MaxSeconds)),
    };

    private static FixtureCall Call(Members call)
    {
        call.RequireOnly("call", "by", "after", "blocks", "challenger", "nonce", "round", "state", "salt", "data", "roots", "outcome", "gas");
        var (after, blocks) = (call.Has("after") ? call.Number("after", MaxSeconds) : 0, call.Has("blocks") ? call.Number("blocks", MaxBlocks) : 0);
        if (after < 1 && call.Has("after")) throw call.Wrong("after", "has to be at least 1");
        if (blocks > 0 && blocks >= after) throw call.Wrong("blocks", "is not below after: a block takes a second or more");
        var salt = call.Has("salt") ? call.Bytes("salt", 16) : [];
        var kind = call.Word<FixtureKind>("call");
        if (kind is FixtureKind.Commit or FixtureKind.Open && salt.Length != 16) throw call.Wrong("salt", "has to have 16 bytes");
        return new FixtureCall(
            kind, call.Word<FixturePlayer>("by"), after, blocks,
            call.Has("challenger") ? call.Word<FixturePlayer>("challenger") : FixturePlayer.Challenger,
            call.Has("nonce") ? (uint)call.Number("nonce", uint.MaxValue) : 1,
            call.Has("state") ? (int)call.Number("state", MaxCalls) : null,
            salt,
            call.Has("data") ? call.Bytes("data", MaxData) : [],
            call.Text("outcome", 1_000),
            call.Has("gas") ? call.Number("gas", uint.MaxValue) : 0)
        {
            Round = call.Has("round") ? (uint)call.Number("round", uint.MaxValue) : null,
            Roots = kind == FixtureKind.Claim ? call.Words("roots", MaxRoots) : [],
        };
    }

    private static FixtureBalances Balances(Members all) => FixtureBalances.Of(
        player => player == FixturePlayer.Stranger || (FixtureBalances.Others.Contains(player) && !all.Has(FixtureWriter.WordOf(player)))
            ? Wei.Zero
            : all.Amount(FixtureWriter.WordOf(player)),
        all.Amount("burned"));

    /// <summary>The members of one object, asked for by name.</summary>
    private sealed class Members
    {
        private readonly JsonElement _object;
        private readonly string _path;

        public Members(JsonElement element, string path)
        {
            (_object, _path) = (element, path);
            if (element.ValueKind != JsonValueKind.Object) throw new FormatException($"{path} has to be an object.");
        }

        public void RequireOnly(params string[] names)
        {
            foreach (var member in _object.EnumerateObject())
            {
                if (!names.Contains(member.Name, StringComparer.Ordinal))
                    throw new FormatException($"{_path} has an unknown member {Shown(member.Name)}.");
            }
        }

        public bool Has(string name) => _object.TryGetProperty(name, out _);

        public FormatException Wrong(string name, string what) => new($"{_path}.{name} {what}.");

        public Members Object(string name, params string[] expected)
        {
            var members = new Members(Get(name), $"{_path}.{name}");
            members.RequireOnly(expected);
            return members;
        }

        public List<JsonElement> List(string name, int most)
        {
            var list = Get(name);
            if (list.ValueKind != JsonValueKind.Array) throw Wrong(name, "has to be a list");
            if (list.GetArrayLength() > most) throw Wrong(name, $"has more than {most} entries");
            return [.. list.EnumerateArray()];
        }

        public ulong Number(string name, ulong most)
        {
            var value = Get(name);
            if (value.ValueKind != JsonValueKind.Number || !value.TryGetUInt64(out var number) || number > most)
                throw Wrong(name, $"has to be a whole number from 0 to {most}");
            return number;
        }

        /// <summary>An amount of wei as a decimal text.</summary>
        public Wei Amount(string name) =>
            UInt128.TryParse(Text(name, 40), NumberStyles.None, CultureInfo.InvariantCulture, out var amount) && amount >> 96 == 0
                ? new Wei(amount)
                : throw Wrong(name, "has to be a decimal text below 2^96");

        public string Text(string name, int most)
        {
            var value = Get(name);
            if (value.ValueKind != JsonValueKind.String) throw Wrong(name, "has to be a text");
            var text = value.GetString()!;
            return text.Length <= most && !text.Any(char.IsControl) ? text : throw Wrong(name, $"has to be a text of at most {most} signs");
        }

        public T Word<T>(string name)
            where T : struct, Enum
        {
            var text = Text(name, MaxName);
            foreach (var value in Enum.GetValues<T>())
            {
                if (FixtureWriter.WordOf(value) == text) return value;
            }

            throw Wrong(name, $"has to be one of {string.Join(", ", Enum.GetValues<T>().Select(FixtureWriter.WordOf))}");
        }

        public byte[] Bytes(string name, int most)
        {
            var text = Text(name, 2 * most);
            var bytes = new byte[text.Length / 2];
            return Convert.FromHexString(text, bytes, out _, out var written) == System.Buffers.OperationStatus.Done && written == bytes.Length
                ? bytes
                : throw Wrong(name, "has to be hexadecimal digits, two for each byte");
        }

        public Hash32 Word(string name) => WordOf(Get(name), $"{_path}.{name}");

        public IReadOnlyList<Hash32> Words(string name, int most) =>
            [.. List(name, most).Select((word, i) => WordOf(word, $"{_path}.{name}[{i}]"))];

        public static Hash32 WordOf(JsonElement value, string path)
        {
            var text = value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
            var bytes = new byte[Hash32.Size];
            return text.Length == 2 * Hash32.Size && Convert.FromHexString(text, bytes, out _, out _) == System.Buffers.OperationStatus.Done
                ? new Hash32(bytes)
                : throw new FormatException($"{path} has to be {2 * Hash32.Size} hexadecimal digits.");
        }

        private JsonElement Get(string name) =>
            _object.TryGetProperty(name, out var value) ? value : throw new FormatException($"{_path}.{name} is missing.");

        private static string Shown(string name) =>
            new StringBuilder().Append('"').Append(name.Length > 40 ? name[..40] + "…" : name).Append('"').ToString();
    }
}
