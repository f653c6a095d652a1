using Marketplace.Agents.Submission;
using Marketplace.Blobs;
using Marketplace.Chain;
using Marketplace.Chain.Generated;
using Marketplace.Chain.Market;
using Marketplace.Operators;
using Marketplace.Primitives;
using Marketplace.World;

namespace Marketplace.Agents.Tests;

/// <summary>A chain with the market on it, a folder of blobs, and the sample job posted as number 1.</summary>
public sealed class SmallMarket : IAsyncDisposable
{
    private readonly Anvil _anvil;
    private readonly Address _market;
    private readonly List<TransactionSender> _senders = [];
    private readonly DirectoryInfo _blobs = Directory.CreateTempSubdirectory("blobs ");

    private SmallMarket(Anvil anvil, Address market) => (_anvil, _market) = (anvil, market);

    public PreparedJob Job { get; } = PreparedJob.From(JobFile.Parse(JobFileTests.Sample), LabelledTableTests.Iris);

    public static async Task<SmallMarket> SetAsync()
    {
        var anvil = await Anvil.StartAsync();
        using var sender = await anvil.NewSenderAsync(Wei.Coins(100), ComputeMarket.Errors);
        async Task<Address> DeployAsync(string contract, byte[] arguments) =>
            (await sender.SendAsync(TransactionRequest.Create(Artifacts.CreationCode(contract), arguments), default))
            .OrThrow().Receipt.CreatedContract!.Value;

        var referee = await DeployAsync("Referee", []);
        var market = new SmallMarket(anvil, await DeployAsync("ComputeMarket", Abi.Encode("(address)", referee)));
        (await new Submitter(await market.AgentAsync()).PostAsync(market.Job, default)).Should().Be(1);
        return market;
    }

    /// <summary>An agent with an account of its own.</summary>
    public async Task<Agent> AgentAsync()
    {
        var sender = await _anvil.NewSenderAsync(Wei.Coins(100), ComputeMarket.Errors);
        _senders.Add(sender);
        return new Agent(
            new MarketContract(_anvil.Chain, _market, sender), new FolderBlobStore(_blobs.FullName), new LawBackend(), new Silence(),
            TimeProvider.System, new SystemRandomness(), new BlockNumber(0), TimeSpan.FromMilliseconds(10));
    }

    /// <summary>The file of a blob, to be damaged.</summary>
    public string FileOf(byte[] blob) =>
        Directory.GetFiles(_blobs.FullName, BlobId.Of(blob).ToString(), SearchOption.AllDirectories).Single();

    public async ValueTask DisposeAsync()
    {
        foreach (var sender in _senders) sender.Dispose();
        await _anvil.DisposeAsync();
        _blobs.Delete(recursive: true);
    }

    private sealed class Silence : IAgentLog
    {
        public void Say(AgentEvent what)
        {
        }
    }
}
