using Marketplace.Primitives;
using Marketplace.Protocol.Disputes;
using Marketplace.Protocol.Market;

namespace Marketplace.Scenarios.Tests.Market;

/// <summary>Where a call is tried: in a block of this time and number.</summary>
public readonly record struct Moment(Timestamp Now, ulong Block);

/// <summary>
/// Two submitters, two solvers, four challengers and two strangers who do what comes to their minds: mostly what is
/// possible, often at the very second at which it ceases to be, and now and then nonsense.
/// </summary>
public sealed partial class Gamblers(int seed, GameSite site, IReadOnlyList<Address> accounts, Surroundings around)
{
    private readonly Dice _dice = new(seed);
    private readonly Dictionary<Hash32, KnownGame> _games = [];
    private readonly List<(byte[] State, Address Mover)> _states = [];

    public MarketBook Book { get; private set; } = new(site) { Tokens = around.Tokens };

    public IEnumerable<Hash32> Games => _games.Keys;

    /// <summary>The next thing that somebody tries.</summary>
    /// <param name="head">The newest block.</param>
    public (Operation Operation, Moment Moment) Next(Moment head)
    {
        while (true)
        {
            var (operation, moment) = Draw(new Moment(Time(head), head.Block + 1));
            if (operation.Rule(Book, moment.Now, moment.Block).IsRefused)
            {
                // Most of what comes to mind is refused; a life needs things that happen, too.
                if (_dice.Chance(25)) return (operation, moment);
                continue;
            }

            // Whoever can act at once seldom waits for a deadline: it would end what others have begun.
            var soon = Soon(head);
            var isPatient = Patient.Contains(operation.Name) || _dice.Chance(_isOfVerifiers ? 5 : 20);
            return (operation, isPatient || soon > moment.Now ? moment : moment with { Now = soon });
        }
    }

    private (Operation Operation, Moment Moment) Draw(Moment moment)
    {
        var weights = Book.JobCount == 0 ? First : _weights;
        var roll = _dice.Roll(weights.Sum(w => w.Weight));
        foreach (var drawing in weights)
        {
            if ((roll -= drawing.Weight) < 0) return drawing.Draw(this, moment);
        }

        throw new InvalidOperationException("weights are positive");
    }

    /// <summary>What everybody knows after an accepted operation.</summary>
    public void Learn(MarketResult result, KnownGame? committed)
    {
        foreach (var (key, verdict) in result.Book.Verdicts)
        {
            if (!Book.Verdicts.ContainsKey(key)) _verdicts.Add(verdict);
        }

        Book = result.Book;
        if (committed is not null) _games[IdOf(committed)] = committed;
        if (result.Move?.Next is not { } next) return;
        var id = _games.Single(g => g.Value.Job == next.Job && g.Value.Round == next.Round && g.Value.Nonce == next.Nonce
            && g.Value.Challenger == (next.ChallengerMoves ? result.Move.Mover : next.Waiting)).Key;
        var state = next.Encode();
        _states.Add((state, result.Move.Mover));
        _games[id] = _games[id] with { State = state, Mover = result.Move.Mover, Deadline = next.Deadline };
    }

    /// <summary>The challenge that the operation just drawn would commit to.</summary>
    public KnownGame? Committing { get; private set; }

    private static readonly Drawing[] First = [new(1, (g, m) => (g.Post(m), m))];

    private static readonly Drawing[] Jobs =
    [
        new(2, (g, m) => (g.Post(m), m)),
        new(2, (g, m) => (g.Approve(), m)),
        new(3, (g, m) => (g.PostSigned(m), m)),
        new(1, (g, m) => (g.RevokeOffer(), m)),
        new(1, (g, m) => (g.Deposit(), m)),
        new(2, (g, m) => (g.WithdrawToken(), m)),
        new(1, (g, m) => (g.Cancel(), m)),
        new(9, (g, m) => (g.Lock(), m)),
        new(10, (g, m) => (g.Claim(), m)),
        new(2, (g, m) => (Operation.Expire(g.Anybody(), g.JobIn(JobState.Locked)), m)),
        new(4, (g, m) => (Operation.Finalize(g.Anybody(), g.JobIn(JobState.Claimed)), m)),
        new(3, (g, m) => (Operation.Withdraw(g.Anybody()), m)),
        new(1, (g, m) => (Operation.Sweep(g.Anybody()), m)),
    ];

    private static readonly Drawing[] Challenges =
    [
        new(10, (g, m) => (g.Commit(m), m)),
        new(14, (g, m) => g.Open(m)),
        new(8, (g, m) => (g.Dissect(), m)),
        new(5, (g, m) => (g.Timeout(), m)),
        new(6, (g, m) => (g.Release(), m)),
        new(5, (g, m) => (g.ReleaseCommitment(), m)),
        new(2, (g, m) => g.Forfeit(m)),
    ];

    private static readonly Drawing[] Audits =
    [
        new(3, (g, m) => (g.StakeVerifier(), m)),
        new(1, (g, m) => (g.UnstakeVerifier(), m)),
        new(1, (g, m) => g.WithdrawVerifierStake(m)),
        new(5, (g, m) => g.DrawSeed(m)),
        new(7, (g, m) => (g.GiveVerdict(passes: true), m)),
        new(7, (g, m) => (g.GiveVerdict(passes: false), m)),
        new(1, (g, m) => (g.Contest(m), m)),
        new(3, (g, m) => g.Collect(m)),
        new(1, (g, m) => (g.Acknowledge(), m)),
        new(5, (g, m) => g.Undelivered(m)),
    ];

    /// <summary>Half of the sequences are about challenges, the others about verifiers.</summary>
    private readonly bool _isOfVerifiers = seed % 2 == 0;

    private readonly Drawing[] _weights = seed % 2 == 1
        ? [.. Jobs, .. Challenges, .. Audits]
        : [.. Jobs, .. Challenges.Select(d => d with { Weight = (d.Weight + 3) / 4 }), .. Audits.Select(d => d with { Weight = d.Weight * 4 })];

    /// <param name="Weight">How often it is drawn, beside the others.</param>
    private sealed record Drawing(int Weight, Func<Gamblers, Moment, (Operation, Moment)> Draw);

    /// <summary>What can only be done when a deadline has passed.</summary>
    private static readonly string[] Patient =
        ["expire", "finalize", "timeout", "undelivered", "withdrawVerifierStake", "collect of Pass", "collect of Unavailable"];

    // ------------------------------------------------------------------------------------------- drawing

    private Address Anybody() => _dice.Pick(accounts);

    /// <summary>A job in one of these states if there is one; now and then any number.</summary>
    private ulong JobIn(params JobState[] states)
    {
        var fitting = Book.Jobs.Where(j => states.Contains(j.Value.State)).Select(j => j.Key).Order().ToList();
        return fitting.Count > 0 && _dice.Chance(88) ? _dice.Pick(fitting) : (ulong)_dice.Roll((int)Book.JobCount + 2);
    }

    private KnownGame? Known(Func<KnownGame, bool> fits)
    {
        // In the order of their making: the seed alone decides.
        var fitting = _games.Values.Where(fits).ToList();
        return fitting.Count == 0 ? null : _dice.Pick(fitting);
    }

    /// <summary>The amount, or one that is nearly it.</summary>
    private Wei Near(Wei amount, int percent)
    {
        if (_dice.Chance(percent)) return amount;
        return _dice.Roll(3) switch { 0 => Wei.Zero, 1 => amount + new Wei(1), _ => amount * 2 };
    }

    /// <summary>Soon, or the second before, at or after one of the next deadlines.</summary>
    private Timestamp Time(Moment head)
    {
        var soon = Soon(head);
        if (_dice.Chance(_isOfVerifiers ? 80 : 50)) return soon;
        var deadlines = Book.Jobs.Values.OrderBy(j => j.PostedAt).SelectMany(j => (Timestamp[])
                [j.Deadline, j.Terms.ClosesAt, j.PostedAt + j.Terms.RampSeconds])
            .Concat(_games.Values.Select(g => g.Deadline)).Concat(Book.Verdicts.Values.Select(v => v.Until))
            .Where(d => d > head.Now).Distinct().Order().Take(3).ToList();
        if (deadlines.Count == 0) return soon;
        var near = new Timestamp(_dice.Pick(deadlines).Seconds - 1 + (ulong)_dice.Roll(3));
        return near > head.Now ? near : soon;
    }

    private Timestamp Soon(Moment head) => head.Now + (ulong)(1 + _dice.Roll(3));

    /// <summary>The game's state, an older one, or something like it.</summary>
    private byte[] State(KnownGame game)
    {
        if (_dice.Chance(90)) return game.State!;
        return _dice.Chance(50) ? _dice.Pick(_states).State : Mangled(game.State!);
    }

    /// <summary>An opening that is legal, or one that breaks a rule although it was committed to.</summary>
    private byte[] Spoilt(Job job, int k, byte[] opening)
    {
        if (_dice.Chance(80)) return opening;
        if (_dice.Chance(60)) return Mangled(opening);
        // Its end is the one that it denies.
        Garbage.Root((ulong)k + 1).CopyTo(opening.AsSpan(opening.Length - Hash32.Size));
        return opening;
    }

    private byte[] Mangled(byte[] bytes)
    {
        var mangled = (byte[])bytes.Clone();
        switch (_dice.Roll(4))
        {
            case 0: return mangled[..^1];
            case 1: return [.. mangled, 0];
            case 2: mangled[0] = 255; return mangled;
            default: mangled[_dice.Roll(mangled.Length)] ^= 1; return mangled;
        }
    }

    private Hash32 IdOf(KnownGame g) => site.GameId(g.Job, g.Round, g.Challenger, g.Nonce);
}
