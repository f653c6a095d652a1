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
        return [.. all, .. Audited(New, Beaten)];
    }

    /// <summary>The states that only a job with verifiers has.</summary>
    private static IEnumerable<Situation> Audited(Func<Life> begin, Func<Life, Life> beaten)
    {
        var people = begin();
        Life Claimed() => begin().PostAudited().Lock().Claim();
        Life Seeded() => Claimed().DrawSeed();
        Life AfterTheWindow(Life life, Operation call) => life.Do(call, life.Record.Deadline + 1);
        Life Undelivered(Life life) => AfterTheWindow(life, Operation.Undelivered(people.Stranger, Life.Job));
        Life Finalized(Life life) => AfterTheWindow(life, Operation.Finalize(people.Stranger, Life.Job));
        Life DrawnAnew() => Undelivered(Seeded().Unavailable(people.Verifier));
        Life Acknowledged(Life life) => life.Do(Operation.Acknowledge(people.Submitter, Life.Job, life.Record.TraceRoot));
        Life Contested(Life life) => life.Do(
            Operation.Contest(life.Challenger, life.Record.Terms.Bond, life.VerdictOf(life.Verifier).ContestedAs, life.VerdictOf(life.Verifier), 1, Hash32.Zero));
        yield return new("With verifiers: Claimed", Claimed());
        yield return new("With verifiers: Claimed, the seed", Seeded());
        yield return new("With verifiers: Claimed, a pass", Seeded().Pass(people.Verifier));
        yield return new("With verifiers: Claimed, unavailable", Seeded().Unavailable(people.Verifier));
        yield return new(
            "With verifiers: Claimed, unavailable and received",
            Acknowledged(Seeded().Unavailable(people.Verifier)));
        yield return new("With verifiers: Claimed, drawn anew", DrawnAnew());
        yield return new("With verifiers: Claimed, drawn anew, the seed", DrawnAnew().DrawSeed());
        yield return new("With verifiers: Claimed, a pass contested", Contested(Seeded().Pass(people.Verifier)));
        yield return new("With verifiers: Finalized, a pass", Finalized(Seeded().Pass(people.Verifier)));
        yield return new("With verifiers: Finalized, in silence", Finalized(Claimed()));
        yield return new("With verifiers: Expired, unavailable", Undelivered(DrawnAnew().DrawSeed()));
        yield return new(
            "With verifiers: Slashed, a pass", beaten(Seeded().Pass(people.Verifier).Commit(people.Challenger).Open(people.Challenger)));
        yield return new(
            "With verifiers: Open, one of them leaving", begin().PostAudited().Do(Operation.UnstakeVerifier(people.Verifier, Wei.Coins(1) / 2)));
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

            if (Life.VerdictOf(Life.Verifier) is { Kind: VerdictKind.Pass } pass) all.Add(("the pass's window", pass.Until));
            var registration = Life.Book.RegistrationOf(Life.Verifier);
            if (registration.Leaving > Wei.Zero) all.Add(("unbonding", registration.LeavesAt));

            return [.. all.Where(d => d.Item2 > Life.Head.Now + 1).OrderBy(d => d.Item2)];
        }
    }

    /// <summary>The same for block numbers: that of the commitment, and the last in which it may be opened (D1).</summary>
    public IReadOnlyList<(string Name, ulong Block)> Blocks =>
    [
        .. Life.Challenges.Values.Where(c => c.Game is null).SelectMany(c => ((string, ulong)[])
            [("its block", c.CommittedIn), ("256 more", c.CommittedIn + DisputeRules.OpenBlocks)]),
        .. Life.Book.AuditOf(Life.Job, Life.Record.Round) is { SeedBlock: > 0 and var block, Seed.IsZero: true }
            ? ((string, ulong)[])[("the seed's block", block), ("200 more", block + RoundAudit.SeedBlocks)]
            : [],
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
