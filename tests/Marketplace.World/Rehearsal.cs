using System.Text.Json;
using System.Text.Json.Nodes;
using Marketplace.Chain;
using Marketplace.Chain.Generated;
using Marketplace.Primitives;

namespace Marketplace.World;

/// <summary>A call of the market that is made up and never sent.</summary>
public sealed record RehearsedCall(Address From, IContractCall Call, Wei Value = default);

/// <summary>What it would have done.</summary>
/// <param name="Refusal">The name of the error; null if it succeeded.</param>
/// <param name="Returned">What the contract returned, or reverted with.</param>
/// <param name="Logs">The events with their bytes; the block and the transaction do not exist and are zero.</param>
public sealed record RehearsedAnswer(string? Refusal, byte[] Returned, IReadOnlyList<ChainLog> Logs);

/// <summary>A block that is only thought of, and the calls in it, one after the other.</summary>
/// <param name="At">Its time; null for the second after the last block's.</param>
/// <param name="Number">Its number; null for the next one.</param>
/// <param name="Word">A word of the market's storage to assume before it: slot and value.</param>
public sealed record RehearsedBlock(
    IReadOnlyList<RehearsedCall> Calls, Timestamp? At = null, ulong? Number = null, (Hash32 Slot, Hash32 Word)? Word = null);

/// <summary>Asks the node what calls would do (eth_simulateV1): unlike eth_call it answers with the events, too.</summary>
public static class Rehearsal
{
    /// <summary>Each rehearsal starts from the newest block and knows nothing of the others.</summary>
    /// <returns>For each rehearsal the answers to all its calls, in their order.</returns>
    public static async Task<IReadOnlyList<IReadOnlyList<RehearsedAnswer>>> AskAsync(
        RpcBatch node, Address market, IReadOnlyList<IReadOnlyList<RehearsedBlock>> rehearsals)
    {
        var answers = await node.AskAsync([.. rehearsals.Select(blocks => ("eth_simulateV1", Parameters(market, blocks)))]);
        return [.. answers.Select(Read)];
    }

    private static JsonArray Parameters(Address market, IReadOnlyList<RehearsedBlock> blocks)
    {
        var calls = new JsonArray([.. blocks.Select(block => Block(market, block))]);
        return [new JsonObject { ["blockStateCalls"] = calls, ["validation"] = false }, "latest"];
    }

    private static JsonObject Block(Address market, RehearsedBlock block)
    {
        var header = new JsonObject();
        if (block.At is { } time) header["time"] = Hex.Quantity(time.Seconds);
        if (block.Number is { } number) header["number"] = Hex.Quantity(number);
        var assumed = new JsonObject();
        if (block.Word is { } word)
        {
            var words = new JsonObject { [word.Slot.ToString()] = word.Word.ToString() };
            assumed[market.ToString()] = new JsonObject { ["stateDiff"] = words };
        }

        return new JsonObject
        {
            ["blockOverrides"] = header,
            ["stateOverrides"] = assumed,
            ["calls"] = new JsonArray([.. block.Calls.Select(call => new JsonObject
            {
                ["from"] = call.From.ToString(),
                ["to"] = market.ToString(),
                ["data"] = Hex.Data(call.Call.Encode()),
                ["value"] = Hex.Quantity(call.Value.Value),
            })]),
        };
    }

    private static IReadOnlyList<RehearsedAnswer> Read(JsonElement answer) =>
        answer.TryGetProperty("result", out var blocks)
            ? [.. blocks.EnumerateArray().SelectMany(block => block.GetProperty("calls").EnumerateArray()).Select(ReadCall)]
            : throw new InvalidOperationException($"The node answered {answer.GetRawText()}.");

    private static RehearsedAnswer ReadCall(JsonElement call)
    {
        var returned = Hex.Bytes(call.GetProperty("returnData"));
        if (call.GetProperty("status").GetString() != "0x1")
        {
            // A call that never reached the contract is a mistake of the question.
            return returned.Length > 0
                ? new RehearsedAnswer(ComputeMarket.Errors.Decode(returned).Name, returned, [])
                : throw new InvalidOperationException($"The node answered {call.GetRawText()}.");
        }

        return new RehearsedAnswer(null, returned, [.. call.GetProperty("logs").EnumerateArray().Select(Log)]);
    }

    private static ChainLog Log(JsonElement log) => new(
        Hex.Address(log.GetProperty("address")),
        [.. log.GetProperty("topics").EnumerateArray().Select(Hex.Hash)],
        Hex.Bytes(log.GetProperty("data")),
        default, default, default, 0);
}
