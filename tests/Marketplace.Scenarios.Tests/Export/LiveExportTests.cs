using Marketplace.Agents;
using Marketplace.Agents.Games;
using Marketplace.Agents.Jobs;
using Marketplace.Operators;
using Marketplace.Protocol.Fixtures;
using Marketplace.Protocol.Market;
using Marketplace.Scenarios.Tests.Agents;
using Marketplace.World.Liars;

namespace Marketplace.Scenarios.Tests.Export;

/// <summary>Disputes that agents play on a chain, exported and played again by both mirrors.</summary>
public sealed class LiveExportTests
{
    [Fact]
    public async Task ASolverThatLies_LosesTheFixture_AndTheNextOneIsPaidInTheSameFile()
    {
        await using var market = await SmallMarket.OpenAsync();
        var job = await market.PostAsync();
        var (honest, _) = await market.NewAgentAsync();
        var (liar, words) = await market.NewAgentAsync(Lie(await JobPackage.LoadAsync(honest, job, default), seed: 2));
        var solver = new Solver(liar, new HonestMoves()).WorkAsync(job, default);
        await SmallMarket.UntilAsync(() => words.Has("claimed"), solver);
        var (auditor, _) = await market.NewAgentAsync();
        var audit = new Auditor(auditor, new HonestMoves(), 1).AuditAsync(job, int.MaxValue, default);
        await SmallMarket.UntilAsync(() => audit.IsCompleted || words.Has("stuck"), audit, solver);
        if (!audit.IsCompleted) await market.AdvanceAsync(20_000);
        (await audit).Should().Be(AuditOutcome.Won);
        (await solver).Should().Be(JobState.Slashed);
        var lost = await Exported.OfAsync(honest, job);
        lost.Calls[^1].Outcome.Should().StartWith("decided: Challenger against Solver by ");

        var (next, said) = await market.NewAgentAsync();
        var second = new Solver(next, new HonestMoves()).WorkAsync(job, default);
        await SmallMarket.UntilAsync(() => said.Has("claimed"), second);
        await market.CloseWindowAsync(next, job);
        (await second).Should().Be(JobState.Finalized);
        var paid = await Exported.OfAsync(honest, job);

        paid.Calls.Take(lost.Calls.Count).Select(c => c.Outcome).Should().Equal(lost.Calls.Select(c => c.Outcome));
        paid.Calls[^1].Should().Match<FixtureCall>(c => c.Kind == FixtureKind.Finalize && c.By == FixturePlayer.SecondSolver);
        paid.Balances.SecondSolver.Should().Be(SmallMarketStake + SmallMarketPrice);
        await using var contracts = await ContractStage.SetAsync();
        await Exported.ShouldReplayAsync(lost, contracts);
        await Exported.ShouldReplayAsync(paid, contracts);
    }

    [Fact]
    public async Task AnAuditorThatLies_LosesTheFixture()
    {
        await using var market = await SmallMarket.OpenAsync();
        var job = await market.PostAsync();
        var (agent, words) = await market.NewAgentAsync();
        var solver = new Solver(agent, new HonestMoves()).WorkAsync(job, default);
        await SmallMarket.UntilAsync(() => words.Has("claimed"), solver);
        var (accuser, said) = await market.NewAgentAsync(Lie(await JobPackage.LoadAsync(agent, job, default), seed: 1));
        var game = new Auditor(accuser, new HonestMoves(), 1).AuditAsync(job, int.MaxValue, default);

        // While the game runs it can be exported, too.
        await SmallMarket.UntilAsync(() => said.Has("opened"), game, solver);
        var running = await Exported.OfAsync(agent, job);
        await SmallMarket.UntilAsync(() => game.IsCompleted || said.Has("stuck"), game, solver);
        if (!game.IsCompleted) await market.AdvanceAsync(20_000);
        (await game).Should().Be(AuditOutcome.Lost);
        await market.CloseWindowAsync(agent, job);
        (await solver).Should().Be(JobState.Finalized);
        var whole = await Exported.OfAsync(agent, job);

        running.Calls.Select(c => c.Outcome).Should().Equal(whole.Calls.Take(running.Calls.Count).Select(c => c.Outcome));
        running.Balances.Burned.Should().Be(default(Primitives.Wei));
        whole.Calls.Should().ContainSingle(c => c.Outcome.StartsWith("decided: Solver against Challenger by "));
        await using var contracts = await ContractStage.SetAsync();
        await Exported.ShouldReplayAsync(running, contracts);
        await Exported.ShouldReplayAsync(whole, contracts);
    }

    [Fact]
    public async Task TwoGamesAtOnce_OneTimesOut_TheOtherIsReleased()
    {
        await using var market = await SmallMarket.OpenAsync();
        var job = await market.PostAsync();
        var (honest, _) = await market.NewAgentAsync();
        var (liar, words) = await market.NewAgentAsync(Lie(await JobPackage.LoadAsync(honest, job, default), seed: 4));
        var solver = new Solver(liar, new SilentMoves(new HonestMoves(), 0)).WorkAsync(job, default);
        await SmallMarket.UntilAsync(() => words.Has("claimed"), solver);
        // One after the other, so that no block has two calls; then they play at once.
        var audits = new List<Task<AuditOutcome>>();
        foreach (var seed in (ulong[])[1, 2])
        {
            var (auditor, said) = await market.NewAgentAsync();
            audits.Add(new Auditor(auditor, new HonestMoves(), seed).AuditAsync(job, int.MaxValue, default));
            await SmallMarket.UntilAsync(() => said.Has("opened"), [audits[^1], solver]);
        }

        var running = await Exported.OfAsync(honest, job);
        running.About.Ending.Should().Be("running");
        await market.AdvanceAsync(20_000);
        (await Task.WhenAll(audits)).Should().OnlyContain(outcome => outcome == AuditOutcome.Won);

        var fixture = await Exported.OfAsync(honest, job);
        fixture.Calls.Should().ContainSingle(c => c.Kind == FixtureKind.Timeout).And.ContainSingle(c => c.Kind == FixtureKind.Release);
        fixture.Calls.Where(c => c.Kind == FixtureKind.Open).Select(c => c.By).Should().Equal(FixturePlayer.Challenger, FixturePlayer.Second);
        await using var contracts = await ContractStage.SetAsync();
        await Exported.ShouldReplayAsync(running, contracts);
        await Exported.ShouldReplayAsync(fixture, contracts);
    }

    private static readonly Primitives.Wei SmallMarketStake = Primitives.Wei.Coins(2);
    private static readonly Primitives.Wei SmallMarketPrice = Primitives.Wei.Coins(1);

    private static OneBitLie Lie(JobPackage package, ulong seed)
    {
        var place = LieDraw.OneBit(package.Program, package.Initial, seed);
        return new OneBitLie(new LawBackend(), place.Site, place.Element, place.Bit);
    }
}
