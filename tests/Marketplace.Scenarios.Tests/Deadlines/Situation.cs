using Marketplace.Primitives;
using Marketplace.Protocol.Disputes;
using Marketplace.Protocol.Market;
using Marketplace.Scenarios.Tests.Market;

namespace Marketplace.Scenarios.Tests.Deadlines;

/// <summary>A state of a job, with the life that led to it.</summary>
public sealed record Situation(string Name, Life Life)
{
    /// <summary>Every state of a job, and every state of the game about it.</summary>
    /// <param name="head">The block after which each life begins.</param>
    public static IReadOnlyList<Situation> All(GameSite site, IReadOnlyList<Address> accounts, Moment head)
    {
        Life New() => new(site, accounts, head);
        Life Claimed() => New().Post().Lock().Claim();
        Life Opened() => Claimed().Commit(accounts[2]).Open(accounts[2]);
        List<Situation> all =
        [
            new("None", New()),
            new("Open", New().Post()),
            new("Locked", New().Post().Lock()),
            new("Claimed", Claimed()),
            new("Claimed, a commitment", Claimed().Commit(accounts[2])),
        ];

        // A game from its opening to its end: the last turn slashes the solver.
        var turns = 0;
        for (var more = true; more; turns++)
        {
            var life = Opened();
            for (var i = 0; i < turns; i++) more = life.Play(accounts[2]);
            if (!more) break;
            all.Add(new($"Claimed, {Place(life)}", life));
        }

        Life Beaten(Life life)
        {
            while (life.Play(accounts[2]))
            {
            }

            return life;
        }

        var locked = New().Post().Lock();
        var claimed = Claimed();
        var open = New().Post();
        all.Add(new("Finalized", claimed.Do(Operation.Finalize(accounts[5], Life.Job), claimed.Record.Deadline + 1)));
        all.Add(new("Slashed", Beaten(Opened())));
        // The games of a round that is over stay until they are released, whatever becomes of the job.
        Life Contested() => Beaten(Opened().Commit(accounts[3]).Open(accounts[3]).Commit(accounts[4]));
        all.Add(new("Slashed, others stand", Contested()));
        all.Add(new("Locked again, others stand", Contested().Lock()));
        all.Add(new("Claimed again, others stand", Contested().Lock().Claim()));
        all.Add(new("Expired", locked.Do(Operation.Expire(accounts[5], Life.Job), locked.Record.Deadline + 1)));
        all.Add(new("Cancelled", open.Do(Operation.Cancel(accounts[0], Life.Job))));
        return all;
    }

    /// <summary>The times that the rules know in this situation, those that are still to come; each is the last second at which
    /// what it ends is possible.</summary>
    public IReadOnlyList<(string Name, Timestamp At)> Deadlines
    {
        get
        {
            var job = Life.Record;
            if (job.State == JobState.None) return [("any time", Life.Head.Now + 1_000)];
            List<(string, Timestamp)> all =
            [
                ("the ramp", job.PostedAt + job.Terms.RampSeconds),
                (job.State == JobState.Locked ? "delivery" : "the window", job.Deadline),
                ("closing", job.Terms.ClosesAt),
            ];
            foreach (var challenge in Life.Challenges.Values)
            {
                if (challenge.Game is { } game) all.Add(("the clock", game.State.Deadline));
            }

            return [.. all.Where(d => d.Item2 > Life.Head.Now + 1).OrderBy(d => d.Item2)];
        }
    }

    /// <summary>The same for block numbers: that of the commitment, and the last in which it may be opened (D1).</summary>
    public IReadOnlyList<(string Name, ulong Block)> Blocks =>
    [
        .. Life.Challenges.Values.Where(c => c.Game is null).SelectMany(c => ((string, ulong)[])
            [("its block", c.CommittedIn), ("256 more", c.CommittedIn + DisputeRules.OpenBlocks)]),
    ];

    /// <summary>The second before, at and after each deadline, in the next block; and the same of the blocks, at once.</summary>
    public IReadOnlyList<Question> Questions =>
    [
        .. Deadlines.SelectMany(d => ((ulong[])[d.At.Seconds - 1, d.At.Seconds, d.At.Seconds + 1])
            .Select((t, i) => new Question(d.Name, i - 1, new Moment(new Timestamp(t), Life.Head.Block + 1)))),
        .. Blocks.SelectMany(d => ((int[])[-1, 0, 1])
            .Select(i => new Question(d.Name, i, new Moment(Life.Head.Now + 10, (ulong)((long)d.Block + i)))))
            .Where(q => q.At.Block >= Life.Head.Block),
    ];

    private static string Place(Life life)
    {
        var game = life.Challenges.Values.Single().Game!;
        var state = game.State;
        return $"{state.Alphabet.ToString().ToUpperInvariant()}, turn {game.Events.Count + 1}: "
            + (state.ChallengerMoves ? "the challenger's" : "the solver's");
    }
}

/// <summary>When something is tried.</summary>
/// <param name="Deadline">Its name.</param>
/// <param name="Beside">−1, 0 or 1 second or block after it.</param>
public sealed record Question(string Deadline, int Beside, Moment At);
