using Marketplace.Agents.Games;
using Marketplace.Chain;
using Marketplace.Chain.Generated;
using Marketplace.Primitives;
using Marketplace.Protocol.Market;

namespace Marketplace.Agents.Verifying;

/// <summary>The claims of one job and what one verifier has said of them, as the chain's events tell it (A1).</summary>
public sealed class VerdictBook(ulong job, Address verifier)
{
    private readonly Dictionary<uint, ComputeMarket.ClaimPostedEvent> _claims = [];
    private readonly Dictionary<uint, ushort> _unavailable = [];
    private readonly Dictionary<Hash32, GivenVerdict> _given = [];
    private readonly HashSet<Hash32> _settled = [];

    /// <summary>Verdicts of which something is still to come: pay, or the end of the games about them.</summary>
    public IEnumerable<GivenVerdict> Outstanding => _given.Values.Where(v => !_settled.Contains(v.Key));

    public ComputeMarket.ClaimPostedEvent? ClaimOf(uint round) => _claims.GetValueOrDefault(round);

    public bool HasGiven(uint round, byte draw, ushort interval) =>
        _given.ContainsKey(GivenVerdict.KeyOf(job, round, draw, interval, verifier));

    /// <summary>Nothing more will come of a verdict.</summary>
    public void Settle(GivenVerdict verdict) => _settled.Add(verdict.Key);

    public void Read(IEnumerable<ChainEvent> events)
    {
        foreach (var item in events)
        {
            switch (item.Event)
            {
                case ComputeMarket.ClaimPostedEvent claim when claim.Job == job:
                    _claims[claim.Round] = claim;
                    break;
                case ComputeMarket.PassedEvent passed when IsMine(passed.Job, passed.Verifier):
                    Enter(passed.Verdict());
                    break;
                case ComputeMarket.FoundUnavailableEvent found when found.Job == job:
                    // By whomever: the contract numbers them, and pays them in this order.
                    var number = _unavailable.GetValueOrDefault(found.Round);
                    _unavailable[found.Round] = (ushort)(number + 1);
                    if (found.Verifier != verifier) break;
                    Enter(new GivenVerdict(
                        VerdictKind.Unavailable, job, found.Round, found.Draw, found.Interval, verifier, Number: number));
                    break;
                case ComputeMarket.PassContestedEvent contested when IsMine(contested.Job, contested.Verifier):
                    var key = GivenVerdict.KeyOf(job, contested.Round, contested.Draw, contested.Interval, verifier);
                    Enter(_given[key] with { Kind = VerdictKind.Contested });
                    break;
                case ComputeMarket.VerdictPaidEvent paid when IsMine(paid.Job, paid.Verifier):
                    _settled.Add(GivenVerdict.KeyOf(job, paid.Round, paid.Draw, paid.Interval, verifier));
                    break;
            }
        }
    }

    private bool IsMine(ulong of, Address by) => of == job && by == verifier;

    private void Enter(GivenVerdict verdict) => _given[verdict.Key] = verdict;
}
