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
    private readonly Dictionary<Address, Wei> _received = [];
    private readonly Dictionary<Address, Wei> _paid = [];

    // The deciding game of a slashed round: how many stood in it, and whose commitments came before it.
    private readonly Dictionary<(ulong, uint), (ushort Peers, ushort Limit)> _deciding = [];
    private readonly Dictionary<ulong, Wei> _price = [];
    private readonly Dictionary<ulong, Timestamp> _postedAt = [];
    private readonly Dictionary<ulong, (Address Submitter, Address Solver)> _parties = [];

    public PayoutTable(IEnumerable<Fact> facts, JobTerms terms)
    {
        foreach (var fact in facts) Enter(fact, terms);
    }

    /// <summary>What an account owns in the end, if it began with <paramref name="capital"/>.</summary>
    public Wei Final(Address account, Wei capital) => capital + _received.GetValueOrDefault(account) - _paid.GetValueOrDefault(account);

    private void Enter(Fact fact, JobTerms terms)
    {
        switch (fact.Kind)
        {
            case FactKind.Posted:
                Pay(fact.Who, terms.MaxPrice);
                _postedAt[fact.Job] = fact.At;
                _parties[fact.Job] = (fact.Who, default);
                break;
            case FactKind.Locked:
                Pay(fact.Who, terms.Stake);
                _parties[fact.Job] = (_parties[fact.Job].Submitter, fact.Who);
                _price[fact.Job] = PriceDown(fact.At.Seconds - _postedAt[fact.Job].Seconds, terms);
                break;
            case FactKind.Cancelled:
                Receive(_parties[fact.Job].Submitter, terms.MaxPrice);
                break;
            case FactKind.Expired:
                Receive(_parties[fact.Job].Submitter, Part(Part(terms.Stake, 4), 2));
                Receive(_parties[fact.Job].Solver, terms.Stake - Part(terms.Stake, 4));
                break;
            case FactKind.Finalized:
                Receive(_parties[fact.Job].Solver, terms.Stake + _price[fact.Job]);
                Receive(_parties[fact.Job].Submitter, terms.MaxPrice - _price[fact.Job]);
                break;
            case FactKind.Committed:
                Pay(fact.Who, Bond(fact, terms));
                break;
            case FactKind.Decided when fact.ChallengerWon:
                _deciding[(fact.Job, fact.Round)] = (fact.State!.Peers, fact.State.Limit);
                Receive(fact.Who, Bond(fact, terms) + Part(Part(terms.Stake, 2), fact.State.Peers));
                break;
            case FactKind.Decided:
                Receive(_parties[fact.Job].Solver, Part(Bond(fact, terms), 2));
                break;
            case FactKind.Released:
                var (peers, limit) = _deciding[(fact.Job, fact.Round)];
                Receive(fact.Who, Bond(fact, terms));
                if (fact.Sequence < limit) Receive(fact.Who, Part(Part(terms.Stake, 2), peers));
                break;
        }
    }

    private static Wei Bond(Fact fact, JobTerms terms) => new(terms.Bond.Value << fact.Tier);

    /// <summary>Rounded down: the remainder is burned (M5).</summary>
    private static Wei Part(Wei amount, uint of) => new(amount.Value / of);

    private static Wei PriceDown(ulong elapsed, JobTerms t) => elapsed >= t.RampSeconds
        ? t.MaxPrice
        : new(t.MinPrice.Value + (t.MaxPrice.Value - t.MinPrice.Value) * elapsed / t.RampSeconds);

    private void Pay(Address account, Wei amount) => _paid[account] = _paid.GetValueOrDefault(account) + amount;

    private void Receive(Address account, Wei amount) => _received[account] = _received.GetValueOrDefault(account) + amount;
}
