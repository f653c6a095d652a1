using Marketplace.Primitives;
using Marketplace.Protocol.Disputes;

namespace Marketplace.Protocol.Market;

/// <remarks>How games begin and end, and what follows for the money: the mirror of DisputeGame.sol around what
/// <see cref="DisputeRules"/> says of a single game. The number of the call's block is an argument.</remarks>
public static partial class MarketRules
{
    /// <summary>Eight games to a tier (D7); beyond this tier a bond would not fit.</summary>
    public const int MaxTier = 16;

    // ------------------------------------------------------------------------------------------- beginning

    /// <summary>Announces a challenge without showing it (D1).</summary>
    /// <param name="round">Of the claim that is challenged.</param>
    /// <param name="traceRoot">What that claim says: two solvers can have a round of the same number, on both sides of a re-org.</param>
    public static MarketResult Commit(
        MarketBook book, ulong job, uint round, Hash32 traceRoot, uint nonce, Hash32 commitment,
        Address sender, Wei value, Timestamp now, ulong block)
    {
        var j = book.JobOf(job);
        if (j.State != JobState.Claimed) return MarketResult.Refused(book, Reason.NotClaimed);
        // One that comes late, when another claim stands, could never be opened: its bond would be lost.
        if (j.Round != round || j.TraceRoot != traceRoot) return MarketResult.Refused(book, Reason.RoundOver);
        if (now > j.Deadline) return MarketResult.Refused(book, Reason.WindowClosed);
        return Committed(book, job, nonce, commitment, sender, value, block);
    }

    /// <summary>Writes a commitment against a claim that may be challenged now.</summary>
    private static MarketResult Committed(
        MarketBook book, ulong job, uint nonce, Hash32 commitment, Address sender, Wei value, ulong block)
    {
        var j = book.JobOf(job);
        var tier = j.Open >> 3;
        if (tier > MaxTier || j.Commitments == ushort.MaxValue) return MarketResult.Refused(book, Reason.TooManyGames);
        if (value != j.Terms.BondOf((byte)tier)) return MarketResult.Refused(book, Reason.WrongValue);
        var id = book.Site.GameId(job, j.Round, sender, nonce);
        if (!book.StoredOf(id).IsZero) return MarketResult.Refused(book, Reason.NonceUsed);

        var stored = StoredCommitment.Pack(commitment, j.Commitments, (byte)tier, block);
        return MarketResult.Accepted(book
            .With(id, new LiveGame(stored, job, (byte)tier))
            .With(job, j with { Open = (ushort)(j.Open + 1), Commitments = (ushort)(j.Commitments + 1) })
            .Received(value));
    }

    /// <summary>Shows a committed challenge, in a later block (D1).</summary>
    /// <param name="salt">16 bytes.</param>
    public static MarketResult Open(
        MarketBook book, ulong job, uint nonce, byte[] salt, byte[] opening, Address sender, Timestamp now, ulong block)
    {
        var j = book.JobOf(job);
        if (j.State != JobState.Claimed) return MarketResult.Refused(book, Reason.NotClaimed);
        var id = book.Site.GameId(job, j.Round, sender, nonce);
        if (StoredCommitment.Read(book.StoredOf(id)) is not { } made)
            return MarketResult.Refused(book, Reason.CommitmentUnknown);
        var commitment = book.Site.Commitment(job, j.Round, sender, nonce, salt, opening);
        if (!made.IsOf(commitment)) return MarketResult.Refused(book, Reason.CommitmentUnknown);
        if (block <= made.Block) return MarketResult.Refused(book, Reason.OpenedTooEarly);
        if (block > made.Block + DisputeRules.OpenBlocks) return MarketResult.Refused(book, Reason.OpenedTooLate);

        var fresh = new GameState
        {
            Job = job,
            Round = j.Round,
            Nonce = nonce,
            Tier = made.Tier,
            Sequence = made.Sequence,
            Limit = j.Commitments,
            Peers = j.Open,
        };
        var claim = new ClaimedJob(
            j.Solver, j.Program, j.TraceRoot, j.Steps, j.Interval,
            j.Terms.BudgetSeconds, j.Terms.MinResponse, j.Terms.StepAllowance);
        var opened = DisputeRules.Open(fresh, opening, claim, sender, now);
        // A pass is the verifier's word about its own interval only (M6).
        if (j.Only != 0 && opened.Next is { } next && next.Start != (ulong)(j.Only - 1) * j.Interval)
            return MarketResult.Refused(book, Reason.NoSuchSegment);
        return Moved(book, id, fresh, opened);
    }

    // ------------------------------------------------------------------------------------------- turns, endings

    /// <summary>Any of the four moves.</summary>
    public static MarketResult Move(MarketBook book, Turn turn, Address sender, Timestamp now)
    {
        if (GameState.Decode(turn.State) is not { } g) return MarketResult.Refused(book, Reason.WrongLength);
        var id = IdOf(book, g, sender);
        var result = DisputeRules.Apply(turn, sender, now, book.StoredOf(id), book.IsLive(g.Job, g.Round));
        return result.Winner is null
            ? Moved(book, id, g, result)
            : Decided(book, id, g, winner: sender, challengerWon: g.ChallengerMoves);
    }

    /// <summary>Ends a game whose mover's clock has run out (D6).</summary>
    public static MarketResult Timeout(MarketBook book, byte[] state, Address mover, Timestamp now)
    {
        if (GameState.Decode(state) is not { } g) return MarketResult.Refused(book, Reason.WrongLength);
        var id = IdOf(book, g, mover);
        var result = DisputeRules.Timeout(state, mover, now, book.StoredOf(id), book.IsLive(g.Job, g.Round));
        return result.IsRefused
            ? MarketResult.Refused(book, result.Reason)
            : Decided(book, id, g, winner: g.Waiting, challengerWon: !g.ChallengerMoves);
    }

    /// <summary>Gives the bond back after another game has ended the round (D7).</summary>
    public static MarketResult Release(MarketBook book, byte[] state, Address mover)
    {
        if (GameState.Decode(state) is not { } g) return MarketResult.Refused(book, Reason.WrongLength);
        var id = IdOf(book, g, mover);
        if (book.StoredOf(id) != GameState.Seal(state, mover)) return MarketResult.Refused(book, Reason.StateUnknown);
        if (book.IsLive(g.Job, g.Round)) return MarketResult.Refused(book, Reason.RoundRunning);
        var challenger = g.ChallengerMoves ? mover : g.Waiting;
        return MarketResult.Accepted(
            Settlement.ReturnBond(book.Without(id), g.Job, g.Round, challenger, g.Tier, g.Sequence));
    }

    /// <summary>The same for a commitment that was never opened.</summary>
    public static MarketResult ReleaseCommitment(MarketBook book, ulong job, uint round, Address challenger, uint nonce)
    {
        var id = book.Site.GameId(job, round, challenger, nonce);
        if (StoredCommitment.Read(book.StoredOf(id)) is not { } made)
            return MarketResult.Refused(book, Reason.CommitmentUnknown);
        if (book.IsLive(job, round)) return MarketResult.Refused(book, Reason.RoundRunning);
        return MarketResult.Accepted(
            Settlement.ReturnBond(book.Without(id), job, round, challenger, made.Tier, made.Sequence));
    }

    /// <summary>Ends a commitment that was not opened in time: the bond is burned (D1).</summary>
    public static MarketResult Forfeit(MarketBook book, ulong job, Address challenger, uint nonce, ulong block)
    {
        var j = book.JobOf(job);
        var id = book.Site.GameId(job, j.Round, challenger, nonce);
        if (StoredCommitment.Read(book.StoredOf(id)) is not { } made)
            return MarketResult.Refused(book, Reason.CommitmentUnknown);
        if (j.State != JobState.Claimed) return MarketResult.Refused(book, Reason.RoundOver);
        if (block <= made.Block + DisputeRules.OpenBlocks) return MarketResult.Refused(book, Reason.CommitmentAlive);
        return MarketResult.Accepted(book
            .Without(id)
            .With(job, j with { Open = (ushort)(j.Open - 1) })
            .Lost(j.Terms.BondOf(made.Tier)));
    }

    // ------------------------------------------------------------------------------------------- inside

    private static Hash32 IdOf(MarketBook book, GameState g, Address mover) =>
        book.Site.GameId(g.Job, g.Round, g.ChallengerMoves ? mover : g.Waiting, g.Nonce);

    private static MarketResult Moved(MarketBook book, Hash32 id, GameState g, MoveResult result)
    {
        if (result.IsRefused) return MarketResult.Refused(book, result.Reason);
        var stored = GameState.Seal(result.Next!.Encode(), result.Mover);
        return MarketResult.Accepted(book.With(id, new LiveGame(stored, g.Job, g.Tier)), result);
    }

    private static MarketResult Decided(MarketBook book, Hash32 id, GameState g, Address winner, bool challengerWon)
    {
        var without = book.Without(id);
        return MarketResult.Accepted(challengerWon
            ? Settlement.Slash(without, g.Job, winner, g.Tier, g.Limit, g.Peers)
            : Settlement.LoseBond(without, g.Job, g.Tier));
    }
}
