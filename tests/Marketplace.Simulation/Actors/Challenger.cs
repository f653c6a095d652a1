using System.Buffers.Binary;
using Marketplace.Primitives;
using Marketplace.Protocol.Disputes;
using Marketplace.Protocol.Market;
using Marketplace.Protocol.Strategies;
using Marketplace.Simulation.Casting;
using Marketplace.Simulation.Ledgers;

namespace Marketplace.Simulation.Actors;

/// <summary>Replays every claim by the law and challenges a wrong one, at its first wrong interval.</summary>
public sealed class Challenger(Address account, Scene scene, ulong seed) : Actor("challenger", account)
{
    private const uint Nonce = 1;

    private readonly Hand _hand = new(account, Story.OfTruth(scene).TraceOf(scene), Story.OfTruth(scene).Moves, Pace.AtOnce, true);

    public override bool IsHonest => true;

    public override void Act(View view)
    {
        for (ulong number = 1; number <= view.State.Book.JobCount; number++) Challenge(view, number, view.State.Book.JobOf(number));
        _hand.Play(view);
        Withdraw(view);
    }

    private void Challenge(View view, ulong number, Job job)
    {
        if (job.State != JobState.Claimed) return;
        var roots = view.State.Claims[(number, job.Round)];
        if (scene.FirstWrong(roots) is not { } k) return;

        var id = view.State.Book.Site.GameId(number, job.Round, Account, Nonce);
        if (view.State.Games.Any(game => game.Id == id)) return;
        var (salt, opening) = (Salt(job.Round), Strategy.Opening(k, roots, scene.Truth.Trace(k)));
        if (view.State.Pledges.FirstOrDefault(p => p.Id == id) is { } made)
        {
            if (view.NextBlock <= made.Block + DisputeRules.OpenBlocks) view.Send(new OpenCall(Account, number, Nonce, salt, opening));
        }
        else if (view.Next <= job.Deadline)
        {
            // Eight games to a tier (D7): who comes between changes the bond, and the call is sent again.
            var commitment = view.State.Book.Site.Commitment(number, job.Round, Account, Nonce, salt, opening);
            view.Send(new CommitCall(Account, job.Terms.BondOf((byte)(job.Open >> 3)), number, job.Round, Nonce, commitment));
        }
    }

    private byte[] Salt(uint round)
    {
        var salt = new byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(salt, seed);
        BinaryPrimitives.WriteUInt32BigEndian(salt.AsSpan(8), round);
        Account.ToArray().AsSpan(^4..).CopyTo(salt.AsSpan(12));
        return salt;
    }
}
