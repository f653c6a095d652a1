using System.Text.Json.Nodes;
using Marketplace.Chain;
using Marketplace.Chain.Generated;
using Marketplace.Primitives;
using Marketplace.Protocol.Disputes;
using Marketplace.Protocol.Market;
using Marketplace.Scenarios.Tests.Games;

namespace Marketplace.Scenarios.Tests.Market;

/// <summary>A job that is signed as a wallet signs: by the typed data of the protocol (B20), which the node hashes itself.</summary>
public sealed class OfferTests
{
    [Fact]
    public async Task Offer_SignedByAWallet_IsPostedInItsName_AndHasTheMirrorsDigest()
    {
        await using var table = await Table.SetAsync();
        var now = await table.NowAsync();
        var offer = Offer(table, now);
        var signed = await table.Anvil.Rpc.CallAsync(
            "eth_signTypedData_v4", [table.Submitter.ToString(), TypedData(table, offer)], default);
        var signature = Convert.FromHexString(signed.GetString()!.AsSpan(2));

        Signers.Says(signature, table.Submitter, offer.Digest(new GameSite(table.ChainId, table.Market))).Should().BeTrue();
        await table.SendAsync(table.Submitter, new ComputeMarket.DepositCall(), offer.Terms.Escrow);
        await table.SendAsync(table.Stranger, new ComputeMarket.PostSignedCall(
            offer.Header, offer.InitialRoot, offer.Spec, OnChain.Of(offer.Terms), offer.Submitter, offer.Nonce, offer.ValidUntil.Seconds,
            signature, []));

        var job = await table.JobAsync(1);
        job.Submitter.Should().Be(table.Submitter);
        job.Terms.Should().Be(OnChain.Of(offer.Terms));
    }

    private static JobOffer Offer(Table table, Timestamp now) => new()
    {
        Submitter = table.Submitter,
        Header = Garbage.Header(5, 5),
        InitialRoot = Garbage.Root(0),
        Spec = Garbage.Root(7),
        Terms = new JobTerms
        {
            MinPrice = Wei.Coins(1),
            MaxPrice = Wei.Coins(2),
            Stake = Wei.Coins(3),
            Bond = Wei.Coins(4),
            RampSeconds = 1,
            DeliverySeconds = 2,
            WindowSeconds = 3000,
            BudgetSeconds = 60,
            MinResponse = 30,
            StepAllowance = 4,
            ClosesAt = now + 1000,
            Callback = table.Stranger,
            Solvers = Garbage.Root(9),
            AuditFee = new Wei(7),
            AuditStake = Wei.Coins(1),
            AuditRate = 300,
            AuditSlots = 9,
        },
        Nonce = UInt128.MaxValue,
        ValidUntil = now + 100,
    };

    private static JsonObject TypedData(Table table, JobOffer offer)
    {
        var t = offer.Terms;
        var fields = "uint96 minPrice,uint96 maxPrice,uint96 stake,uint96 bond,uint32 rampSeconds,uint32 deliverySeconds,uint32 windowSeconds,"
            + "uint32 budgetSeconds,uint32 minResponse,uint32 stepAllowance,uint40 closesAt,address token,address callback,bytes32 solvers,uint96 auditFee,uint96 auditStake,uint16 auditRate,uint16 auditSlots";
        object[] terms =
        [
            t.MinPrice.Value, t.MaxPrice.Value, t.Stake.Value, t.Bond.Value, t.RampSeconds, t.DeliverySeconds, t.WindowSeconds,
            t.BudgetSeconds, t.MinResponse, t.StepAllowance, t.ClosesAt.Seconds, t.Token, t.Callback, t.Solvers,
            t.AuditFee.Value, t.AuditStake.Value, t.AuditRate, t.AuditSlots,
        ];
        var names = fields.Split(',').Select(f => f.Split(' ')[1]);
        return new JsonObject
        {
            ["types"] = new JsonObject
            {
                ["EIP712Domain"] = Fields("string name,string version,uint256 chainId,address verifyingContract"),
                ["JobOffer"] = Fields(
                    "address submitter,bytes32 program,bytes32 initialRoot,bytes32 spec,Terms terms,uint256 nonce,uint40 validUntil"),
                ["Terms"] = Fields(fields),
            },
            ["primaryType"] = "JobOffer",
            ["domain"] = new JsonObject
            {
                ["name"] = "ComputeMarket",
                ["version"] = "1",
                ["chainId"] = table.ChainId,
                ["verifyingContract"] = table.Market.ToString(),
            },
            ["message"] = new JsonObject
            {
                ["submitter"] = offer.Submitter.ToString(),
                ["program"] = Keccak.Hash(offer.Header).ToString(),
                ["initialRoot"] = offer.InitialRoot.ToString(),
                ["spec"] = offer.Spec.ToString(),
                ["terms"] = new JsonObject(names.Zip(terms, (n, v) => KeyValuePair.Create(n, (JsonNode?)v.ToString()))),
                ["nonce"] = offer.Nonce.ToString(),
                ["validUntil"] = offer.ValidUntil.Seconds.ToString(),
            },
        };
    }

    private static JsonArray Fields(string list) => new([.. list.Split(',').Select(f => f.Split(' ')).Select(
        f => (JsonNode?)new JsonObject { ["name"] = f[1], ["type"] = f[0] })]);
}
