using Marketplace.Agents;
using Marketplace.Agents.Games;
using Marketplace.Agents.Jobs;
using Marketplace.Chain;
using Marketplace.Chain.Generated;
using Marketplace.Operators;
using Marketplace.Primitives;
using Marketplace.Protocol.Market;
using Marketplace.World.Liars;

namespace Marketplace.Scenarios.Tests.Agents;

/// <summary>Verifiers at work on a real chain (M6, M10): what they say, what becomes of it, and what it pays (section 10).</summary>
public sealed class VerifierTests
{
    private static readonly Wei Fee = Wei.Coins(1) / 100;
    private static readonly Wei AtRisk = Wei.Coins(1) / 10;
    private static readonly Wei Bond = Wei.Coins(1) / 10;
    private static readonly Wei Gas = Fee / 4;

    [Fact]
    public async Task HonestClaim_IsPassedByAll_AndEverybodyIsPaid()
    {
        await using var market = await SmallMarket.OpenAsync();
        var (ann, annSaid) = await market.NewVerifierAsync();
        var (bob, bobSaid) = await market.NewVerifierAsync();
        var (submitter, submitted) = await market.NewAgentAsync();
        // Half of all stakes each, at two verdicts an interval: both are drawn for every one.
        var job = await new Submitter(submitter).PostAsync(SmallMarket.Audited(rate: 512, slots: 10), default);
        var received = new Submitter(submitter).ReceiveAsync(job, default);
        var (agent, words) = await market.NewAgentAsync();
        var solver = new Solver(agent, new HonestMoves()).WorkAsync(job, default);
        var (first, second) = (Verify(ann, job), Verify(bob, job));
        await SmallMarket.UntilAsync(() => words.Has("claimed"), solver, first, second);

        await market.SeedBlocksAsync();
        await SmallMarket.UntilAsync(
            () => annSaid.Count("passed") + bobSaid.Count("passed") == 8 && submitted.Has("acknowledged"), solver, first, second, received);
        await market.CloseWindowAsync(agent, job);
        (await solver).Should().Be(JobState.Finalized);
        await market.AdvanceAsync(1_000);
        foreach (var verifier in (Task<VerifierTally>[])[first, second])
            (await verifier).ToString().Should().StartWith("4 passed, 0 unavailable, 4 collected");

        (annSaid.Count("drawn") + bobSaid.Count("drawn")).Should().Be(1, "one takes the seed for all");
        (await received).Weights.Should().HaveCount(4);
        await ShouldHaveAsync(ann, Wei.Coins(90) + Fee * 4);
        await ShouldHaveAsync(bob, Wei.Coins(90) + Fee * 4);
        await ShouldHaveAsync(agent, Wei.Coins(101));
        await ShouldHaveAsync(submitter, Wei.Coins(99) - Fee * 8);
        foreach (var verifier in (Agent[])[ann, bob])
        {
            var registration = await verifier.Market.RegistrationAsync(verifier.Market.Account, default);
            (registration.Stake, registration.Locked).Should().Be((Wei.Coins(10), Wei.Zero));
        }

        await market.ShouldHoldOnlyStakesAsync(ann);
    }

    [Fact]
    public async Task LyingSolverAndLazyVerifier_AreBothSlashedByOneAuditor()
    {
        await using var market = await SmallMarket.OpenAsync();
        var (lazy, _) = await market.NewVerifierAsync();
        var (submitter, _) = await market.NewAgentAsync();
        var job = await new Submitter(submitter).PostAsync(SmallMarket.Audited(rate: 256, slots: 4), default);
        var (liar, words) = await market.NewAgentAsync(await LieAsync(submitter, job, seed: 4));
        var solver = new Solver(liar, new HonestMoves()).WorkAsync(job, default);
        await SmallMarket.UntilAsync(() => words.Has("claimed"), solver);
        await market.SeedBlocksAsync();
        (await lazy.Market.DrawSeedAsync(job, default)).OrThrow();
        for (ushort k = 0; k < 4; k++) (await lazy.Market.PassAsync(job, (await lazy.Market.JobAsync(job, default)).TraceRoot, k, default)).OrThrow();

        var (auditor, said) = await market.NewAgentAsync();
        var audit = new Auditor(auditor, new HonestMoves(), 1, contests: true).AuditAsync(job, int.MaxValue, default);
        await SmallMarket.UntilAsync(
            () => said.Count("opened") == 2 && (words.Has("stuck") || solver.IsCompleted), audit, solver);
        await market.AdvanceAsync(20_000);
        (await audit).Should().Be(AuditOutcome.Won);
        (await solver).Should().Be(JobState.Slashed);

        // Half of both stakes is the auditor's, half is burned.
        await ShouldHaveAsync(auditor, Wei.Coins(101) + AtRisk / 2);
        (await auditor.Market.BurnedAsync(default)).Should().Be(Wei.Coins(1) + AtRisk / 2);
        var left = await lazy.Market.RegistrationAsync(lazy.Market.Account, default);
        (left.Stake, left.Locked).Should().Be((Wei.Coins(10) - AtRisk, AtRisk * 3));

        // The right passes keep their fees (M6); that of the fallen one goes back to the submitter, with the price.
        await market.AdvanceAsync(100_000);
        (await Verify(lazy, job)).Collected.Should().Be(3);
        await ShouldHaveAsync(lazy, Wei.Coins(90) + Fee * 3);
        await new Submitter(submitter).ReclaimAsync(job, default);
        await new Submitter(submitter).ReclaimAsync(await ContestedAsync(submitter), default);
        await ShouldHaveAsync(submitter, Wei.Coins(100) - Fee * 3);
        await market.ShouldHoldOnlyStakesAsync(lazy);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task HonestPass_ContestedByALiar_IsUpheld(bool dies)
    {
        await using var market = await SmallMarket.OpenAsync();
        var (verifier, said) = await market.NewVerifierAsync();
        var job = await market.PostAsync(SmallMarket.Audited(rate: 256, slots: 4));
        var (agent, words) = await market.NewAgentAsync();
        var solver = new Solver(agent, new HonestMoves()).WorkAsync(job, default);
        using var killed = new CancellationTokenSource();
        var verify = new Verifier(verifier, new HonestMoves()).VerifyAsync(job, killed.Token);
        await SmallMarket.UntilAsync(() => words.Has("claimed"), solver, verify);
        await market.SeedBlocksAsync();
        await SmallMarket.UntilAsync(() => said.Count("passed") == 4, solver, verify);
        if (dies)
        {
            await killed.CancelAsync();
            await verify.Invoking(v => v).Should().ThrowAsync<OperationCanceledException>();
        }

        var (liar, lies) = await market.NewAgentAsync(await LieAsync(agent, job, seed: 1));
        var accusation = new Auditor(liar, new HonestMoves(), 1, contests: true).AuditAsync(job, int.MaxValue, default);
        await SmallMarket.UntilAsync(() => lies.Count("opened") == 2, accusation, solver);
        if (dies) verify = Verify(verifier, job);
        await SmallMarket.UntilAsync(() => lies.Count("stuck") + lies.Count("lost") == 2, accusation, solver, verify);
        if (!accusation.IsCompleted) await market.AdvanceAsync(20_000);
        (await accusation).Should().Be(AuditOutcome.Lost);
        await market.CloseWindowAsync(agent, job);
        (await solver).Should().Be(JobState.Finalized);
        await market.AdvanceAsync(100_000);

        var tally = await verify;
        (tally.Upheld, tally.Fallen, tally.Collected).Should().Be((1, 0, 3), said.ToString());
        // What was at risk comes back with the fee, outside of the registry, and half of the liar's bond.
        await ShouldHaveAsync(verifier, Wei.Coins(90) + AtRisk + Fee * 4 + Bond / 2);
        await ShouldHaveAsync(agent, Wei.Coins(101) + Bond / 2);
        await ShouldHaveAsync(liar, Wei.Coins(100) - Bond * 2);
        (await verifier.Market.RegistrationAsync(verifier.Market.Account, default)).Free.Should().Be(Wei.Coins(10) - AtRisk);
        await market.ShouldHoldOnlyStakesAsync(verifier);
    }

    [Fact]
    public async Task WithheldResult_IsUnavailableTwice_AndExpires()
    {
        await using var market = await SmallMarket.OpenAsync();
        var (verifier, said) = await market.NewVerifierAsync();
        var (submitter, _) = await market.NewAgentAsync();
        var job = await new Submitter(submitter).PostAsync(SmallMarket.Audited(rate: 256, slots: 10), default);
        var kept = Files(market);
        var (agent, words) = await market.NewAgentAsync();
        var solver = new Solver(agent, new HonestMoves()).WorkAsync(job, default);
        await SmallMarket.UntilAsync(() => words.Has("claimed"), solver);
        foreach (var file in Files(market).Except(kept)) File.Delete(file);

        var verify = Verify(verifier, job);
        for (var draw = 1; draw <= 2; draw++)
        {
            await market.SeedBlocksAsync();
            await SmallMarket.UntilAsync(() => said.Count("missing") >= 4 * draw, verify, solver);
            said.Count("unavailable").Should().Be(4 * (draw - 1), "the store is asked again before anything is said");
            await market.AdvanceAsync(50_001);
            await SmallMarket.UntilAsync(() => said.Count("unavailable") == 4 * draw, verify, solver);
            await market.CloseWindowAsync(agent, job);
            await SmallMarket.UntilAsync(() => said.Count("undelivered") + words.Count("undelivered") >= draw, verify, solver);
        }

        (await solver).Should().Be(JobState.Expired);
        (await verify).ToString().Should().StartWith("0 passed, 8 unavailable, 8 collected");
        await new Submitter(submitter).ReclaimAsync(job, default);
        // The price and the slots left are back, and an eighth of the solver's stake; an eighth is burned.
        await ShouldHaveAsync(submitter, Wei.Coins(100) - Fee * 8 + Wei.Coins(2) / 8);
        await ShouldHaveAsync(agent, Wei.Coins(100) - Wei.Coins(2) / 4);
        await ShouldHaveAsync(verifier, Wei.Coins(90) + Fee * 8);
        await market.ShouldHoldOnlyStakesAsync(verifier);
    }

    [Fact]
    public async Task WrongInterval_IsChallengedByWhoIsDrawn_AcrossItsDeath()
    {
        await using var market = await SmallMarket.OpenAsync();
        var (verifier, said) = await market.NewVerifierAsync();
        var job = await market.PostAsync(SmallMarket.Audited(rate: 256, slots: 4));
        var (liar, words) = await market.NewAgentAsync(await LieAsync(verifier, job, seed: 2));
        var solver = new Solver(liar, new SilentMoves(new HonestMoves(), 1)).WorkAsync(job, default);
        using var killed = new CancellationTokenSource();
        var first = new Verifier(verifier, new HonestMoves()).VerifyAsync(job, killed.Token);
        await SmallMarket.UntilAsync(() => words.Has("claimed"), solver, first);
        await market.SeedBlocksAsync();
        await SmallMarket.UntilAsync(() => said.Has("opened"), solver, first);
        await killed.CancelAsync();
        await first.Invoking(f => f).Should().ThrowAsync<OperationCanceledException>();

        using var stopped = new CancellationTokenSource();
        var again = new Verifier(verifier, new HonestMoves());
        var all = again.VerifyAllAsync(stopped.Token);
        // On the chain: a verdict that was sent when it died is not said again.
        await SmallMarket.UntilAsync(
            () => words.Has("stuck") && verifier.Market.AuditAsync(job, 1, default).Result.Passes == 3, solver, all);
        await market.AdvanceAsync(20_000);
        (await solver).Should().Be(JobState.Slashed);
        await SmallMarket.UntilAsync(() => again.Tally.Won == 1, all);
        await market.AdvanceAsync(100_000);
        await SmallMarket.UntilAsync(() => again.Tally.Collected == 3, all);
        await SmallMarket.UntilAsync(() => Wei.Zero == verifier.Market.BalanceAsync(verifier.Market.Account, default).Result, all);
        await stopped.CancelAsync();
        await all.Invoking(a => a).Should().ThrowAsync<OperationCanceledException>();
        said.Count("opened").Should().Be(1, "the game that was begun goes on");
        await ShouldHaveAsync(verifier, Wei.Coins(91) + Fee * 3);
    }

    [Fact]
    public async Task ReorganisedChain_IsReadAgain_AndARoundThatItsSolverLeftIsEnded()
    {
        await using var market = await SmallMarket.OpenAsync(new AnvilOptions(KeepsHistory: true));
        var (verifier, said) = await market.NewVerifierAsync();
        var job = await market.PostAsync(SmallMarket.Audited(rate: 256, slots: 4));
        var (agent, words) = await market.NewAgentAsync();
        using var stopped = new CancellationTokenSource();
        var solver = new Solver(agent, new HonestMoves()).WorkAsync(job, stopped.Token);
        await SmallMarket.UntilAsync(() => words.Has("claimed"), solver);
        await stopped.CancelAsync();
        await solver.Invoking(s => s).Should().ThrowAsync<OperationCanceledException>();

        using var enough = new CancellationTokenSource();
        var verify = new Verifier(verifier, new HonestMoves()).VerifyAllAsync(enough.Token);
        await market.AdvanceAsync(1);
        // Long enough for it to have read that block, which is then taken back.
        await Task.Delay(1_000);
        await market.ReorganiseAsync();
        await SmallMarket.UntilAsync(() => said.Has("trouble"), verify);
        await market.SeedBlocksAsync();
        await SmallMarket.UntilAsync(() => said.Count("passed") == 4, verify);
        await market.CloseWindowAsync(agent, job);
        // The solver is gone: who waits for its fees ends the round.
        await market.AdvanceAsync(1_000);
        await SmallMarket.UntilAsync(() => said.Count("collected") == 4, verify);
        await enough.CancelAsync();
        await verify.Invoking(v => v).Should().ThrowAsync<OperationCanceledException>();
        (await agent.Market.StateAsync(job, default)).Should().Be(JobState.Finalized);
        said.Count("trouble").Should().Be(1, "it is read again, once");
    }

    private static Task<VerifierTally> Verify(Agent agent, ulong job) => new Verifier(agent, new HonestMoves()).VerifyAsync(job, default);

    private static HashSet<string> Files(SmallMarket market) => [.. Directory.GetFiles(market.BlobFolder, "*", SearchOption.AllDirectories)];

    private static async Task<OneBitLie> LieAsync(Agent agent, ulong job, ulong seed)
    {
        var package = await JobPackage.LoadAsync(agent, job, default);
        var place = LieDraw.OneBit(package.Program, package.Initial, seed);
        return new OneBitLie(new LawBackend(), place.Site, place.Element, place.Bit);
    }

    /// <summary>The number of the only pass that was contested.</summary>
    private static async Task<ulong> ContestedAsync(Agent agent)
    {
        var events = await agent.Market.Events(new BlockNumber(0)).ReadAsync(default);
        return events.Select(e => e.Event).OfType<ComputeMarket.PassContestedEvent>().Single().Id;
    }

    /// <summary>In its wallet, but for the gas that it has spent.</summary>
    private static async Task ShouldHaveAsync(Agent agent, Wei coins)
    {
        var wallet = await agent.Market.Chain.BalanceAsync(agent.Market.Account, default);
        wallet.Should().BeLessThanOrEqualTo(coins).And.BeGreaterThan(coins - Gas);
    }
}
