using System.Numerics;
using Marketplace.Chain.Generated;
using Marketplace.Primitives;
using Marketplace.Protocol.Fixtures;

namespace Marketplace.Agents.Export;

/// <summary>What a job has brought to whom, as its events say (section 10 of the protocol): the balances of the contract
/// hold what other jobs brought, too, and not what was withdrawn.</summary>
internal sealed class JobCredits(JobHistory history, Roles roles)
{
    private readonly Dictionary<FixturePlayer, Wei> _credits = [];
    private Wei _burned;

    public FixtureBalances Sum(IReadOnlyList<ExportedCall?> calls)
    {
        var terms = history.Posted.Terms;
        var (stake, escrow) = (new Wei(terms.Stake), new Wei(terms.MaxPrice));
        for (var i = 0; i < calls.Count; i++)
        {
            foreach (var happened in history.Transactions[i].Events)
            {
                switch (happened)
                {
                    case ComputeMarket.JobFinalizedEvent e:
                        Credit(e.Solver, stake + ToWei(e.Price));
                        Credit(e.Submitter, escrow - ToWei(e.Price));
                        break;
                    case ComputeMarket.JobExpiredEvent e:
                        Credit(e.Submitter, ToWei(e.Lost) / 2);
                        Credit(e.Solver, stake - ToWei(e.Lost));
                        _burned += ToWei(e.Lost) - ToWei(e.Lost) / 2;
                        break;
                    case ComputeMarket.JobCancelledEvent e:
                        Credit(e.Submitter, ToWei(e.Refund));
                        break;
                    case ComputeMarket.SolverSlashedEvent e:
                        Credit(e.Challenger, new Wei(terms.Bond << calls[i]!.State!.Tier) + ToWei(e.Reward));
                        // What others have had of it and what they still may have is not burned.
                        _burned += ToWei(e.Stake) - ToWei(e.Reward) - SharesOf(e.Round) - history.Pools[e.Round];
                        break;
                    case ComputeMarket.BondReturnedEvent e:
                        Credit(e.Challenger, ToWei(e.Bond) + ToWei(e.Share));
                        break;
                    case ComputeMarket.BondLostEvent e:
                        Credit(SolverOf(e.Round), ToWei(e.ToDefender));
                        _burned += ToWei(e.Bond) - ToWei(e.ToDefender);
                        break;
                    case ComputeMarket.CommitmentForfeitedEvent e:
                        _burned += ToWei(e.Bond);
                        break;
                }
            }
        }

        return FixtureBalances.Of(player => _credits.GetValueOrDefault(player), _burned);
    }

    private IEnumerable<TEvent> All<TEvent>() => history.Transactions.SelectMany(t => t.Events).OfType<TEvent>();

    private Wei SharesOf(uint round) =>
        All<ComputeMarket.BondReturnedEvent>().Where(e => e.Round == round).Aggregate(Wei.Zero, (sum, e) => sum + ToWei(e.Share));

    private Address SolverOf(uint round) => All<ComputeMarket.JobLockedEvent>().First(e => e.Round == round).Solver;

    private void Credit(Address account, Wei amount)
    {
        var player = roles.Of(account);
        _credits[player] = _credits.GetValueOrDefault(player) + amount;
    }

    private static Wei ToWei(BigInteger amount) => new((UInt128)amount);
}
