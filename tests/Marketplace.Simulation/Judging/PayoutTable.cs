using Marketplace.Primitives;
using Marketplace.Protocol.Market;
using Marketplace.Simulation.Ledgers;

namespace Marketplace.Simulation.Judging;

/// <summary>
/// What everybody has to own in the end, by section 10 of the protocol and the events alone: a second reckoning that knows
/// nothing of the market's books.
/// </summary>
public sealed class PayoutTable
{
    /// <summary>A run has one job.</summary>
    private const ulong Posted = 1;

    private readonly JobTerms _terms;
    private readonly Accounts _coins = new();

    // What the job is paid in: the coins, or a token.
    private readonly Accounts _currency;
    private readonly VerdictTable _verdicts;

    // The deciding game of a slashed round: how many stood in it, and whose commitments came before it.
    private readonly Dictionary<(ulong, uint), (ushort Peers, ushort Limit)> _deciding = [];
    private readonly Dictionary<ulong, Wei> _price = [];
    private readonly Dictionary<ulong, Timestamp> _postedAt = [];
    private readonly Dictionary<ulong, (Address Submitter, Address Solver)> _parties = [];

    public PayoutTable(IEnumerable<Fact> facts, JobTerms terms)
    {
        (_terms, _currency) = (terms, terms.IsInCoins ? _coins : new Accounts());
        _verdicts = new VerdictTable(terms, _coins, _currency);
        foreach (var fact in facts)
        {
            Enter(fact);
            _verdicts.Enter(fact);
        }
    }

    /// <summary>What an account owns in the end, if it began with <paramref name="capital"/>.</summary>
    public Wei Final(Address account, Wei capital) => _coins.Final(account, capital);

    /// <summary>The same of the token that the job is paid in.</summary>
    public Wei FinalOfToken(Address account, Wei capital) => _currency.Final(account, capital);

    private void Enter(Fact fact)
    {
        // A contested pass is a job that is worth the fee, with what was at risk for the pass as its stake (M6).
        var (highest, stake) = fact.IsOfRecord ? (_terms.AuditFee, _terms.AuditStake) : (_terms.MaxPrice, _terms.Stake);
        switch (fact.Kind)
        {
            case FactKind.Posted:
                _currency.Pay(fact.Who, highest + _verdicts.Unspent(fact.Job));
                _postedAt[fact.Job] = fact.At;
                _parties[fact.Job] = (fact.Who, default);
                break;
            case FactKind.Locked:
                _coins.Pay(fact.Who, stake);
                _parties[fact.Job] = (_parties[fact.Job].Submitter, fact.Who);
                _price[fact.Job] = PriceDown(fact.At.Seconds - _postedAt[fact.Job].Seconds);
                break;
            case FactKind.Contested:
                _parties[fact.Job] = (_parties[Posted].Submitter, fact.Who);
                _price[fact.Job] = highest;
                break;
            case FactKind.Cancelled:
                _currency.Receive(_parties[fact.Job].Submitter, highest + _verdicts.Unspent(fact.Job));
                break;
            case FactKind.Expired or FactKind.Undelivered:
                _coins.Receive(_parties[fact.Job].Submitter, Part(Part(stake, 4), 2));
                _coins.Receive(_parties[fact.Job].Solver, stake - Part(stake, 4));
                break;
            case FactKind.Finalized:
                _coins.Receive(_parties[fact.Job].Solver, stake);
                _currency.Receive(_parties[fact.Job].Solver, _price[fact.Job]);
                _currency.Receive(_parties[fact.Job].Submitter, highest - _price[fact.Job] + _verdicts.Unspent(fact.Job));
                break;
            case FactKind.Committed:
                _coins.Pay(fact.Who, Bond(fact));
                break;
            case FactKind.Decided when fact.ChallengerWon:
                _deciding[(fact.Job, fact.Round)] = (fact.State!.Peers, fact.State.Limit);
                _coins.Receive(fact.Who, Bond(fact) + Part(Part(stake, 2), fact.State.Peers));
                break;
            case FactKind.Decided:
                _coins.Receive(_parties[fact.Job].Solver, Part(Bond(fact), 2));
                break;
            case FactKind.Released:
                // A round that ended as undelivered has nothing alive in it (M10): only slashed ones return bonds.
                var (peers, limit) = _deciding[(fact.Job, fact.Round)];
                _coins.Receive(fact.Who, Bond(fact));
                if (fact.Sequence < limit) _coins.Receive(fact.Who, Part(Part(stake, 2), peers));
                break;
        }
    }

    private Wei Bond(Fact fact) => new(_terms.Bond.Value << fact.Tier);

    /// <summary>Rounded down: the remainder is burned (M5).</summary>
    private static Wei Part(Wei amount, uint of) => new(amount.Value / of);

    private Wei PriceDown(ulong elapsed) => elapsed >= _terms.RampSeconds
        ? _terms.MaxPrice
        : new(_terms.MinPrice.Value + (_terms.MaxPrice.Value - _terms.MinPrice.Value) * elapsed / _terms.RampSeconds);
}
