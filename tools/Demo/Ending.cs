using Marketplace.Chain.Generated;
using Marketplace.Primitives;
using Marketplace.Protocol.Market;

namespace Marketplace.Demo;

/// <summary>Reads the contracts' storage and all balances once more: only they decide whether the demo has succeeded.</summary>
public static class Ending
{
    /// <exception cref="StageException">Something did not end as it must.</exception>
    public static async Task RequireAsync(Stage stage, Cast cast)
    {
        await RequireJobAsync(stage, 1, JobState.Finalized, cast.Solver);
        await RequireJobAsync(stage, 2, JobState.Cancelled, cast.Liar);
        await RequireJobAsync(stage, 3, JobState.Finalized, cast.Solver);

        var events = await stage.EventsAsync();
        var slashed = events.OfType<ComputeMarket.SolverSlashedEvent>().Single();
        Require(slashed.Solver == cast.Liar.Address && slashed.Challenger == cast.Auditor.Address, "the liar was slashed by the auditor");
        var lost = events.OfType<ComputeMarket.BondLostEvent>().Single();
        Require(lost.Challenger == cast.Accuser.Address && lost.Job == 3, "the accuser lost its bond");
        foreach (var decided in events.OfType<ComputeMarket.GameDecidedEvent>())
            Require((await stage.Market.StoredAsync(decided.Game, default)).IsZero, "a decided game leaves nothing behind");

        // Everybody has withdrawn: what the contract still holds and owes has to be equal to the wei (M5).
        var owed = await stage.Market.BurnedAsync(default);
        foreach (var player in cast.All) owed += await stage.Market.BalanceAsync(player.Address, default);
        Require(owed == await stage.WalletAsync(stage.Market.Address), "the contract holds what it owes");

        var stake = new Wei((await stage.JobAsync(2)).Terms.Stake);
        Require(await stage.WalletAsync(cast.Liar) <= Wei.Coins(100) - stake, "the liar is poorer by its stake");
        Require(await stage.WalletAsync(cast.Auditor) > Wei.Coins(100) + (stake / 2) - Wei.Coins(1) / 10, "the auditor is richer by half of it");
        Require(await stage.WalletAsync(cast.Accuser) < Wei.Coins(100), "the accuser is poorer");
        Require(await stage.WalletAsync(cast.Solver) > Wei.Coins(100), "the honest solver is richer");
    }

    private static async Task RequireJobAsync(Stage stage, ulong job, JobState state, Player solver)
    {
        var onChain = await stage.JobAsync(job);
        Require((JobState)onChain.State == state, $"job {job} is {state}, not {(JobState)onChain.State}");
        Require(onChain.Solver == solver.Address, $"job {job} was solved by the {solver.Name}");
        Require(onChain.Open == 0, $"job {job} has no open game");
    }

    private static void Require(bool holds, string what)
    {
        if (!holds) throw new StageException($"The chain does not say what it must: {what}.");
    }
}
