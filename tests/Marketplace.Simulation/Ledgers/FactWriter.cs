using System.Collections.Immutable;
using Marketplace.Primitives;
using Marketplace.Protocol.Disputes;
using Marketplace.Protocol.Market;
using Marketplace.Protocol.Strategies;

namespace Marketplace.Simulation.Ledgers;

/// <summary>The events of an accepted call, and what of them everybody keeps in mind.</summary>
internal static class FactWriter
{
    /// <param name="before">Without the call.</param>
    /// <param name="after">With it, but for its events.</param>
    public static LedgerState Record(
        LedgerState before, LedgerState after, Call call, Outcome outcome, Timestamp now, ulong block)
    {
        var book = before.Book;
        return call switch
        {
            PostCall c => Add(new Fact(FactKind.Posted, now, block, after.Book.JobCount, 0, c.Sender, Amount: c.Value)),
            CancelCall c => Add(OfJob(FactKind.Cancelled, c.Job)),
            LockCall c => Add(OfJob(FactKind.Locked, c.Job) with { Amount = c.Value }),
            ClaimCall c => Add(OfJob(FactKind.Claimed, c.Job)) with
            {
                Claims = after.Claims.SetItem((c.Job, book.JobOf(c.Job).Round), c.Roots),
            },
            ExpireCall c => Add(OfJob(FactKind.Expired, c.Job)),
            FinalizeCall c => Add(OfJob(FactKind.Finalized, c.Job)),
            WithdrawCall c => Withdrawn(book.Holdings - after.Book.Holdings, c.Sender),
            SweepCall c => Add(new Fact(FactKind.Swept, now, block, 0, 0, c.Sender)) with
            {
                Sunk = after.Sunk + (book.Holdings - after.Book.Holdings),
            },
            CommitCall c => Committed(c),
            OpenCall c => Opened(c),
            MoveCall c => outcome.Move is { Next: not null } ? Moved(c) : Decided(c.Turn.State, c.Sender),
            TimeoutCall c => Decided(c.State, c.Mover),
            ReleaseCall c => Released(c),
            ReleaseCommitmentCall c => Unpledged(FactKind.Released, book.Site.GameId(c.Job, c.Round, c.Challenger, c.Nonce)),
            ForfeitCall c => Unpledged(
                FactKind.Forfeited, book.Site.GameId(c.Job, book.JobOf(c.Job).Round, c.Challenger, c.Nonce)),
            _ => VerifierFacts.Record(before, after, call, now, block),
        };

        LedgerState Add(Fact fact) => after with { Facts = after.Facts.Add(fact) };

        Fact OfJob(FactKind kind, ulong job) => new(kind, now, block, job, after.Book.JobOf(job).Round, call.Sender);

        LedgerState Withdrawn(Wei amount, Address account) =>
            Add(new Fact(FactKind.Withdrawn, now, block, 0, 0, account, Amount: amount)) with
            {
                Wallets = after.Wallets.SetItem(account, after.WalletOf(account) + amount),
            };

        LedgerState Committed(CommitCall c)
        {
            var job = book.JobOf(c.Job);
            var id = book.Site.GameId(c.Job, job.Round, c.Sender, c.Nonce);
            var pledge = new Pledge(
                id, c.Job, job.Round, c.Sender, c.Nonce, after.Book.Games[id].Tier, job.Commitments, block);
            return Add(OfPledge(FactKind.Committed, pledge) with { Amount = c.Value }) with { Pledges = after.Pledges.Add(pledge) };
        }

        LedgerState Opened(OpenCall c)
        {
            var id = book.Site.GameId(c.Job, book.JobOf(c.Job).Round, c.Sender, c.Nonce);
            var game = new GameRecord(id, [EventOf(outcome.Move!)]);
            return Add(OfGame(FactKind.Opened, game, c.Sender)) with
            {
                Pledges = after.Pledges.RemoveAll(p => p.Id == id),
                Games = after.Games.Add(game),
            };
        }

        LedgerState Moved(MoveCall c)
        {
            var game = GameIn(c.Turn.State, c.Sender);
            var moved = game with { Events = [.. game.Events, EventOf(outcome.Move!)] };
            return Add(OfGame(FactKind.Moved, moved, c.Sender)) with { Games = after.Games.Replace(game, moved) };
        }

        LedgerState Decided(byte[] state, Address mover)
        {
            var game = GameIn(state, mover);
            // Who has gained by the call says who won: the state of the job, or that it has lost a challenger.
            var challengerWon = after.Book.JobOf(game.State.Job).State == JobState.Slashed;
            var (winner, loser) = challengerWon ? (game.Challenger, game.Defender) : (game.Defender, game.Challenger);
            var decided = OfGame(FactKind.Decided, game, winner) with { Loser = loser, ChallengerWon = challengerWon };
            return Add(decided) with { Games = after.Games.Remove(game) };
        }

        LedgerState Released(ReleaseCall c)
        {
            var game = GameIn(c.State, c.Mover);
            return Add(OfGame(FactKind.Released, game, game.Challenger)) with { Games = after.Games.Remove(game) };
        }

        LedgerState Unpledged(FactKind kind, Hash32 id)
        {
            var pledge = before.Pledges.First(p => p.Id == id);
            return Add(OfPledge(kind, pledge)) with { Pledges = after.Pledges.Remove(pledge) };
        }

        Fact OfPledge(FactKind kind, Pledge p) =>
            new(kind, now, block, p.Job, p.Round, p.Challenger, p.Id) { Sequence = p.Sequence, Tier = p.Tier };

        Fact OfGame(FactKind kind, GameRecord game, Address who) =>
            new(kind, now, block, game.State.Job, game.State.Round, who, game.Id, game.State)
            {
                Sequence = game.State.Sequence,
                Tier = game.State.Tier,
            };

        GameRecord GameIn(byte[] state, Address mover)
        {
            var g = GameState.Decode(state)!;
            var id = book.Site.GameId(g.Job, g.Round, g.ChallengerMoves ? mover : g.Waiting, g.Nonce);
            return before.Games.First(game => game.Id == id);
        }
    }

    private static GameEvent EventOf(MoveResult move) => new(move.Next!.Encode(), move.Mover, move.Values);
}
