using Marketplace.Agents;
using Marketplace.Agents.Games;
using Marketplace.Agents.Jobs;
using Marketplace.Operators;
using Marketplace.Primitives;
using Marketplace.Protocol.Market;
using Marketplace.World.Liars;

namespace Marketplace.Scenarios.Tests.Agents;

/// <summary>Agents that die in the middle, stores that lose or spoil things, and games beside each other.</summary>
public sealed class InterruptionTests
{
    [Fact]
    public async Task Solver_KilledAfterItsClaim_DefendsAndIsPaidWhenItComesBack()
    {
        await using var market = await SmallMarket.OpenAsync();
        var job = await market.PostAsync();
        var (agent, words) = await market.NewAgentAsync();
        using var killed = new CancellationTokenSource();
        var first = new Solver(agent, new HonestMoves()).WorkAsync(job, killed.Token);
        await SmallMarket.UntilAsync(() => words.Has("claimed"), first);
        await killed.CancelAsync();
        await first.Invoking(f => f).Should().ThrowAsync<OperationCanceledException>();

        // While it is away somebody challenges the claim.
        var (accuser, accusation) = await market.NewAgentAsync(Lie(await PackageAsync(agent, job), seed: 1));
        var game = new Auditor(accuser, new HonestMoves(), 1).AuditAsync(job, int.MaxValue, default);
        await SmallMarket.UntilAsync(() => accusation.Has("opened"), game);

        var second = new Solver(agent, new HonestMoves()).WorkAsync(job, default);
        await SmallMarket.UntilAsync(() => game.IsCompleted || accusation.Has("stuck"), game, second);
        if (!game.IsCompleted) await market.AdvanceAsync(20_000);
        (await game).Should().Be(AuditOutcome.Lost);
        await market.CloseWindowAsync(agent, job);
        (await second).Should().Be(JobState.Finalized);
    }

    [Fact]
    public async Task Auditor_KilledInItsGame_WinsItWhenItComesBack()
    {
        await using var market = await SmallMarket.OpenAsync();
        var job = await market.PostAsync();
        var (honest, _) = await market.NewAgentAsync();
        var (liar, words) = await market.NewAgentAsync(Lie(await PackageAsync(honest, job), seed: 2));
        var solver = new Solver(liar, new HonestMoves()).WorkAsync(job, default);
        await SmallMarket.UntilAsync(() => words.Has("claimed"), solver);

        var (auditor, said) = await market.NewAgentAsync();
        using var killed = new CancellationTokenSource();
        var first = new Auditor(auditor, new HonestMoves(), 1).AuditAsync(job, int.MaxValue, killed.Token);
        await SmallMarket.UntilAsync(() => said.Has("opened"), first, solver);
        await killed.CancelAsync();
        await first.Invoking(f => f).Should().ThrowAsync<OperationCanceledException>();

        var second = new Auditor(auditor, new HonestMoves(), 1).AuditAsync(job, int.MaxValue, default);
        await SmallMarket.UntilAsync(() => second.IsCompleted || words.Has("stuck"), second, solver);
        if (!second.IsCompleted) await market.AdvanceAsync(20_000);
        (await second).Should().Be(AuditOutcome.Won);
        (await solver).Should().Be(JobState.Slashed);
    }

    // Without the checkpoints a later interval may start from a state that is wrong already: it must not be the one denied.
    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    public async Task Auditor_WithoutTheLiarsCheckpoints_ComputesFromTheStart(ulong seed)
    {
        await using var market = await SmallMarket.OpenAsync();
        var job = await market.PostAsync();
        var (honest, _) = await market.NewAgentAsync();
        var package = await PackageAsync(honest, job);
        var kept = Directory.GetFiles(market.BlobFolder, "*", SearchOption.AllDirectories).ToHashSet();
        var (liar, words) = await market.NewAgentAsync(Lie(package, seed));
        var solver = new Solver(liar, new HonestMoves()).WorkAsync(job, default);
        await SmallMarket.UntilAsync(() => words.Has("claimed"), solver);

        // Half of its checkpoints are gone, the others are spoilt.
        var checkpoints = Directory.GetFiles(market.BlobFolder, "*", SearchOption.AllDirectories).Where(f => !kept.Contains(f)).ToList();
        checkpoints.Should().HaveCount(package.Program.Intervals);
        for (var i = 0; i < checkpoints.Count; i++)
        {
            if (i % 2 == 0) File.Delete(checkpoints[i]);
            else await File.WriteAllBytesAsync(checkpoints[i], [1, 2, 3]);
        }

        var (auditor, said) = await market.NewAgentAsync();
        var audit = new Auditor(auditor, new HonestMoves(), 1).AuditAsync(job, int.MaxValue, default);
        await SmallMarket.UntilAsync(() => audit.IsCompleted || words.Has("stuck"), audit, solver);
        if (!audit.IsCompleted) await market.AdvanceAsync(20_000);
        (await audit).Should().Be(AuditOutcome.Won);
        said.Has("stuck").Should().BeFalse("an honest player always has a move");
    }

    [Fact]
    public async Task TwoAuditors_OneWins_TheOtherGetsItsBondBack()
    {
        await using var market = await SmallMarket.OpenAsync();
        var job = await market.PostAsync();
        var (honest, _) = await market.NewAgentAsync();
        var (liar, words) = await market.NewAgentAsync(Lie(await PackageAsync(honest, job), seed: 4));
        var solver = new Solver(liar, new SilentMoves(new HonestMoves(), 0)).WorkAsync(job, default);
        await SmallMarket.UntilAsync(() => words.Has("claimed"), solver);

        var (ann, annSaid) = await market.NewAgentAsync();
        var (bob, bobSaid) = await market.NewAgentAsync();
        var first = new Auditor(ann, new HonestMoves(), 1).AuditAsync(job, int.MaxValue, default);
        var second = new Auditor(bob, new HonestMoves(), 2).AuditAsync(job, int.MaxValue, default);
        await SmallMarket.UntilAsync(() => annSaid.Has("opened") && bobSaid.Has("opened"), first, second, solver);
        await market.AdvanceAsync(20_000);
        (await first).Should().Be(AuditOutcome.Won);
        (await second).Should().Be(AuditOutcome.Won);

        (annSaid.Has("released") ^ bobSaid.Has("released")).Should().BeTrue("one game decides, the other is released");
        var job_ = await ann.Market.JobAsync(job, default);
        ((JobState)job_.State).Should().Be(JobState.Slashed);
        // Who decided has half of what was lost; the other a share if its commitment came before the deciding game, and
        // its bond in any case (section 10).
        var (winner, other) = annSaid.Has("released") ? (bob, ann) : (ann, bob);
        (await winner.Market.Chain.BalanceAsync(winner.Market.Account, default)).Should().BeGreaterThan(Wei.Coins(100));
        (await other.Market.Chain.BalanceAsync(other.Market.Account, default)).Should().BeGreaterThan(new Wei(Wei.Coins(100).Value - Wei.Coins(1).Value / 20));
    }

    [Fact]
    public async Task TheWholeWay_GivesTheSubmitterVerifiedWeights()
    {
        await using var market = await SmallMarket.OpenAsync();
        var (submitter, _) = await market.NewAgentAsync();
        var job = await new Submitter(submitter).PostAsync(SmallMarket.Job, default);
        var (agent, words) = await market.NewAgentAsync();
        var solver = new Solver(agent, new HonestMoves()).WorkAsync(job, default);
        await SmallMarket.UntilAsync(() => words.Has("claimed"), solver);
        var (auditor, _) = await market.NewAgentAsync();
        (await new Auditor(auditor, new HonestMoves(), 1).AuditAsync(job, int.MaxValue, default)).Should().Be(AuditOutcome.Passed);
        await market.CloseWindowAsync(agent, job);
        (await solver).Should().Be(JobState.Finalized);
        var result = await new Submitter(submitter).ReceiveAsync(job, default);
        result.Weights.Should().HaveCount(4);
        result.File.Should().NotBeEmpty();
    }

    private static Task<JobPackage> PackageAsync(Agent agent, ulong job) => JobPackage.LoadAsync(agent, job, default);

    private static OneBitLie Lie(JobPackage package, ulong seed)
    {
        var place = LieDraw.OneBit(package.Program, package.Initial, seed);
        return new OneBitLie(new LawBackend(), place.Site, place.Element, place.Bit);
    }
}
