using Marketplace.Primitives;
using Marketplace.Protocol.Market;
using Marketplace.Simulation.Ledgers;

namespace Marketplace.Simulation.Judging;

/// <summary>The part of <see cref="PayoutTable"/> about verifiers: stakes, slots and the exits of a verdict (section 10).</summary>
internal sealed class VerdictTable(JobTerms terms, Accounts coins, Accounts currency)
{
    private readonly Dictionary<Address, Wei> _leaving = [];

    // In the registry, and what of it is at risk for passes.
    private readonly Dictionary<Address, Wei> _staked = [];
    private readonly Dictionary<Address, Wei> _locked = [];
    private readonly HashSet<Hash32> _passes = [];

    // Verdicts `unavailable` of a round, in order; what is paid of them.
    private readonly Dictionary<(ulong, uint), List<Hash32>> _unavailable = [];
    private readonly HashSet<Hash32> _payable = [];
    private uint _slots = terms.AuditSlots;

    /// <summary>Fees of verdicts that may still be given for a job that was posted.</summary>
    public Wei Unspent(ulong job) => job >> 63 == 1 ? Wei.Zero : terms.AuditFee * _slots;

    public void Enter(Fact fact)
    {
        switch (fact.Kind)
        {
            case FactKind.Staked:
                coins.Pay(fact.Who, fact.Amount);
                Add(_staked, fact.Who, fact.Amount);
                break;
            case FactKind.Unstaked when fact.Amount <= _staked[fact.Who] - _locked.GetValueOrDefault(fact.Who):
                _staked[fact.Who] -= fact.Amount;
                Add(_leaving, fact.Who, fact.Amount);
                break;
            case FactKind.Left:
                coins.Receive(fact.Who, _leaving.GetValueOrDefault(fact.Who));
                _leaving.Remove(fact.Who);
                break;
            case FactKind.Passed when _slots > 0:
                _slots--;
                _passes.Add(fact.Game);
                Add(_locked, fact.Who, terms.AuditStake);
                break;
            case FactKind.FoundUnavailable:
                var round = (fact.Job, fact.Round);
                if (!_unavailable.ContainsKey(round)) _unavailable[round] = [];
                _unavailable[round].Add(fact.Game);
                break;
            case FactKind.Contested when _passes.Remove(fact.Game):
                _locked[fact.Who] -= terms.AuditStake;
                _staked[fact.Who] -= terms.AuditStake;
                break;
            case FactKind.Undelivered:
                var paid = _unavailable[(fact.Job, fact.Round)].Take((int)_slots).ToList();
                _slots -= (uint)paid.Count;
                _payable.UnionWith(paid);
                break;
            case FactKind.Collected when _passes.Remove(fact.Game):
                _locked[fact.Who] -= terms.AuditStake;
                currency.Receive(fact.Who, terms.AuditFee);
                break;
            case FactKind.Collected when _payable.Remove(fact.Game):
                currency.Receive(fact.Who, terms.AuditFee);
                break;
        }
    }

    private static void Add(Dictionary<Address, Wei> to, Address account, Wei amount) =>
        to[account] = to.GetValueOrDefault(account) + amount;
}
