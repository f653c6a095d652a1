using Marketplace.Chain.Generated;
using Marketplace.Primitives;
using Marketplace.Protocol.Fixtures;

namespace Marketplace.Agents.Export;

/// <summary>Which player of a fixture an account is: the part in which it came first. Who never had anything at stake is a
/// stranger, and one is as good as another.</summary>
public sealed class Roles
{
    private static readonly FixturePlayer[] s_solvers = [FixturePlayer.Solver, FixturePlayer.SecondSolver, FixturePlayer.ThirdSolver];

    private static readonly FixturePlayer[] s_challengers =
        [FixturePlayer.Challenger, FixturePlayer.Second, FixturePlayer.Third, FixturePlayer.Fourth, FixturePlayer.Fifth];

    private readonly Dictionary<Address, FixturePlayer> _players = [];

    /// <exception cref="AgentException">There are more accounts than a fixture has names for.</exception>
    public Roles(JobHistory history)
    {
        _players[history.Posted.Submitter] = FixturePlayer.Submitter;
        foreach (var happened in history.Transactions.SelectMany(t => t.Events))
        {
            switch (happened)
            {
                case ComputeMarket.JobLockedEvent locked:
                    Enter(locked.Solver, s_solvers, "solvers");
                    break;
                case ComputeMarket.CommittedEvent committed:
                    Enter(committed.Challenger, s_challengers, "challengers");
                    break;
            }
        }
    }

    public FixturePlayer Of(Address account) => _players.GetValueOrDefault(account, FixturePlayer.Stranger);

    private void Enter(Address account, FixturePlayer[] names, string what)
    {
        if (_players.ContainsKey(account)) return;
        var taken = names.Count(_players.ContainsValue);
        if (taken == names.Length)
            throw new AgentException("TooManyPlayers", $"The job has more than {names.Length} {what}; a fixture has no names for more.");
        _players[account] = names[taken];
    }
}
