using System.Text.Json;
using Marketplace.Primitives;

namespace Marketplace.Chain;

/// <summary>The objects of JSON-RPC as records. A form that differs fails with <see cref="MalformedAnswerException"/>.</summary>
internal static class ChainJson
{
    public static BlockHeader Header(JsonElement json) => new(
        new BlockNumber(Hex.UInt64(Hex.Member(json, "number"))),
        Hex.Hash(Hex.Member(json, "hash")),
        Hex.Hash(Hex.Member(json, "parentHash")),
        Hex.UInt64(Hex.Member(json, "timestamp")),
        // A chain from before EIP-1559 has no base fee.
        json.TryGetProperty("baseFeePerGas", out var fee) ? new Wei(Hex.UInt128(fee)) : Wei.Zero,
        Hex.UInt64(Hex.Member(json, "gasLimit")));

    public static TransactionReceipt Receipt(JsonElement json) => new(
        Hex.Hash(Hex.Member(json, "transactionHash")),
        new BlockNumber(Hex.UInt64(Hex.Member(json, "blockNumber"))),
        Hex.Hash(Hex.Member(json, "blockHash")),
        Hex.UInt64(Hex.Member(json, "status")) == 1,
        Hex.UInt64(Hex.Member(json, "gasUsed")),
        new Wei(Hex.UInt128(Hex.Member(json, "effectiveGasPrice"))),
        json.TryGetProperty("contractAddress", out var created) && created.ValueKind == JsonValueKind.String
            ? Hex.Address(created)
            : null,
        Logs(Hex.Member(json, "logs")));

    public static ChainTransaction Transaction(JsonElement json) => new(
        Hex.Hash(Hex.Member(json, "hash")),
        new BlockNumber(Hex.UInt64(Hex.Member(json, "blockNumber"))),
        Hex.Address(Hex.Member(json, "from")),
        json.TryGetProperty("to", out var to) && to.ValueKind == JsonValueKind.String ? Hex.Address(to) : null,
        Hex.Bytes(Hex.Member(json, "input")));

    public static IReadOnlyList<ChainLog> Logs(JsonElement json) => [.. Items(json).Select(Log)];

    private static ChainLog Log(JsonElement json) => new(
        Hex.Address(Hex.Member(json, "address")),
        [.. Items(Hex.Member(json, "topics")).Select(Hex.Hash)],
        Hex.Bytes(Hex.Member(json, "data")),
        new BlockNumber(Hex.UInt64(Hex.Member(json, "blockNumber"))),
        Hex.Hash(Hex.Member(json, "blockHash")),
        Hex.Hash(Hex.Member(json, "transactionHash")),
        Hex.UInt64(Hex.Member(json, "logIndex")));

    private static JsonElement.ArrayEnumerator Items(JsonElement json) =>
        json.ValueKind == JsonValueKind.Array
            ? json.EnumerateArray()
            : throw new MalformedAnswerException("The node answered no list where one was expected.");
}
