using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using Marketplace.Chain;
using Marketplace.Primitives;

namespace Marketplace.World;

/// <summary>How a chain of one's own is started.</summary>
/// <param name="Accounts">Accounts with coins that the chain makes at its start; their keys are known to everybody.</param>
/// <param name="TimestampSeconds">The genesis' time in seconds since 1970; null for now.</param>
/// <param name="KeepsHistory">Old states stay known, as a reorganisation needs; they fill memory and then the disk.</param>
/// <param name="Evm">The rules that the chain follows from its first block on.</param>
public sealed record AnvilOptions(
    ulong ChainId = 31_337,
    ulong BlockGasLimit = 60_000_000,
    int Accounts = 10,
    ulong? TimestampSeconds = null,
    bool KeepsHistory = false,
    EvmVersion Evm = EvmVersion.Osaka);

/// <summary>A chain of one's own: an anvil process that mines each transaction at once and dies with this object.</summary>
public sealed class Anvil : IAsyncDisposable
{
    /// <summary>The key of the first of the accounts that every anvil makes.</summary>
    public const string FirstKey = "ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";

    private static readonly TimeSpan AnswersWithin = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly HttpClient _http;

    private Anvil(Process process, HttpClient http, Uri url, EvmVersion evm)
    {
        _process = process;
        _http = http;
        Url = url;
        Evm = evm;
        Rpc = new JsonRpc(http, url);
        Chain = new ChainClient(Rpc);
    }

    public Uri Url { get; }

    public EvmVersion Evm { get; }

    public JsonRpc Rpc { get; }

    public ChainClient Chain { get; }

    /// <summary>Starts a chain on a free port and waits for its first answer.</summary>
    public static async Task<Anvil> StartAsync(AnvilOptions? options = null, CancellationToken cancellation = default)
    {
        // Between finding a free port and listening on it another program may take it; then anvil ends at once.
        for (var attempt = 1; ; attempt++)
        {
            var anvil = Launch(options ?? new AnvilOptions(), FreePort());
            try
            {
                if (await anvil.AnswersAsync(cancellation)) return anvil;
            }
            catch
            {
                await anvil.DisposeAsync();
                throw;
            }

            await anvil.DisposeAsync();
            if (attempt == 3) throw new InvalidOperationException("anvil ends as soon as it is started.");
        }
    }

    /// <summary>A sender whose fresh account holds some coins.</summary>
    public async Task<TransactionSender> NewSenderAsync(
        Wei balance, ErrorTable errors, TransactionSenderOptions? options = null, CancellationToken cancellation = default)
    {
        using var random = System.Security.Cryptography.RandomNumberGenerator.Create();
        var signer = MemorySigner.Generate(random);
        await SetBalanceAsync(signer.Address, balance, cancellation);
        return new TransactionSender(Chain, signer, errors, TimeProvider.System, options);
    }

    public Task SetBalanceAsync(Address account, Wei balance, CancellationToken cancellation = default) =>
        Rpc.CallAsync("anvil_setBalance", [account.ToString(), Quantity(balance.Value)], cancellation);

    /// <summary>Mines an empty block that many seconds after the last.</summary>
    public async Task AdvanceAsync(ulong seconds, CancellationToken cancellation = default)
    {
        await Rpc.CallAsync("evm_increaseTime", [Quantity(seconds)], cancellation);
        await MineAsync(cancellation);
    }

    /// <summary>The next block has this time, in seconds since 1970.</summary>
    public Task SetNextTimestampAsync(ulong seconds, CancellationToken cancellation = default) =>
        Rpc.CallAsync("evm_setNextBlockTimestamp", [Quantity(seconds)], cancellation);

    public Task MineAsync(CancellationToken cancellation = default) => Rpc.CallAsync("evm_mine", [], cancellation);

    /// <summary>Whether each transaction gets a block at once; otherwise <see cref="MineAsync"/> makes them.</summary>
    public Task SetAutomineAsync(bool on, CancellationToken cancellation = default) =>
        Rpc.CallAsync("evm_setAutomine", [on], cancellation);

    /// <summary>A name for the state of now, to come back to once.</summary>
    public async Task<string> SnapshotAsync(CancellationToken cancellation = default) =>
        (await Rpc.CallAsync("evm_snapshot", [], cancellation)).GetString()!;

    public async Task RevertAsync(string snapshot, CancellationToken cancellation = default)
    {
        var done = await Rpc.CallAsync("evm_revert", [snapshot], cancellation);
        if (done.ValueKind != JsonValueKind.True) throw new InvalidOperationException($"There is no snapshot {snapshot}.");
    }

    /// <summary>Takes back the newest blocks and mines as many empty ones in their place. Needs a chain that keeps its history.</summary>
    public Task ReorganiseAsync(ulong depth, CancellationToken cancellation = default) =>
        Rpc.CallAsync("anvil_reorg", [depth, new JsonArray()], cancellation);

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        // The shell that watches over anvil ends it when this pipe closes, be it here or by our own death.
        _process.StandardInput.Close();
        try
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    private static Anvil Launch(AnvilOptions options, int port)
    {
        // A child of ours would outlive our sudden death. So a shell holds the read end of a pipe, and ends the chain
        // when the pipe closes: the kernel closes it for the dead.
        const string watch =
            """
            exec 3<&0 2>/dev/null
            "$@" </dev/null >/dev/null 2>&1 3<&- & chain=$!
            { cat <&3 >/dev/null; kill -9 $chain 2>/dev/null; } & wait $chain
            """;
        var start = new ProcessStartInfo("/bin/sh") { RedirectStandardInput = true, UseShellExecute = false };
        foreach (var argument in (string[])["-c", watch, "anvil", Artifacts.Tool("anvil"), .. Arguments(options, port)])
            start.ArgumentList.Add(argument);

        var url = new Uri($"http://127.0.0.1:{port}");
        try
        {
            var process = Process.Start(start) ?? throw new InvalidOperationException("/bin/sh did not start.");
            return new Anvil(process, new HttpClient { Timeout = TimeSpan.FromMinutes(2) }, url, options.Evm);
        }
        catch (Win32Exception e)
        {
            throw new InvalidOperationException("/bin/sh, which watches over anvil, did not start.", e);
        }
    }

    private static string[] Arguments(AnvilOptions options, int port) =>
    [
        "--silent", "--hardfork", options.Evm.Name(),
        "--port", Text((ulong)port),
        "--chain-id", Text(options.ChainId),
        "--gas-limit", Text(options.BlockGasLimit),
        "--accounts", Text((ulong)options.Accounts),
        .. options.KeepsHistory ? (string[])[] : ["--prune-history"],
        .. options.TimestampSeconds is { } seconds ? (string[])["--timestamp", Text(seconds)] : [],
    ];

    /// <summary>False if the process ended before it answered.</summary>
    private async Task<bool> AnswersAsync(CancellationToken cancellation)
    {
        var waited = Stopwatch.StartNew();
        while (!_process.HasExited)
        {
            try
            {
                await Chain.ChainIdAsync(cancellation);
                // An answer while our process is dead comes from whoever took the port.
                return !_process.HasExited;
            }
            catch (NodeUnreachableException) when (waited.Elapsed < AnswersWithin)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), cancellation);
            }
        }

        return false;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string Text(ulong number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Quantity(UInt128 value) => "0x" + value.ToString("x", CultureInfo.InvariantCulture);
}
