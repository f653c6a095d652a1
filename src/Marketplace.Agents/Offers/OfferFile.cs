using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Marketplace.Agents.Submission;
using Marketplace.Primitives;
using Marketplace.Protocol.Disputes;
using Marketplace.Protocol.Market;

namespace Marketplace.Agents.Offers;

/// <summary>A signed offer as a file. Domain and message are the typed data that was signed (EIP-712), their members in its
/// order; numbers are decimal texts, bytes hexadecimal ones behind 0x.</summary>
public sealed record OfferFile
{
    /// <summary>Bytes of a file.</summary>
    public const int MaxBytes = 256 << 10;

    private const int Version1 = 1;
    private const string Name = "ComputeMarket";

    private static readonly JsonSerializerOptions s_strict = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        AllowDuplicateProperties = false,
        RespectNullableAnnotations = true,
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.Default,
    };

    public required int Version { get; init; }
    public required DomainPart Domain { get; init; }
    public required MessagePart Message { get; init; }

    /// <summary>The program's header (B6), of which the message has the hash.</summary>
    public required string Header { get; init; }

    public required string Signature { get; init; }

    /// <summary>What the token is handed before it is asked for the price; null for nothing.</summary>
    public string? Permit { get; init; }

    public sealed record DomainPart
    {
        public required string Name { get; init; }
        public required string Version { get; init; }
        public required string ChainId { get; init; }
        public required string VerifyingContract { get; init; }
    }

    public sealed record MessagePart
    {
        public required string Submitter { get; init; }
        public required string Program { get; init; }
        public required string InitialRoot { get; init; }
        public required string Spec { get; init; }
        public required OfferedTerms Terms { get; init; }
        public required string Nonce { get; init; }
        public required string ValidUntil { get; init; }
    }

    public static byte[] Write(SignedOffer signed)
    {
        var offer = signed.Offer;
        var file = new OfferFile
        {
            Version = Version1,
            Domain = new DomainPart
            {
                Name = Name,
                Version = "1",
                ChainId = OfferText.Of(signed.Market.ChainId),
                VerifyingContract = signed.Market.Contract.ToString(),
            },
            Message = new MessagePart
            {
                Submitter = offer.Submitter.ToString(),
                Program = Keccak.Hash(offer.Header).ToString(),
                InitialRoot = offer.InitialRoot.ToString(),
                Spec = offer.Spec.ToString(),
                Terms = OfferedTerms.Of(offer.Terms),
                Nonce = OfferText.Of(offer.Nonce),
                ValidUntil = OfferText.Of(offer.ValidUntil.Seconds),
            },
            Header = Chain.Hex.Data(offer.Header),
            Signature = Chain.Hex.Data(signed.Signature),
            Permit = signed.Permit.Length == 0 ? null : Chain.Hex.Data(signed.Permit),
        };
        return [.. JsonSerializer.SerializeToUtf8Bytes(file, s_strict), (byte)'\n'];
    }

    /// <exception cref="AgentException">BadOffer: the bytes are no offer; one sentence says why.</exception>
    public static SignedOffer Read(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > MaxBytes) throw OfferText.Bad($"The file has more than {MaxBytes} bytes");
        try
        {
            return (JsonSerializer.Deserialize<OfferFile>(utf8, s_strict) ?? throw OfferText.Bad("The file is empty")).ToOffer();
        }
        catch (JsonException e)
        {
            throw OfferText.Bad(JobFileFault.Of(e, "offer").Message.TrimEnd('.'));
        }
    }

    private SignedOffer ToOffer()
    {
        if (Version != Version1) throw OfferText.Bad($"version has to be {Version1}");
        if (Domain.Name != Name || Domain.Version != "1") throw OfferText.Bad($"domain names no {Name} of version 1");
        var market = new GameSite(
            (ulong)OfferText.Number(Domain.ChainId, 64, "domain.chainId"), OfferText.Account(Domain.VerifyingContract, "domain.verifyingContract"));
        var header = OfferText.Bytes(Header, "header");
        if (OfferText.Word(Message.Program, "message.program") != Keccak.Hash(header)) throw OfferText.Bad("message.program is not the hash of header");
        var offer = new JobOffer
        {
            Submitter = OfferText.Account(Message.Submitter, "message.submitter"),
            Header = header,
            InitialRoot = OfferText.Word(Message.InitialRoot, "message.initialRoot"),
            Spec = OfferText.Word(Message.Spec, "message.spec"),
            Terms = Message.Terms.ToTerms(),
            Nonce = OfferText.Number(Message.Nonce, 128, "message.nonce"),
            ValidUntil = new Timestamp((ulong)OfferText.Number(Message.ValidUntil, 40, "message.validUntil")),
        };
        return new SignedOffer(
            market, offer, OfferText.Bytes(Signature, "signature"), Permit is { } permit ? OfferText.Bytes(permit, "permit") : []);
    }
}
