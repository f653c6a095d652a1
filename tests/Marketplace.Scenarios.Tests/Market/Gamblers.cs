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
public sealed class Gamblers(int seed, GameSite site, IReadOnlyList<Address> accounts)
{
    private readonly Dice _dice = new(seed);
    private readonly Dictionary<Hash32, KnownGame> _games = [];
    private readonly List<(byte[] State, Address Mover)> _states = [];

    public MarketBook Book { get; private set; } = new(site);

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
            var isPatient = Patient.Contains(operation.Name) || _dice.Chance(20);
            return (operation, isPatient || soon > moment.Now ? moment : moment with { Now = soon });
        }
    }

    private (Operation Operation, Moment Moment) Draw(Moment moment)
    {
        var weights = Book.JobCount == 0 ? First : Weights;
        var roll = _dice.Roll(weights.Sum(w => w.Weight));
        foreach (var (weight, draw) in weights)
        {
            if ((roll -= weight) < 0) return draw(this, moment);
        }

        throw new InvalidOperationException("weights are positive");
    }

    /// <summary>What everybody knows after an accepted operation.</summary>
    public void Learn(MarketResult result, KnownGame? committed)
    {
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

    private static readonly (int Weight, Func<Gamblers, Moment, (Operation, Moment)> Draw)[] First = [(1, (g, m) => (g.Post(m), m))];

    private static readonly (int Weight, Func<Gamblers, Moment, (Operation, Moment)> Draw)[] Weights =
    [
        (2, (g, m) => (g.Post(m), m)),
        (1, (g, m) => (g.Cancel(), m)),
        (9, (g, m) => (g.Lock(), m)),
        (10, (g, m) => (g.Claim(), m)),
        (2, (g, m) => (Operation.Expire(g.Anybody(), g.JobIn(JobState.Locked)), m)),
        (4, (g, m) => (Operation.Finalize(g.Anybody(), g.JobIn(JobState.Claimed)), m)),
        (3, (g, m) => (Operation.Withdraw(g.Anybody()), m)),
        (1, (g, m) => (Operation.Sweep(g.Anybody()), m)),
        (10, (g, m) => (g.Commit(m), m)),
        (14, (g, m) => g.Open(m)),
        (8, (g, m) => (g.Dissect(), m)),
        (5, (g, m) => (g.Timeout(), m)),
        (6, (g, m) => (g.Release(), m)),
        (5, (g, m) => (g.ReleaseCommitment(), m)),
        (2, (g, m) => g.Forfeit(m)),
    ];

    /// <summary>What can only be done when a deadline has passed.</summary>
    private static readonly string[] Patient = ["expire", "finalize", "timeout"];

    // ------------------------------------------------------------------------------------------- the market

    private Operation Post(Moment m)
    {
        var header = _dice.Header();
        var interval = header.Length < 46 ? 1 : (uint)(header[6] << 24 | header[7] << 16 | header[8] << 8 | header[9]);
        var terms = _dice.Terms(m.Now, interval);
        return Operation.Post(accounts[_dice.Roll(2)], Near(terms.MaxPrice, 90), header, Garbage.Root(0), Garbage.Root(7), terms);
    }

    private Operation Cancel()
    {
        var job = JobIn(JobState.Open, JobState.Slashed, JobState.Expired);
        return Operation.Cancel(_dice.Chance(30) ? Book.JobOf(job).Submitter : Anybody(), job);
    }

    private Operation Lock()
    {
        var job = JobIn(JobState.Open, JobState.Slashed, JobState.Expired);
        return Operation.Lock(accounts[2 + _dice.Roll(2)], Near(Book.JobOf(job).Terms.Stake, 90), job);
    }

    private Operation Claim()
    {
        var number = JobIn(JobState.Locked);
        var job = Book.JobOf(number);
        Hash32[] roots = job.State == JobState.None ? [Garbage.Root(0)] : Garbage.Roots(job);
        var blobs = roots.Length - 1;
        switch (_dice.Roll(14))
        {
            case 0: roots = [.. roots, Garbage.Root(9)]; break;
            case 1: blobs++; break;
            case 2: roots = roots[..^1]; break;
            case 3: roots[0] = Garbage.Root(8); break;
        }

        return Operation.Claim(_dice.Chance(90) ? job.Solver : Anybody(), number, roots, blobs);
    }

    // ------------------------------------------------------------------------------------------- challenges

    private Operation Commit(Moment m)
    {
        var number = JobIn(JobState.Claimed);
        var job = Book.JobOf(number);
        var player = accounts[4 + _dice.Roll(4)];
        var nonce = (uint)_dice.Roll(3);
        var salt = _dice.Salt();
        var k = job.Interval == 0 ? 0 : _dice.Roll((int)((job.Steps + job.Interval - 1) / job.Interval));
        var opening = job.Interval == 0 ? [] : Spoilt(job, k, Garbage.Opening(job, k, player));
        var commitment = site.Commitment(number, job.Round, player, nonce, salt, opening);
        Committing = new KnownGame(number, job.Round, player, nonce, salt, opening, k, m.Block);
        return Operation.Commit(player, Near(job.Terms.BondOf((byte)(job.Open >> 3)), 92), number, nonce, commitment);
    }

    private (Operation, Moment) Open(Moment m)
    {
        if (Known(g => g.State is null && Book.IsLive(g.Job, g.Round)) is not { } game) return (Commit(m), m);
        var (sender, salt, opening) = (game.Challenger, game.Salt, game.Opening);
        switch (_dice.Roll(20))
        {
            case 0: sender = Anybody(); break;
            case 1: salt = _dice.Salt(); break;
            case 2: opening = [.. opening, 0]; break;
            case 3: return (Operation.Open(sender, game.Job, game.Nonce, salt, opening), m with { Block = game.CommittedIn });
            case 4:
            case 5:
                var late = game.CommittedIn + DisputeRules.OpenBlocks + (ulong)_dice.Roll(2);
                return (Operation.Open(sender, game.Job, game.Nonce, salt, opening), m with { Block = Math.Max(late, m.Block) });
        }

        return (Operation.Open(sender, game.Job, game.Nonce, salt, opening), m);
    }

    private Operation Dissect()
    {
        var game = Known(g => g.State is not null && Book.Games.ContainsKey(IdOf(g)) && g.Mover != g.Challenger);
        if (game is null) return Timeout();
        var job = Book.JobOf(game.Job);
        var move = Garbage.Answer(job, game.Interval, game.Challenger, _dice.Roll(Math.Min((int)job.Interval, 4)));
        if (_dice.Chance(15)) move = Mangled(move);
        return Operation.Dissect(_dice.Chance(93) ? game.Mover : Anybody(), State(game), move);
    }

    private Operation Timeout()
    {
        if (Known(g => g.State is not null && Book.Games.ContainsKey(IdOf(g))) is not { } game)
            return Operation.Timeout(Anybody(), new byte[_dice.Chance(50) ? GameState.Size : 3], Anybody());
        return Operation.Timeout(Anybody(), State(game), _dice.Chance(94) ? game.Mover : Anybody());
    }

    private Operation Release()
    {
        var game = Known(g => g.State is not null && !Book.IsLive(g.Job, g.Round)) ?? Known(g => g.State is not null);
        return game is null ? Timeout() : Operation.Release(Anybody(), State(game), _dice.Chance(94) ? game.Mover : Anybody());
    }

    private Operation ReleaseCommitment()
    {
        var game = Known(g => g.State is null && !Book.IsLive(g.Job, g.Round)) ?? Known(_ => true);
        return game is null
            ? Operation.ReleaseCommitment(Anybody(), 1, 1, Anybody(), 0)
            : Operation.ReleaseCommitment(
                Anybody(), game.Job, game.Round, _dice.Chance(95) ? game.Challenger : Anybody(), game.Nonce);
    }

    private (Operation, Moment) Forfeit(Moment m)
    {
        if (Known(g => g.State is null) is not { } game) return (Operation.Forfeit(Anybody(), 1, Anybody(), 0), m);
        var block = game.CommittedIn + DisputeRules.OpenBlocks + (ulong)_dice.Roll(2);
        return (Operation.Forfeit(Anybody(), game.Job, game.Challenger, game.Nonce), m with { Block = Math.Max(block, m.Block) });
    }

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
        if (_dice.Chance(50)) return soon;
        var deadlines = Book.Jobs.Values.OrderBy(j => j.PostedAt).SelectMany(j => (Timestamp[])
                [j.Deadline, j.Terms.ClosesAt, j.PostedAt + j.Terms.RampSeconds])
            .Concat(_games.Values.Select(g => g.Deadline))
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
