using System.Collections.Immutable;
using Marketplace.Primitives;
using Marketplace.Protocol.Disputes;
using Marketplace.Protocol.Market;
using Marketplace.Protocol.Strategies;

namespace Marketplace.Protocol.Fixtures;

/// <summary>Plays fixtures by the rules in C#, without any chain.</summary>
public sealed class RulesStage : IDisputeStage
{
    private const ulong Job = 1;

    private static readonly ImmutableDictionary<FixturePlayer, Address> Players = Enum.GetValues<FixturePlayer>()
        .ToImmutableDictionary(p => p, p => new Address([.. new byte[Address.Size - 1], (byte)(0xa0 + (int)p)]));

    private readonly StageGames _games = new(Players);
    private MarketBook _book = new(new GameSite(1, new Address([.. new byte[Address.Size - 1], 1])));
    private Timestamp _now = new(1_800_000_000);
    private ulong _block = 1_000;

    public MarketBook Book => _book;

    public Timestamp Now => _now;

    /// <summary>The events of a game of the present round.</summary>
    public IReadOnlyList<GameEvent> EventsOf(FixturePlayer challenger, uint nonce) => _games.EventsOf(challenger, Round, nonce);

    private uint Round => _book.JobOf(Job).Round;

    public FixturePlayer PlayerOf(Address account) => _games.PlayerOf(account);

    /// <exception cref="FormatException">The rules refuse to post, lock or claim the job.</exception>
    public Task BeginAsync(DisputeFixture fixture, CancellationToken cancellation)
    {
        var terms = fixture.Terms with { ClosesAt = _now + fixture.Terms.ClosesAt.Seconds };
        Do("post", MarketRules.Post(_book, Players[FixturePlayer.Submitter], terms.Escrow, fixture.Header, fixture.InitialRoot, default, terms, _now));
        if (fixture.Roots.Count == 0) return Task.CompletedTask;
        _now += DisputeFixture.Tick;
        Do("lock", MarketRules.Lock(_book, Job, Players[FixturePlayer.Solver], terms.Stake, _now));
        _now += DisputeFixture.Tick;
        Do("claim", MarketRules.Claim(_book, Job, fixture.Roots, fixture.Roots.Count - 1, Players[FixturePlayer.Solver], _now, _block));
        return Task.CompletedTask;
    }

    public Task<(string Outcome, ulong Gas)> PlayAsync(FixtureCall call, CancellationToken cancellation)
    {
        _now += call.After;
        _block += call.Blocks;
        var result = Result(call);
        if (result.IsRefused) return Outcome(FixtureOutcome.Refused(result.Reason.ToString()));
        _book = result.Book;
        _block++;
        if (result.Move?.Next is { } next)
        {
            _games.Add(call.Challenger, new GameEvent(next.Encode(), result.Move.Mover, result.Move.Values));
            return Outcome(FixtureOutcome.Moved(next, _games.PlayerOf(result.Move.Mover), result.Move.Values, _now));
        }

        if (call.Kind is not (FixtureKind.Prove or FixtureKind.Timeout)) return Outcome(FixtureOutcome.Accepted);
        var (state, mover) = _games.StateOf(call, Round);
        var waiting = GameState.Decode(state)!.Waiting;
        var byProof = call.Kind == FixtureKind.Prove;
        var (winner, loser) = byProof ? (mover, waiting) : (waiting, mover);
        return Outcome(FixtureOutcome.Decided(_games.PlayerOf(winner), _games.PlayerOf(loser), byProof));
    }

    public Task<FixtureBalances> BalancesAsync(CancellationToken cancellation) => Task.FromResult(
        FixtureBalances.Of(player => _book.BalanceOf(Players[player]), _book.Burned));

    private MarketResult Result(FixtureCall call)
    {
        var (by, challenger, round) = (Players[call.By], Players[call.Challenger], call.Round ?? Round);
        var (state, mover) = _games.StateOf(call, round);
        MarketResult Move(MoveKind kind) => MarketRules.Move(_book, new Turn(kind, state, call.Data), by, _now);
        return call.Kind switch
        {
            FixtureKind.Commit => MarketRules.Commit(
                _book, Job, round, _book.JobOf(Job).TraceRoot, call.Nonce, _book.Site.Commitment(Job, round, by, call.Nonce, call.Salt, call.Data), by,
                BondOf(), _now, _block),
            FixtureKind.Open => MarketRules.Open(_book, Job, call.Nonce, call.Salt, call.Data, by, _now, _block),
            FixtureKind.Dissect => Move(MoveKind.Dissect),
            FixtureKind.Descend => Move(MoveKind.Descend),
            FixtureKind.Chain => Move(MoveKind.Chain),
            FixtureKind.Prove => Move(MoveKind.Prove),
            FixtureKind.Timeout => MarketRules.Timeout(_book, state, mover, _now),
            FixtureKind.Release => MarketRules.Release(_book, state, mover),
            FixtureKind.ReleaseCommitment => MarketRules.ReleaseCommitment(_book, Job, round, challenger, call.Nonce),
            FixtureKind.Forfeit => MarketRules.Forfeit(_book, Job, challenger, call.Nonce, _block),
            FixtureKind.Finalize => MarketRules.Finalize(_book, Job, _now),
            FixtureKind.Lock => MarketRules.Lock(_book, Job, by, _book.JobOf(Job).Terms.Stake, _now),
            FixtureKind.Claim => MarketRules.Claim(_book, Job, call.Roots, Math.Max(0, call.Roots.Count - 1), by, _now, _block),
            FixtureKind.Expire => MarketRules.Expire(_book, Job, _now),
            FixtureKind.Cancel => MarketRules.Cancel(_book, Job, by, _now),
            _ => throw new InvariantBrokenException($"there is no call {call.Kind}"),
        };
    }

    /// <summary>The bond that the next commitment needs (D7).</summary>
    private Wei BondOf() => _book.JobOf(Job) is var j ? j.Terms.BondOf((byte)(j.Open >> 3)) : default;

    private void Do(string what, MarketResult result)
    {
        if (result.IsRefused) throw new FormatException($"The fixture's job is refused at {what}: {result.Reason}.");
        _book = result.Book;
        _block++;
    }

    private static Task<(string Outcome, ulong Gas)> Outcome(string outcome) => Task.FromResult((outcome, 0UL));
}
