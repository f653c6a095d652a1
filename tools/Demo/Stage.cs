using Marketplace.Chain;
using Marketplace.Chain.Generated;
using Marketplace.Chain.Market;
using Marketplace.Primitives;
using Marketplace.Protocol.Disputes;
using Marketplace.Protocol.Strategies;
using Marketplace.World;

namespace Marketplace.Demo;

/// <summary>A chain of one's own with the contracts on it, the players with their coins, and an empty folder of blobs.</summary>
public sealed class Stage : IAsyncDisposable
{
    private static readonly Wei Purse = Wei.Coins(100);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly Anvil _anvil;
    private readonly TransactionSender _sender;

    private Stage(Anvil anvil, TransactionSender sender, Address referee, Address market, string folder)
    {
        _anvil = anvil;
        _sender = sender;
        Referee = referee;
        Folder = folder;
        Market = new MarketContract(anvil.Chain, market, sender);
        Ledger = new Ledger(anvil, market);
    }

    public Address Referee { get; }

    public MarketContract Market { get; }

    public Ledger Ledger { get; }

    /// <summary>Where the demo leaves its files.</summary>
    public string Folder { get; }

    public Uri Rpc => _anvil.Url;

    public static async Task<Stage> SetAsync(IEnumerable<Player> players)
    {
        var folder = Path.Combine(Artifacts.RepositoryRoot, "artifacts", "demo");
        var blobs = Path.Combine(folder, "blobs");
        if (Directory.Exists(blobs)) Directory.Delete(blobs, recursive: true);
        Directory.CreateDirectory(folder);

        var anvil = await Anvil.StartAsync();
        try
        {
            var sender = await anvil.NewSenderAsync(Purse, ComputeMarket.Errors);
            var referee = await DeployAsync(sender, "Referee");
            var market = await DeployAsync(sender, "ComputeMarket", Abi.Encode("(address)", referee));
            var stage = new Stage(anvil, sender, referee, market, folder);
            foreach (var player in players)
            {
                await anvil.SetBalanceAsync(player.Address, Purse);
                stage.Ledger.Introduce(player);
            }

            await stage.Ledger.SkipAsync();
            return stage;
        }
        catch
        {
            await anvil.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts an honest player: the product's own program.</summary>
    public Actor Start(Player player, string verb, params IEnumerable<string> arguments) =>
        Actor.Start(player, "Marketplace.Cli.dll", [verb, .. Connection(), .. arguments]);

    /// <summary>Starts a liar: this program in another role.</summary>
    public Actor StartLiar(Player player, string role, params IEnumerable<string> arguments) =>
        Actor.Start(player, "Demo.dll", ["liar", role, Rpc.ToString(), Market.Address.ToString(), Blobs, .. arguments]);

    /// <summary>Prints transactions as they come until something holds.</summary>
    /// <param name="meanwhile">Looked at between two looks at the chain.</param>
    /// <exception cref="StageException">It takes too long, or a player gave up.</exception>
    public async Task UntilAsync(string what, Func<Task<bool>> holds, Actor[] actors, Func<Task>? meanwhile = null)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            await Ledger.PrintNewAsync();
            if (await holds()) break;
            foreach (var actor in actors) actor.RequireAlive();
            if (TimeProvider.System.GetElapsedTime(start) > Patience) throw new StageException($"In vain waited for: {what}.");
            if (meanwhile is not null) await meanwhile();
            await Task.Delay(20);
        }

        await Ledger.PrintNewAsync();
    }

    public Task UntilAsync(string what, Func<bool> holds, params Actor[] actors) =>
        UntilAsync(what, () => Task.FromResult(holds()), actors);

    public async Task<JobRecord> JobAsync(ulong job) => await Market.JobAsync(job, default);

    public Task<Wei> WalletAsync(Player player) => _anvil.Chain.BalanceAsync(player.Address, default);

    public Task<Wei> WalletAsync(Address account) => _anvil.Chain.BalanceAsync(account, default);

    /// <summary>Moves the chain's time past a moment: nobody waits for it.</summary>
    public async Task MoveTimePastAsync(ulong seconds)
    {
        var now = (await Market.NowAsync(default)).Seconds;
        if (now <= seconds) await _anvil.AdvanceAsync(seconds + 1 - now);
    }

    /// <summary>The newest state of the only game of a job, or null.</summary>
    public async Task<GameEvent?> LastMoveAsync(ulong job) =>
        (await EventsAsync()).OfType<ComputeMarket.MovedEvent>().Where(m => m.Job == job).Select(m => GameEvent.Of(m.Data)).LastOrDefault();

    /// <summary>All events of the market, oldest first.</summary>
    public async Task<IReadOnlyList<IContractEvent>> EventsAsync() =>
        [.. (await Market.Events(new BlockNumber(0)).ReadAsync(default)).Select(e => e.Event)];

    /// <summary>If the one whose turn it is has nothing to say, its clock is let run out.</summary>
    public async Task LetClockRunOutIfStuckAsync(ulong job, params Actor[] actors)
    {
        if (await LastMoveAsync(job) is not { } last) return;
        var mover = actors.FirstOrDefault(a => a.Player.Address == last.Mover);
        if (mover is null || (mover.Heard("stuck") is null && !mover.HasEnded)) return;
        await MoveTimePastAsync(last.Decoded.Deadline.Seconds);
    }

    public async ValueTask DisposeAsync()
    {
        _sender.Dispose();
        await _anvil.DisposeAsync();
    }

    private string Blobs => Path.Combine(Folder, "blobs");

    private string[] Connection() =>
        ["--rpc", Rpc.ToString(), "--market", Market.Address.ToString(), "--blobs", Blobs, "--json"];

    private static async Task<Address> DeployAsync(TransactionSender sender, string contract, byte[]? arguments = null)
    {
        var request = TransactionRequest.Create(Artifacts.CreationCode(contract), arguments ?? []);
        return (await sender.SendAsync(request, default)).OrThrow().Receipt.CreatedContract
            ?? throw new StageException($"{contract} was not deployed.");
    }
}
