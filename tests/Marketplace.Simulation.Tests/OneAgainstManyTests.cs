using Marketplace.Primitives;
using Marketplace.Simulation.Actors;
using Marketplace.Simulation.Casting;
using Marketplace.Simulation.Judging;
using Marketplace.Simulation.Ledgers;
using Xunit.Abstractions;

namespace Marketplace.Simulation.Tests;

/// <summary>One honest party against thirty-two that are not, all at once (D7).</summary>
public sealed class OneAgainstManyTests(ITestOutputHelper output)
{
    private const int Adversaries = 32;
    private const int Runs = 12;

    [Fact]
    public void AnHonestSolver_WinsAgainstAll()
    {
        foreach (var (cast, run) in Played(Scripted.SolverAgainst))
        {
            var solver = cast.Actors.OfType<Solver>().Single();
            var won = run.End.Facts.Count(f => f.Kind == FactKind.Decided && f.Who == solver.Account);
            var opened = run.End.Facts.Count(f => f.Kind == FactKind.Opened);
            Write(cast, run, solver, $"{won} games won of {opened}");

            opened.Should().BeGreaterThanOrEqualTo(Adversaries, "all come at once, and some come again");
            won.Should().Be(opened);
            run.End.Facts.Should().ContainSingle(f => f.Kind == FactKind.Finalized);
            var delay = PartyCosts.Of(solver.Account, cast, run.End, Simulator.Capital).Delay;
            delay.Should().BeLessThan(ClocksOfAGame(cast), "games run beside each other, not after each other (P3)");
        }
    }

    [Fact]
    public void AnHonestChallenger_WinsBesideThirtyOneWhoLoseOnPurpose()
    {
        foreach (var (cast, run) in Played(Scripted.ChallengerAgainst))
        {
            var challenger = cast.Actors.OfType<Challenger>().Single();
            var costs = PartyCosts.Of(challenger.Account, cast, run.End, Simulator.Capital);
            Write(cast, run, challenger, "slashed");

            run.End.Facts.Should().NotContain(f => f.Kind == FactKind.Finalized, "a whitewashed claim is not paid either (P1)");
            run.End.Facts.Should().Contain(f => f.Kind == FactKind.Decided && f.ChallengerWon);
            costs.Transactions.Should().BeLessThan(20);
            costs.Locked.Should().BeLessThanOrEqualTo(cast.Terms.BondOf(4), "one bond, of the tier in which it came");
        }
    }

    private static IEnumerable<(Cast, (RunReport Report, LedgerState End))> Played(Func<int, Scene, ulong, Cast> script)
    {
        var library = new Library();
        for (var i = 0; i < Runs; i++)
        {
            var cast = script(Adversaries, library.Scenes[1 + i], (ulong)i);
            var run = Simulator.Play((ulong)i, cast);
            run.Report.Faults.Should().BeEmpty("run {0}", i);
            yield return (cast, run);
        }
    }

    private static ulong ClocksOfAGame(Cast cast) =>
        (ulong)(2 + Adversaries / 8) * cast.Terms.BudgetSeconds + 12UL * cast.Terms.MinResponse
        + 2UL * cast.Terms.StepAllowance * (cast.Scene.Program.CheckpointEvery + 2) + 300;

    private void Write(Cast cast, (RunReport Report, LedgerState End) run, Actor party, string what)
    {
        var costs = PartyCosts.Of(party.Account, cast, run.End, Simulator.Capital);
        output.WriteLine(
            $"{cast.Scene.Name}: {what}; {costs.Transactions} transactions, {costs.Locked} locked (bond {cast.Terms.Bond}), "
            + $"{costs.Delay} s after the window, {costs.Gain} gained; {run.Report.Counts.Transactions} transactions of all");
    }
}
