using System.Collections.Concurrent;
using System.Security.Cryptography;
using Marketplace.Agents;
using Marketplace.Agents.Submission;
using Marketplace.Blobs;
using Marketplace.Chain;
using Marketplace.Chain.Generated;
using Marketplace.Chain.Market;
using Marketplace.Operators;
using Marketplace.Primitives;
using Marketplace.Protocol.Market;
using Marketplace.World;

namespace Marketplace.Scenarios.Tests.Agents;

/// <summary>The product's agents in this process, on a chain of their own, about a small job on Fisher's table.</summary>
public sealed class SmallMarket : IAsyncDisposable
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(10);

    private readonly Anvil _anvil;
    private readonly Address _market;
    private readonly string _folder = Directory.CreateTempSubdirectory("market").FullName;

    private SmallMarket(Anvil anvil, Address market)
    {
        _anvil = anvil;
        _market = market;
    }

    private static readonly JobFile File = JobFile.Parse(
        """
        {"data":{"csv":"-","label":"species","holdOutEvery":5},"model":{"kind":"mlp","hidden":[70]},"batch":10,
         "optimizer":{"kind":"adam","rate":0.01,"beta1":0.9,"beta2":0.999,"epsilon":1e-8},
         "steps":24,"checkpointEvery":6,"seed":1,
         "market":{"minPrice":"1","maxPrice":"1","stake":"2","bond":"0.1","rampSeconds":0,"deliverySeconds":100000,
                   "windowSeconds":100000,"budgetSeconds":3600,"minResponseSeconds":60,"stepAllowanceSeconds":1,"openSeconds":1000000}}
        """);

    public static PreparedJob Job { get; } = JobOf(24, 6);

    /// <summary>The same with other steps and checkpoints.</summary>
    public static PreparedJob JobOf(uint steps, uint checkpointEvery) => PreparedJob.From(
        File with { Steps = steps, CheckpointEvery = checkpointEvery },
        System.IO.File.ReadAllText(Path.Combine(Artifacts.RepositoryRoot, "docs", "samples", "iris.csv")));

    /// <summary>The same with verifiers: 0.01 a verdict, 0.1 at risk for a pass.</summary>
    /// <param name="rate">Verdicts expected for an interval, in 1/256.</param>
    public static PreparedJob Audited(ushort rate, ushort slots, PreparedJob? job = null)
    {
        var (audit, of) = (new JobFile.AuditPart { Fee = "0.01", Stake = "0.1", Rate = rate, Slots = slots }, job ?? Job);
        return of with { Market = of.Market with { Audit = audit } };
    }

    public static async Task<SmallMarket> OpenAsync(AnvilOptions? options = null)
    {
        var anvil = await Anvil.StartAsync(options);
        using var sender = await anvil.NewSenderAsync(Wei.Coins(10), ComputeMarket.Errors);
        var referee = (await sender.SendAsync(TransactionRequest.Create(Artifacts.CreationCode("Referee")), default)).OrThrow();
        var arguments = Abi.Encode("(address)", referee.Receipt.CreatedContract!.Value);
        var market = (await sender.SendAsync(TransactionRequest.Create(Artifacts.CreationCode("ComputeMarket"), arguments), default)).OrThrow();
        return new SmallMarket(anvil, market.Receipt.CreatedContract!.Value);
    }

    /// <summary>Puts another contract beside the market.</summary>
    public async Task<Address> CreateAsync(string contract)
    {
        using var sender = await _anvil.NewSenderAsync(Wei.Coins(10), ComputeMarket.Errors);
        var created = await sender.SendAsync(TransactionRequest.Create(Artifacts.CreationCode(contract)), default);
        return created.OrThrow().Receipt.CreatedContract!.Value;
    }

    /// <summary>Somebody calls a contract.</summary>
    public async Task SendAsync(Address contract, IContractCall call)
    {
        using var sender = await _anvil.NewSenderAsync(Wei.Coins(10), ComputeMarket.Errors);
        (await sender.SendAsync(TransactionRequest.Call(contract, call), default)).OrThrow();
    }

    public string BlobFolder => Path.Combine(_folder, "blobs");

    /// <summary>An agent with a fresh key and some coins.</summary>
    public async Task<(Agent Agent, Words Words)> NewAgentAsync(IBackend? backend = null, ISigner? signer = null)
    {
        using var random = RandomNumberGenerator.Create();
        signer ??= MemorySigner.Generate(random);
        await _anvil.SetBalanceAsync(signer.Address, Wei.Coins(100));
        var words = new Words();
        var sender = new TransactionSender(_anvil.Chain, signer, ComputeMarket.Errors, TimeProvider.System);
        var market = new MarketContract(_anvil.Chain, _market, sender);
        var agent = new Agent(
            market, new FolderBlobStore(BlobFolder), backend ?? new LawBackend(), words, TimeProvider.System, new SystemRandomness(), new(0), Poll);
        return (agent, words);
    }

    public Task<ulong> PostAsync() => PostAsync(Job);

    public async Task<ulong> PostAsync(PreparedJob job) => await new Submitter((await NewAgentAsync()).Agent).PostAsync(job, default);

    /// <summary>Moves the chain's time past the end of the challenge window.</summary>
    public async Task CloseWindowAsync(Agent anybody, ulong job)
    {
        var deadline = (await anybody.Market.JobAsync(job, default)).Deadline;
        var now = (await anybody.Market.NowAsync(default)).Seconds;
        if (now <= deadline) await _anvil.AdvanceAsync(deadline + 1 - now);
    }

    public Task AdvanceAsync(ulong seconds) => _anvil.AdvanceAsync(seconds);

    /// <summary>The chain takes its newest block back, and puts an empty one in its place.</summary>
    public Task ReorganiseAsync() => _anvil.ReorganiseAsync(depth: 1);

    /// <summary>Enough blocks for the seed of a claim, or of a new draw, to be there.</summary>
    public async Task SeedBlocksAsync()
    {
        for (var i = 0UL; i < RoundAudit.SeedDelay + 2; i++) await _anvil.MineAsync();
    }

    /// <summary>An agent with ten coins in the registry, who counts from the next block on.</summary>
    public async Task<(Agent Agent, Words Words)> NewVerifierAsync(Wei? stake = null)
    {
        var verifier = await NewAgentAsync();
        (await verifier.Agent.Market.StakeVerifierAsync(stake ?? Wei.Coins(10), default)).OrThrow();
        await _anvil.AdvanceAsync(2);
        return verifier;
    }

    /// <summary>What the market owes and holds in coins, if all players have withdrawn: what is burned, staked, and nothing else.</summary>
    public async Task ShouldHoldOnlyStakesAsync(Agent anybody)
    {
        var held = await anybody.Market.Chain.BalanceAsync(_market, default);
        held.Should().Be(await anybody.Market.StakedAsync(default) + await anybody.Market.BurnedAsync(default));
    }

    /// <summary>Waits for something that other tasks bring about.</summary>
    public static async Task UntilAsync(Func<bool> holds, params Task[] workers)
    {
        for (var start = TimeProvider.System.GetTimestamp(); !holds();)
        {
            foreach (var failed in workers.Where(w => w.IsFaulted)) await failed;
            TimeProvider.System.GetElapsedTime(start).Should().BeLessThan(TimeSpan.FromMinutes(2), "what is waited for has to come");
            await Task.Delay(10);
        }
    }

    public static async Task StateBecomesAsync(Agent anybody, ulong job, JobState state, params Task[] workers)
    {
        while (await anybody.Market.StateAsync(job, default) != state)
        {
            foreach (var failed in workers.Where(w => w.IsFaulted)) await failed;
            await Task.Delay(10);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _anvil.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}

/// <summary>What an agent has said.</summary>
public sealed class Words : IAgentLog
{
    private readonly ConcurrentQueue<AgentEvent> _said = new();

    public void Say(AgentEvent what) => _said.Enqueue(what);

    public override string ToString() => string.Join("; ", _said.Select(e => $"{e.Kind}: {e.Text}"));

    public bool Has(string kind) => _said.Any(e => e.Kind == kind);

    public int Count(string kind) => _said.Count(e => e.Kind == kind);
}
