using System.Buffers.Binary;
using Marketplace.Primitives;
using Marketplace.Protocol.Disputes;
using Marketplace.Protocol.Market;
using Marketplace.Protocol.Strategies;
using Marketplace.Simulation.Casting;
using Marketplace.Simulation.Ledgers;

namespace Marketplace.Simulation.Actors;

/// <summary>How somebody honest challenges what is wrong: commits to the truth of an interval, and shows it.</summary>
public sealed class Doubt(Address account, Scene scene, ulong seed)
{
    private const uint Nonce = 1;

    /// <summary>Challenges a claim, or the record of a contested pass, at an interval whose end is wrong (D1).</summary>
    public void Challenge(View view, ulong number, int k)
    {
        var job = view.State.Book.JobOf(number);
        var id = view.State.Book.Site.GameId(number, job.Round, account, Nonce);
        if (job.State != JobState.Claimed || view.State.Games.Any(game => game.Id == id)) return;
        var opening = Opening(view, number, job.Round, k);
        var salt = Salt(job.Round);
        if (view.State.Pledges.FirstOrDefault(p => p.Id == id) is { } made)
        {
            if (view.NextBlock <= made.Block + DisputeRules.OpenBlocks)
                view.Send(new OpenCall(account, number, Nonce, salt, opening));
        }
        else if (view.Next <= job.Deadline)
        {
            // Eight games to a tier (D7): who comes between changes the bond, and the call is sent again.
            var commitment = view.State.Book.Site.Commitment(number, job.Round, account, Nonce, salt, opening);
            view.Send(new CommitCall(account, job.Terms.BondOf((byte)(job.Open >> 3)), number, job.Round, job.TraceRoot, Nonce, commitment));
        }
    }

    /// <summary>Contests a pass on an interval whose end is wrong, or joins those who have (M6).</summary>
    public void Contest(View view, GivenVerdict pass)
    {
        var book = view.State.Book;
        if (book.JobOf(pass.ContestedAs).State != JobState.None)
        {
            Challenge(view, pass.ContestedAs, pass.Interval);
            return;
        }

        if (view.Next > pass.Until && !book.IsLive(pass.Job, pass.Round)) return;
        var opening = Opening(view, pass.Job, pass.Round, pass.Interval);
        var commitment = book.Site.Commitment(pass.ContestedAs, 1, account, Nonce, Salt(1), opening);
        view.Send(new ContestCall(account, book.JobOf(pass.Job).Terms.Bond, pass.ContestedAs, VerdictPlace.Of(pass), Nonce, commitment));
    }

    private byte[] Opening(View view, ulong number, uint round, int k) =>
        Strategy.Opening(k, view.State.Claims[(number, round)], scene.Truth.Trace(k));

    private byte[] Salt(uint round)
    {
        var salt = new byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(salt, seed);
        BinaryPrimitives.WriteUInt32BigEndian(salt.AsSpan(8), round);
        account.ToArray().AsSpan(^4..).CopyTo(salt.AsSpan(12));
        return salt;
    }
}
