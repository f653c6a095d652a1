using System.Collections.Immutable;
using Marketplace.Primitives;
using Marketplace.Protocol.Disputes;

namespace Marketplace.Protocol.Market;

/// <summary>What remains to be paid out of a slashed round to the games that stood beside the deciding one (M4).</summary>
/// <param name="Limit">Games with a smaller sequence number have a share.</param>
/// <param name="Open">Games and commitments whose bonds are still to be returned.</param>
public sealed record SlashedPool(Wei Share, Wei Pool, ushort Limit, ushort Open);

/// <summary>A commitment or a game that is alive.</summary>
/// <param name="Stored">The word that the contract stores under its id (B9, B10).</param>
/// <param name="Job">Whose bond is held for it.</param>
/// <param name="Tier">That bond is the job's · 2^tier.</param>
public sealed record LiveGame(Hash32 Stored, ulong Job, byte Tier);

/// <summary>Everything that the market contract stores and holds, as one value.</summary>
public sealed record MarketBook(GameSite Site)
{
    public ulong JobCount { get; init; }

    /// <summary>Lost for good and not yet sent away.</summary>
    public Wei Burned { get; init; }

    /// <summary>What the contract holds.</summary>
    public Wei Holdings { get; init; }

    public ImmutableDictionary<ulong, Job> Jobs { get; init; } = ImmutableDictionary<ulong, Job>.Empty;

    public ImmutableDictionary<(ulong Job, uint Round), SlashedPool> Slashed { get; init; } =
        ImmutableDictionary<(ulong, uint), SlashedPool>.Empty;

    /// <summary>What accounts may withdraw.</summary>
    public ImmutableDictionary<Address, Wei> Balances { get; init; } = ImmutableDictionary<Address, Wei>.Empty;

    /// <summary>What accounts may withdraw of tokens, in their smallest units.</summary>
    public ImmutableDictionary<(Address Token, Address Account), Wei> TokenBalances { get; init; } =
        ImmutableDictionary<(Address, Address), Wei>.Empty;

    /// <summary>Offers that were posted or revoked (M14).</summary>
    public ImmutableHashSet<(Address Submitter, UInt128 Nonce)> UsedOffers { get; init; } = [];

    /// <summary>The tokens that there are beside the market.</summary>
    public ImmutableDictionary<Address, ModelToken> Tokens { get; init; } = ImmutableDictionary<Address, ModelToken>.Empty;

    /// <summary>Verifiers, by their address (M6).</summary>
    public ImmutableDictionary<Address, Registration> Registry { get; init; } =
        ImmutableDictionary<Address, Registration>.Empty;

    public ImmutableDictionary<(ulong Job, uint Round), RoundAudit> Audits { get; init; } =
        ImmutableDictionary<(ulong, uint), RoundAudit>.Empty;

    /// <summary>By their keys (B21): all that were given and not yet paid.</summary>
    public ImmutableDictionary<Hash32, GivenVerdict> Verdicts { get; init; } =
        ImmutableDictionary<Hash32, GivenVerdict>.Empty;

    /// <summary>Commitments and games that are alive, by game id.</summary>
    public ImmutableDictionary<Hash32, LiveGame> Games { get; init; } = ImmutableDictionary<Hash32, LiveGame>.Empty;

    /// <summary>A job, or one in the state None.</summary>
    public Job JobOf(ulong job) => Jobs.GetValueOrDefault(job, Market.Job.None);

    public Wei BalanceOf(Address account) => Balances.GetValueOrDefault(account);

    public Wei BalanceOf(Address token, Address account) => TokenBalances.GetValueOrDefault((token, account));

    public Registration RegistrationOf(Address verifier) => Registry.GetValueOrDefault(verifier, Registration.None);

    /// <summary>The audit of a round; of one without verifiers an empty one.</summary>
    public RoundAudit AuditOf(ulong job, uint round) => Audits.GetValueOrDefault((job, round), RoundAudit.None);

    /// <summary>All stakes in the registry.</summary>
    public Wei Staked => Registry.Values.Aggregate(Wei.Zero, (sum, r) => sum + r.Stake);

    /// <summary>The word stored under a game's id; zero for none.</summary>
    public Hash32 StoredOf(Hash32 game) => Games.GetValueOrDefault(game)?.Stored ?? Hash32.Zero;

    /// <summary>The claim of this round is still under challenge.</summary>
    public bool IsLive(ulong job, uint round) => JobOf(job) is var j && j.Round == round && j.State == JobState.Claimed;

    /// <summary>Everything that is somebody's in coins: balances, escrows, stakes, bonds, shares, fees of verdicts, and
    /// what has been burned.</summary>
    public Wei Owed()
    {
        var owed = Burned;
        foreach (var balance in Balances.Values) owed += balance;
        foreach (var job in Jobs.Values) owed = owed + (job.Terms.IsInCoins ? job.Escrow : Wei.Zero) + job.StakeHeld;
        foreach (var round in Slashed.Values) owed += round.Pool;
        foreach (var verifier in Registry.Values) owed = owed + verifier.Stake + verifier.Leaving;
        foreach (var verdict in Verdicts.Values) owed += JobOf(verdict.Job).Terms.IsInCoins ? FeeOf(verdict) : Wei.Zero;
        foreach (var game in Games.Values) owed += JobOf(game.Job).Terms.BondOf(game.Tier);
        return owed;
    }

    /// <summary>The same of a token: balances, escrows and fees.</summary>
    public Wei Owed(Address token)
    {
        var owed = Wei.Zero;
        foreach (var (key, balance) in TokenBalances) owed += key.Token == token ? balance : Wei.Zero;
        foreach (var job in Jobs.Values) owed += job.Terms.Token == token ? job.Escrow : Wei.Zero;
        foreach (var verdict in Verdicts.Values) owed += JobOf(verdict.Job).Terms.Token == token ? FeeOf(verdict) : Wei.Zero;
        return owed;
    }

    /// <summary>What is set aside for a verdict: of a contested pass it is the escrow of its own record.</summary>
    private Wei FeeOf(GivenVerdict v)
    {
        var isPaid = v.Kind == VerdictKind.Pass
            || (v.Kind == VerdictKind.Unavailable && v.Number < AuditOf(v.Job, v.Round).Paid);
        return isPaid ? JobOf(v.Job).Terms.AuditFee : Wei.Zero;
    }

    /// <summary>What the market owes of each currency is what it holds of it (M5).</summary>
    public bool IsSolvent() =>
        Holdings == Owed() && Tokens.All(t => t.Value.BalanceOf(Site.Contract) == Owed(t.Key));

    public MarketBook With(Address address, ModelToken token) => this with { Tokens = Tokens.SetItem(address, token) };

    internal MarketBook With(ulong number, Job job) => this with { Jobs = Jobs.SetItem(number, job) };

    internal MarketBook With(Hash32 id, LiveGame game) => this with { Games = Games.SetItem(id, game) };

    internal MarketBook With(Address verifier, Registration registration) =>
        this with { Registry = Registry.SetItem(verifier, registration) };

    internal MarketBook With(ulong job, uint round, RoundAudit audit) =>
        this with { Audits = Audits.SetItem((job, round), audit) };

    internal MarketBook With(Hash32 key, GivenVerdict verdict) => this with { Verdicts = Verdicts.SetItem(key, verdict) };

    internal MarketBook Without(Hash32 id) => this with { Games = Games.Remove(id) };

    internal MarketBook Received(Wei value) => this with { Holdings = Holdings + value };

    internal MarketBook Credited(Address account, Wei amount) =>
        this with { Balances = Balances.SetItem(account, BalanceOf(account) + amount) };

    /// <summary>An amount of what the job is paid in.</summary>
    internal MarketBook Credited(Job job, Address account, Wei amount)
    {
        if (job.Terms.IsInCoins) return Credited(account, amount);
        var key = (job.Terms.Token, account);
        return this with { TokenBalances = TokenBalances.SetItem(key, TokenBalances.GetValueOrDefault(key) + amount) };
    }

    internal MarketBook Lost(Wei amount) => this with { Burned = Burned + amount };
}
