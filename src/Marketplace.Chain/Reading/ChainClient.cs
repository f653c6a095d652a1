using System.Text.Json;
using System.Text.Json.Nodes;
using Marketplace.Primitives;

namespace Marketplace.Chain;

/// <summary>A chain as one node knows it.</summary>
public sealed class ChainClient(JsonRpc rpc) : IChain
{
    private const int Attempts = 5;

    public async Task<ulong> ChainIdAsync(CancellationToken cancellation) =>
        Hex.UInt64(await rpc.CallAsync("eth_chainId", [], cancellation));

    public async Task<BlockHeader> HeadAsync(CancellationToken cancellation) =>
        await BlockAsync("latest", cancellation) ?? throw new MalformedAnswerException("The node knows no newest block.");

    public Task<BlockHeader?> BlockAsync(BlockNumber number, CancellationToken cancellation) =>
        BlockAsync(Hex.Quantity(number.Value), cancellation);

    public async Task<Wei> BalanceAsync(Address account, CancellationToken cancellation) =>
        new(Hex.UInt128(await NewestAsync("eth_getBalance", [account.ToString(), "latest"], cancellation)));

    public async Task<byte[]> CodeAsync(Address contract, CancellationToken cancellation) =>
        Hex.Bytes(await NewestAsync("eth_getCode", [contract.ToString(), "latest"], cancellation));

    public async Task<Hash32> StorageAsync(Address contract, Hash32 slot, CancellationToken cancellation) =>
        Hex.Hash(await NewestAsync("eth_getStorageAt", [contract.ToString(), slot.ToString(), "latest"], cancellation));

    public async Task<CallResult> CallAsync(CallRequest call, CancellationToken cancellation)
    {
        var block = call.Block is { } number ? Hex.Quantity(number.Value) : "latest";
        try
        {
            return new CallResult.Returned(Hex.Bytes(await NewestAsync("eth_call", [Written(call), block], cancellation)));
        }
        catch (JsonRpcException e) when (e.IsRevert || e.IsOutOfGas)
        {
            return new CallResult.Reverted(e.RevertData ?? [], e.IsOutOfGas);
        }
    }

    public async Task<IReadOnlyList<ChainLog>> LogsAsync(LogFilter filter, CancellationToken cancellation)
    {
        var query = new JsonObject
        {
            ["fromBlock"] = Hex.Quantity(filter.From.Value),
            ["toBlock"] = Hex.Quantity(filter.To.Value),
        };
        if (filter.Addresses.Count > 0) query["address"] = Texts(filter.Addresses);
        var topics = new JsonArray(filter.FirstTopics.Count > 0 ? Texts(filter.FirstTopics) : null);
        if (filter.SecondTopic is { } second) topics.Add(second.ToString());
        if (filter.FirstTopics.Count > 0 || filter.SecondTopic is not null) query["topics"] = topics;
        var logs = ChainJson.Logs(await rpc.CallAsync("eth_getLogs", [query], cancellation));
        return [.. logs.OrderBy(log => log.Block).ThenBy(log => log.Index)];
    }

    public async Task<ChainTransaction?> TransactionAsync(Hash32 transaction, CancellationToken cancellation)
    {
        var found = await rpc.CallAsync("eth_getTransactionByHash", [transaction.ToString()], cancellation);
        // A transaction that waits is known, and its block is null.
        return found.ValueKind == JsonValueKind.Null || Hex.Member(found, "blockNumber").ValueKind == JsonValueKind.Null
            ? null
            : ChainJson.Transaction(found);
    }

    public async Task<TransactionReceipt?> ReceiptAsync(Hash32 transaction, CancellationToken cancellation)
    {
        var receipt = await rpc.CallAsync("eth_getTransactionReceipt", [transaction.ToString()], cancellation);
        return receipt.ValueKind == JsonValueKind.Null ? null : ChainJson.Receipt(receipt);
    }

    /// <summary>How much gas a transaction takes, or why it would be refused.</summary>
    internal async Task<(ulong Gas, CallResult.Reverted? Refusal)> EstimateGasAsync(CallRequest call, CancellationToken cancellation)
    {
        try
        {
            return (Hex.UInt64(await NewestAsync("eth_estimateGas", [Written(call)], cancellation)), null);
        }
        catch (JsonRpcException e) when (e.IsRevert || e.IsOutOfGas)
        {
            return (0, new CallResult.Reverted(e.RevertData ?? [], e.IsOutOfGas));
        }
    }

    /// <summary>The nonce of the account's next transaction, those counted that wait for their block.</summary>
    internal async Task<ulong> NextNonceAsync(Address account, CancellationToken cancellation) =>
        Hex.UInt64(await rpc.CallAsync("eth_getTransactionCount", [account.ToString(), "pending"], cancellation));

    /// <summary>The tip that the node recommends, in wei per gas.</summary>
    internal async Task<Wei> TipPerGasAsync(CancellationToken cancellation) =>
        new(Hex.UInt128(await rpc.CallAsync("eth_maxPriorityFeePerGas", [], cancellation)));

    internal async Task SendRawAsync(byte[] transaction, CancellationToken cancellation) =>
        await rpc.CallAsync("eth_sendRawTransaction", [Hex.Data(transaction)], cancellation);

    private async Task<BlockHeader?> BlockAsync(string block, CancellationToken cancellation)
    {
        var header = await rpc.CallAsync("eth_getBlockByNumber", [block, false], cancellation);
        return header.ValueKind == JsonValueKind.Null ? null : ChainJson.Header(header);
    }

    /// <summary>Asks about the newest state; a node may prune the state of a block while it answers about it.</summary>
    private async Task<JsonElement> NewestAsync(string method, JsonNode?[] parameters, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await rpc.CallAsync(method, [.. parameters.Select(p => p?.DeepClone())], cancellation);
            }
            catch (JsonRpcException e) when (e.IsNewestBlockGone && attempt < Attempts)
            {
                // The next attempt is about the block that came in between.
            }
        }
    }

    private static JsonObject Written(CallRequest call)
    {
        var json = new JsonObject { ["data"] = Hex.Data(call.Data.Span) };
        if (call.To is { } to) json["to"] = to.ToString();
        if (call.From is { } from) json["from"] = from.ToString();
        if (call.Value > Wei.Zero) json["value"] = Hex.Quantity(call.Value.Value);
        if (call.GasLimit is { } gas) json["gas"] = Hex.Quantity(gas);
        return json;
    }

    private static JsonArray Texts<T>(IEnumerable<T> values)
        where T : notnull => new([.. values.Select(v => (JsonNode?)v.ToString())]);
}
