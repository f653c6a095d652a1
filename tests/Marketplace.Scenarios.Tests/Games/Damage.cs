using Marketplace.Chain.Generated;
using Marketplace.Chain.Market;
using Marketplace.Numerics;
using Marketplace.Primitives;
using Marketplace.Protocol;
using Marketplace.Protocol.Disputes;
using Marketplace.Protocol.Strategies;

namespace Marketplace.Scenarios.Tests.Games;

/// <summary>Damaged copies of legal moves, so chosen that over the states each field has its turn.</summary>
/// <remarks>Not for several threads at once.</remarks>
public sealed class Damage(ulong seed, Address stranger)
{
    private const int FieldsAtOnce = 16;

    private readonly Dictionary<string, int> _done = [];
    private uint _drawn;

    /// <summary>How often each field of each kind of move has been damaged.</summary>
    public IReadOnlyDictionary<string, int> Done => _done;

    /// <summary>The move, on time and late, and at least twenty copies with something wrong.</summary>
    /// <param name="turn">Well-formed; a liar's may still be refused.</param>
    /// <param name="opponent">What the waiting side has computed.</param>
    public IReadOnlyList<Trial> Of(GameRecord game, Turn turn, ITrace opponent, Timestamp now)
    {
        var mover = game.Last.Mover;
        var late = game.State.Deadline + 1;
        var trials = EndsOf(game);
        Try("legal", turn, mover, now);
        Try("on the deadline", turn, mover, game.State.Deadline);
        Try("late", turn, mover, late);
        Try("by the opponent", turn, game.State.Waiting, now);
        Try("by a stranger", turn, stranger, now);
        foreach (var kind in Enum.GetValues<MoveKind>().Where(kind => kind != turn.Kind))
        {
            Try($"as {kind}", turn with { Kind = kind }, mover, now);
        }

        Try("longer", turn with { Move = [.. turn.Move, .. new byte[Draw(2) == 0 ? 32 : 1 + Draw(40)]] }, mover, now);
        Try("shorter", turn with { Move = turn.Move[..^(Draw(2) == 0 ? 32 : 1 + Draw(Math.Min(40, turn.Move.Length)))] }, mover, now);
        Try("cut somewhere", turn with { Move = turn.Move[..Draw(turn.Move.Length)] }, mover, now);
        Try("empty", turn with { Move = [] }, mover, now);
        Try("longer state", At([.. turn.State, 0]), mover, now);
        Try("shorter state", At(turn.State[..^1]), mover, now);
        Try("part of a state", new Turn(turn.Kind, turn.State[..Draw(turn.State.Length)], []), mover, now);
        foreach (var field in Next("state", MoveFields.OfState, 2))
        {
            Try($"state's {field.Name}", At(Shift(turn.State, field)), mover, now);
        }

        foreach (var field in Next($"{turn.Kind} in {game.State.Alphabet}", MoveFields.Of(turn), FieldsAtOnce))
        {
            Try(field.Name, turn with { Move = Shift(turn.Move, field) }, mover, now);
        }

        foreach (var (what, move) in SameEnds.Of(game, turn, opponent)) Try(what, turn with { Move = move }, mover, now);
        return trials;

        Turn At(byte[] state) => new(turn.Kind, state, turn.Move);

        void Try(string what, Turn damaged, Address sender, Timestamp at) => trials.Add(Apply(what, game, damaged, sender, at));
    }

    /// <summary>A state in which its mover has nothing to say: no move that happens to be at hand is one either.</summary>
    /// <param name="last">The last move made in this game.</param>
    public IReadOnlyList<Trial> OfSilence(GameRecord game, byte[] last, Timestamp now)
    {
        var trials = EndsOf(game);
        foreach (var kind in Enum.GetValues<MoveKind>())
        {
            foreach (var (what, move) in (IEnumerable<(string, byte[])>)[("nothing", []), ("the last move", last), ("noise", Noise())])
            {
                trials.Add(Apply($"{kind} of {what}", game, new Turn(kind, game.Last.State, move), game.Last.Mover, now));
            }
        }

        return trials;
    }

    private static Trial Apply(string what, GameRecord game, Turn turn, Address sender, Timestamp at)
    {
        var stored = GameState.Seal(game.Last.State, game.Last.Mover);
        return new Trial(what, MarketContract.CallOf(turn), sender, at, DisputeRules.Apply(turn, sender, at, stored, true));
    }

    /// <summary>Calls of <c>timeout</c>: early, in time, and of the wrong side.</summary>
    private List<Trial> EndsOf(GameRecord game)
    {
        var late = game.State.Deadline + 1;
        return
        [
            EndAt("timeout on the deadline", game.Last.Mover, game.State.Deadline),
            EndAt("timeout", game.Last.Mover, late),
            EndAt("timeout of the other side", game.State.Waiting, late),
        ];

        Trial EndAt(string what, Address of, Timestamp at)
        {
            var stored = GameState.Seal(game.Last.State, game.Last.Mover);
            var expected = DisputeRules.Timeout(game.Last.State, of, at, stored, true);
            return new Trial(what, new ComputeMarket.TimeoutCall(game.Last.State, of), stranger, at, expected);
        }
    }

    /// <summary>Random bytes behind a first byte that often is a segment.</summary>
    private byte[] Noise() => [(byte)Draw(4), .. Enumerable.Range(0, Draw(900)).Select(_ => (byte)Draw(256))];

    /// <summary>The opening, and copies with one field damaged or of another length.</summary>
    public IEnumerable<(string What, byte[] Opening)> OfOpening(byte[] opening, int intervals)
    {
        yield return ("legal", opening);
        yield return ("longer", [.. opening, 0]);
        yield return ("longer by a root", [.. opening, .. new byte[32]]);
        yield return ("shorter", opening[..^1]);
        yield return ("shorter by a root", opening[..^32]);
        yield return ("empty", []);
        foreach (var field in Next("Open", MoveFields.OfOpening(opening, intervals), FieldsAtOnce))
        {
            yield return (field.Name, Shift(opening, field));
        }
    }

    /// <summary>The fields that have had the fewest turns; among equals chance decides.</summary>
    private List<Field> Next(string kind, IReadOnlyList<Field> fields, int count)
    {
        foreach (var field in fields) _done.TryAdd($"{kind}: {field.Name}", 0);
        List<Field> next =
        [
            .. fields.Select(field => (field, done: _done[$"{kind}: {field.Name}"], chance: Draw(1 << 20)))
                .OrderBy(x => x.done).ThenBy(x => x.chance).Take(count).Select(x => x.field),
        ];
        foreach (var field in next) _done[$"{kind}: {field.Name}"]++;
        return next;
    }

    /// <summary>One more or one less, round the end.</summary>
    private byte[] Shift(byte[] bytes, Field field)
    {
        var shifted = (byte[])bytes.Clone();
        var up = Draw(2) == 0;
        for (var i = field.At + field.Size - 1; i >= field.At; i--)
        {
            // Wraps on purpose: the carry goes on while the byte has come round.
            shifted[i] = unchecked((byte)(shifted[i] + (up ? 1 : -1)));
            if (shifted[i] != (up ? 0 : 0xff)) break;
        }

        return shifted;
    }

    private int Draw(int below) => (int)(((ulong)Philox.Word(seed, _drawn++, 7, 0) * (ulong)below) >> 32);
}
