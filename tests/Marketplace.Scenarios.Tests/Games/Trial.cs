using System.Text.Json.Nodes;
using Marketplace.Chain;
using Marketplace.Chain.Generated;
using Marketplace.Primitives;
using Marketplace.Protocol.Disputes;
using Marketplace.World;

namespace Marketplace.Scenarios.Tests.Games;

/// <summary>A call that is made up and never sent, with what the rules in C# say of it.</summary>
/// <param name="What">How it differs from the legal call.</param>
/// <param name="At">The block time at which it would be made.</param>
/// <param name="Stored">A word of the market's storage to assume: slot and value.</param>
public sealed record Trial(
    string What, IContractCall Call, Address From, Timestamp At, MoveResult Expected, (Hash32 Slot, Hash32 Word)? Stored = null)
{
    /// <summary>The rule that the mirror refuses with; null if it accepts.</summary>
    public string? ByMirror => Expected.IsRefused ? Expected.Reason.ToString() : null;

    /// <summary>Asks the contract about all of them.</summary>
    /// <returns>The names of the errors; null where the contract accepts.</returns>
    public static async Task<string?[]> AskAsync(RpcBatch node, Address market, IReadOnlyList<Trial> trials)
    {
        var answers = await node.AskAsync([.. trials.Select(trial => ("eth_call", trial.Parameters(market)))]);
        return [.. answers.Select(answer => RpcBatch.Refusal(answer) is { } data ? ComputeMarket.Errors.Decode(data).Name : null)];
    }

    private JsonArray Parameters(Address market)
    {
        var transaction = new JsonObject
        {
            ["from"] = From.ToString(),
            ["to"] = market.ToString(),
            ["data"] = Hex.Data(Call.Encode()),
        };
        var overrides = new JsonObject();
        if (Stored is { } stored)
        {
            var words = new JsonObject { [stored.Slot.ToString()] = stored.Word.ToString() };
            overrides[market.ToString()] = new JsonObject { ["stateDiff"] = words };
        }

        return [transaction, "latest", overrides, new JsonObject { ["time"] = Hex.Quantity(At.Seconds) }];
    }
}
