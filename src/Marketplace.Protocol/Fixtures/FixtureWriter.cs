using System.Buffers;
using System.Text.Json;
using Marketplace.Primitives;

namespace Marketplace.Protocol.Fixtures;

/// <summary>Writes a fixture as JSON: two spaces, members in one order, so that a difference is a difference.</summary>
public static class FixtureWriter
{
    private static readonly JsonWriterOptions s_options = new() { Indented = true, NewLine = "\n" };

    public static byte[] Write(DisputeFixture fixture)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, s_options))
        {
            json.WriteStartObject();
            json.WriteNumber("version", DisputeFixture.Version);
            json.WriteString("name", fixture.Name);
            json.WriteStartObject("about");
            json.WriteString("operator", fixture.About.Operator);
            json.WriteString("alphabet", fixture.About.Alphabet);
            json.WriteString("liar", fixture.About.Liar);
            json.WriteString("ending", fixture.About.Ending);
            json.WriteEndObject();
            json.WriteString("header", Hex(fixture.Header));
            json.WriteString("initialRoot", Hex(fixture.InitialRoot));
            Terms(json, fixture.Terms);
            Words(json, "roots", fixture.Roots);
            json.WriteStartArray("calls");
            foreach (var call in fixture.Calls) Call(json, call);
            json.WriteEndArray();
            json.WriteStartObject("balances");
            Amount(json, "submitter", fixture.Balances.Submitter);
            Amount(json, "solver", fixture.Balances.Solver);
            Amount(json, "challenger", fixture.Balances.Challenger);
            Amount(json, "second", fixture.Balances.Second);
            Amount(json, "burned", fixture.Balances.Burned);
            foreach (var player in FixtureBalances.Others)
                if (fixture.Balances.Of(player) is var credit && credit > Wei.Zero) Amount(json, WordOf(player), credit);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return [.. buffer.WrittenSpan, (byte)'\n'];
    }

    /// <summary>A name as it stands in a fixture: with a small first letter.</summary>
    internal static string WordOf<T>(T value)
        where T : struct, Enum => char.ToLowerInvariant(value.ToString()[0]) + value.ToString()[1..];

    private static void Terms(Utf8JsonWriter json, Market.JobTerms terms)
    {
        json.WriteStartObject("terms");
        Amount(json, "minPrice", terms.MinPrice);
        Amount(json, "maxPrice", terms.MaxPrice);
        Amount(json, "stake", terms.Stake);
        Amount(json, "bond", terms.Bond);
        json.WriteNumber("rampSeconds", terms.RampSeconds);
        json.WriteNumber("deliverySeconds", terms.DeliverySeconds);
        json.WriteNumber("windowSeconds", terms.WindowSeconds);
        json.WriteNumber("budgetSeconds", terms.BudgetSeconds);
        json.WriteNumber("minResponse", terms.MinResponse);
        json.WriteNumber("stepAllowance", terms.StepAllowance);
        json.WriteNumber("closesAfter", terms.ClosesAt.Seconds);
        if (terms.IsAudited)
        {
            json.WriteStartObject("audit");
            Amount(json, "fee", terms.AuditFee);
            Amount(json, "stake", terms.AuditStake);
            json.WriteNumber("rate", terms.AuditRate);
            json.WriteNumber("slots", terms.AuditSlots);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void Call(Utf8JsonWriter json, FixtureCall call)
    {
        json.WriteStartObject();
        json.WriteString("call", WordOf(call.Kind));
        json.WriteString("by", WordOf(call.By));
        if (call.After > 0) json.WriteNumber("after", call.After);
        if (call.Blocks > 0) json.WriteNumber("blocks", call.Blocks);
        if (call.Challenger != FixturePlayer.Challenger) json.WriteString("challenger", WordOf(call.Challenger));
        if (call.Nonce != 1) json.WriteNumber("nonce", call.Nonce);
        if (call.Round is { } round) json.WriteNumber("round", round);
        if (call.State is { } state) json.WriteNumber("state", state);
        if (call.Salt.Length > 0) json.WriteString("salt", Hex(call.Salt));
        if (call.Data.Length > 0) json.WriteString("data", Hex(call.Data));
        if (call.Roots.Count > 0) Words(json, "roots", call.Roots);
        json.WriteString("outcome", call.Outcome);
        if (call.Gas > 0) json.WriteNumber("gas", call.Gas);
        json.WriteEndObject();
    }

    private static void Words(Utf8JsonWriter json, string name, IReadOnlyList<Hash32> words)
    {
        json.WriteStartArray(name);
        foreach (var word in words) json.WriteStringValue(Hex(word));
        json.WriteEndArray();
    }

    private static void Amount(Utf8JsonWriter json, string name, Wei amount) =>
        json.WriteString(name, amount.Value.ToString(System.Globalization.CultureInfo.InvariantCulture));

    private static string Hex(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(bytes);

    private static string Hex(Hash32 hash) => Convert.ToHexStringLower(hash.ToArray());
}
