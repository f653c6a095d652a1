using System.Text.Json;
using System.Text.Json.Nodes;
using Marketplace.Chain;
using Marketplace.Chain.Generated;
using Marketplace.Primitives;

namespace Marketplace.World;

/// <summary>The compiled contracts on a chain of their own, with four unlocked accounts: a submitter, two players, a stranger.</summary>
/// <remarks>It speaks to the node directly: a few thousand games want no gas estimates and no signatures.</remarks>
public sealed class Table : IAsyncDisposable
{
    private const ulong Gas = 15_000_000;

    private readonly Anvil _anvil;
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromMinutes(2) };

    private Table(Anvil anvil, Address market, IReadOnlyList<Address> accounts, ulong chainId)
    {
        _anvil = anvil;
        Market = market;
        ChainId = chainId;
        Batch = new RpcBatch(_http, anvil.Url);
        Accounts = accounts;
        (Submitter, Solver, Challenger, Stranger) = (accounts[0], accounts[1], accounts[2], accounts[3]);
    }

    public Address Market { get; }

    public ulong ChainId { get; }

    public IReadOnlyList<Address> Accounts { get; }

    public Address Submitter { get; }

    public Address Solver { get; }

    public Address Challenger { get; }

    public Address Stranger { get; }

    public Anvil Anvil => _anvil;

    public ChainClient Chain => _anvil.Chain;

    /// <summary>Many calls in one request.</summary>
    public RpcBatch Batch { get; }

    /// <summary>The contracts are those of the build that the chain's rules ask for.</summary>
    public static async Task<Table> SetAsync(AnvilOptions? options = null)
    {
        var anvil = await Anvil.StartAsync(options);
        var accounts = (await anvil.Rpc.CallAsync("eth_accounts", [], default)).EnumerateArray()
            .Select(a => Address.FromHex(a.GetString()!)).ToList();
        var referee = await CreateAsync(anvil, accounts[0], Artifacts.CreationCode("Referee", anvil.Evm));
        var market = await CreateAsync(
            anvil, accounts[0], [.. Artifacts.CreationCode("ComputeMarket", anvil.Evm), .. Abi.Encode("(address)", referee)]);
        return new Table(anvil, market, accounts, await anvil.Chain.ChainIdAsync(default));
    }

    public Task<string> SnapshotAsync() => _anvil.SnapshotAsync();

    public Task RevertAsync(string snapshot) => _anvil.RevertAsync(snapshot);

    public Task MineAsync() => _anvil.MineAsync();

    /// <summary>Mines so many blocks, a second apart.</summary>
    public Task MineAsync(ulong blocks) => _anvil.Rpc.CallAsync("anvil_mine", [Hex.Quantity(blocks), Hex.Quantity(1)], default);

    /// <summary>The number of the next block.</summary>
    public async Task<ulong> NextBlockAsync() => (await Chain.HeadAsync(default)).Number.Value + 1;

    public async Task<Timestamp> NowAsync() => new((await Chain.HeadAsync(default)).TimestampSeconds);

    /// <summary>The next block has this time.</summary>
    public Task NextBlockAtAsync(Timestamp time) => _anvil.SetNextTimestampAsync(time.Seconds);

    /// <summary>From now on each block comes so many seconds after the last, whatever the clock on the wall says.</summary>
    public Task PaceAsync(ulong seconds) => _anvil.Rpc.CallAsync("anvil_setBlockTimestampInterval", [seconds], default);

    /// <summary>Writes one word of the market's storage.</summary>
    public Task StoreAsync(Hash32 slot, Hash32 word) =>
        _anvil.Rpc.CallAsync("anvil_setStorageAt", [Market.ToString(), slot.ToString(), word.ToString()], default);

    /// <summary>Puts another contract on the chain.</summary>
    /// <param name="arguments">Of its constructor, encoded.</param>
    public Task<Address> CreateAsync(string contract, byte[]? arguments = null) =>
        CreateAsync(_anvil, Accounts[0], [.. Artifacts.CreationCode(contract, _anvil.Evm), .. arguments ?? []]);

    /// <summary>Sends a call that has to succeed.</summary>
    /// <param name="to">The contract that is called; null for the market.</param>
    public async Task<TransactionReceipt> SendAsync(Address from, IContractCall call, Wei value = default, Address? to = null)
    {
        var transaction = Request(from, call.Encode(), value);
        transaction["to"] = (to ?? Market).ToString();
        var receipt = await ReceiptAsync(_anvil, transaction);
        if (receipt.Succeeded) return receipt;
        throw new InvalidOperationException($"{call.GetType().Name} was refused: {await RefusalAsync(from, call, null, value)}");
    }

    /// <summary>The name of the error with which a call would be refused, or null.</summary>
    /// <param name="at">Block time to assume; null for the next block's.</param>
    /// <param name="block">Block number to assume along with the time; null for the next block's.</param>
    public async Task<string?> RefusalAsync(
        Address from, IContractCall call, Timestamp? at, Wei value = default, ulong? block = null)
    {
        var transaction = Request(from, call.Encode(), value);
        transaction["to"] = Market.ToString();
        var header = new JsonObject();
        if (at is { } time) header["time"] = Hex.Quantity(time.Seconds);
        if (block is { } number) header["number"] = Hex.Quantity(number);
        JsonNode?[] parameters = header.Count > 0
            ? [transaction, "latest", new JsonObject(), header]
            : [transaction, "latest"];
        try
        {
            await _anvil.Rpc.CallAsync("eth_call", parameters, default);
            return null;
        }
        catch (JsonRpcException e) when (e.IsRevert)
        {
            return ComputeMarket.Errors.Decode(e.RevertData ?? []).Name;
        }
    }

    public async Task<Hash32> StoredAsync(Hash32 game) =>
        await Chain.ReadAsync(Market, new ComputeMarket.GamesCall(game), default);

    public async Task<JobRecord> JobAsync(ulong job) => await Chain.ReadAsync(Market, new ComputeMarket.GetJobCall(job), default);

    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return _anvil.DisposeAsync();
    }

    private static JsonObject Request(Address from, byte[] data, Wei value) => new()
    {
        ["from"] = from.ToString(),
        ["data"] = Hex.Data(data),
        ["value"] = Hex.Quantity(value.Value),
        ["gas"] = Hex.Quantity(Gas),
    };

    private static async Task<Address> CreateAsync(Anvil anvil, Address from, byte[] code)
    {
        var receipt = await ReceiptAsync(anvil, Request(from, code, Wei.Zero));
        return receipt.CreatedContract ?? throw new InvalidOperationException("A contract could not be deployed.");
    }

    /// <summary>Sends and waits for a block. The chain mines at once, but it may overlook a transaction that comes right
    /// after a return to a snapshot: then it is asked for a block, then to forget the transaction, which is sent
    /// again, and at last given up.</summary>
    private static async Task<TransactionReceipt> ReceiptAsync(Anvil anvil, JsonObject request)
    {
        const int attempts = 4, looks = 900;
        for (var attempt = 1; attempt <= attempts; attempt++)
        {
            var sent = await anvil.Rpc.CallAsync("eth_sendTransaction", [request.DeepClone()], default);
            var transaction = Hash32.FromHex(sent.GetString()!);
            for (var look = 1; look <= looks; look++)
            {
                if (await anvil.Chain.ReceiptAsync(transaction, default) is { } receipt) return receipt;
                if (look == looks / 2) await anvil.MineAsync();
                if (look > 100) await Task.Delay(2);
            }

            await anvil.Rpc.CallAsync("anvil_dropAllTransactions", [], default);
        }

        throw new InvalidOperationException($"A transaction is in no block, though it was sent {attempts} times.");
    }
}
