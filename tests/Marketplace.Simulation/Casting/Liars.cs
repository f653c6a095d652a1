using System.Collections.Immutable;
using Marketplace.Agents.Games;
using Marketplace.Operators;
using Marketplace.Primitives;
using Marketplace.Protocol.Strategies;
using Marketplace.Simulation.Actors;
using Marketplace.Simulation.Ledgers;
using Marketplace.World.Forgery;
using Marketplace.World.Liars;

namespace Marketplace.Simulation.Casting;

/// <summary>Draws what liars say and how they play.</summary>
public sealed class Liars(Scene scene, Dice dice)
{
    /// <summary>A claim that is not the law's, and how it is defended.</summary>
    public Story Claim() => dice.Roll(8) switch
    {
        0 or 1 => OneBit(),
        2 => OnWrongBackend("lazy", law => new LazyBackend(law, scene.Program.Steps - Math.Max(1, scene.Program.Steps / 10))),
        3 => OnWrongBackend("other data", law => new OtherDataBackend(law)),
        4 => ForgedRoots("wrong end", [scene.Program.Intervals]),
        5 when scene.Program.Intervals > 1 => ForgedRoots("wrong middle, right end", [1 + dice.Roll(scene.Program.Intervals - 1)]),
        6 => ForgedRoots("nothing but noise", Enumerable.Range(1, scene.Program.Intervals)),
        _ => ForgedRoots("one wrong checkpoint", [1 + dice.Roll(scene.Program.Intervals)]),
    };

    /// <summary>A challenge that denies what is right, and how it is played.</summary>
    public Accusation Accusation(uint games, Pace committing, Opens opens)
    {
        var playing = dice.Chance(25) ? Pace.AtTheLastSecond : Pace.AtOnce;
        if (dice.Chance(40) && scene.LieNumber(dice.Roll(Scene.Lies)) is { } lie)
        {
            return new Accusation(
                games, committing, opens, playing, roots => Strategy.Opening(lie.Interval, roots, lie.Trace),
                game => IntervalOf(game) == lie.Interval ? lie.Trace : scene.Truth.Trace(IntervalOf(game)), MovesOnLie(dice.Word()));
        }

        var (k, forgery) = (dice.Roll(scene.Program.Intervals), Forgery());
        return new Accusation(
            games, committing, opens, playing, roots => MoveForge.Opening(roots, k, scene.Truth.Trace(k), forgery),
            game => scene.Truth.Trace(IntervalOf(game)), ForgedMoves(dice.Word()));
    }

    /// <summary>A way to contest passes that were given in earnest.</summary>
    public (string Name, Contention Contention) Contention()
    {
        var playing = dice.Chance(25) ? Pace.AtTheLastSecond : Pace.AtOnce;
        var opens = dice.Chance(20) ? Opens.InTheLastBlock : Opens.AtOnce;
        var (kind, forgery, moves, garbage) = (dice.Roll(5), Forgery(), ForgedMoves(dice.Word())(), dice.Bytes(200));
        byte[] Forged(IReadOnlyList<Hash32> roots, int k) => MoveForge.Opening(roots, k, scene.Truth.Trace(k), forgery);
        ITrace Truth(GameRecord game) => scene.Truth.Trace(IntervalOf(game));
        return kind switch
        {
            0 => ("garbage", new Contention(opens, playing, (_, _) => garbage, Truth, moves)),
            1 => ("never opens", new Contention(Opens.Never, playing, Forged, Truth, moves)),
            // What is wrong somewhere else is held against a pass that is right.
            2 => ("another interval", new Contention(opens, playing, AnotherInterval, Truth, new HonestMoves())),
            _ => ("forged games", new Contention(opens, playing, Forged, Truth, moves)),
        };

        byte[] AnotherInterval(IReadOnlyList<Hash32> roots, int k)
        {
            var wrong = scene.FirstWrong([.. roots]);
            if (wrong is { } other && other != k) return Strategy.Opening(other, roots, scene.Truth.Trace(other));
            return Forged(roots, (k + 1) % scene.Program.Intervals);
        }
    }

    /// <summary>One wrong bit, defended as well as it can be.</summary>
    public Story OneBitPlayedOn() => OneBit() with { Moves = new HonestMoves() };

    private Story OneBit()
    {
        if (scene.LieNumber(dice.Roll(Scene.Lies)) is not { } lie) return ForgedRoots("one wrong checkpoint", [1]);
        return new Story(
            $"one wrong bit in {lie.OpCode}", scene.Truth.Claim(lie),
            k => k == lie.Interval ? lie.Trace : scene.Truth.Trace(k), MovesOnLie(dice.Word())());
    }

    private Story OnWrongBackend(string name, Func<IBackend, IBackend> backend)
    {
        var run = scene.WrongRunOn(name, () => backend(Truth.Law));
        // A program may have nothing in it that such a liar does wrong.
        return scene.FirstWrong(run.Roots) is null
            ? ForgedRoots("wrong end", [scene.Program.Intervals])
            : new Story(name, run.Roots, run.Trace, MovesOnLie(dice.Word())());
    }

    private Story ForgedRoots(string name, IEnumerable<int> checkpoints)
    {
        ImmutableArray<Hash32> roots = scene.Truth.Roots;
        foreach (var k in checkpoints) roots = roots.SetItem(k, new Hash32(dice.Bytes(Hash32.Size)));
        return new Story(name, roots, scene.Truth.Trace, ForgedMoves(dice.Word())());
    }

    /// <summary>Plays a trace that is wrong somewhere and consistent in itself.</summary>
    private Func<IMoveChooser> MovesOnLie(ulong seed)
    {
        var turns = dice.Roll(6);
        return dice.Roll(6) switch
        {
            0 => () => new GarbageMoves(seed),
            1 => () => new SilentMoves(new HonestMoves(), turns),
            2 => () => new OutOfRangeMoves(new HonestMoves()),
            3 => () => new RepeatedMoves(new HonestMoves()),
            _ => () => new HonestMoves(),
        };
    }

    /// <summary>Knows the truth and claims something else.</summary>
    private Func<IMoveChooser> ForgedMoves(ulong seed)
    {
        var (turns, forgery) = (dice.Roll(6), Forgery());
        return dice.Roll(8) switch
        {
            0 => () => new SilentMoves(new ForgedMoves(seed, forgery), turns),
            1 => () => new RepeatedMoves(new ForgedMoves(seed, forgery)),
            2 => () => new OutOfRangeMoves(new ForgedMoves(seed, forgery)),
            3 => () => new SenselessMoves(seed),
            _ => () => new ForgedMoves(seed, forgery),
        };
    }

    private IForgery Forgery() => dice.Roll(4) switch
    {
        0 => new Noise(dice.Word()),
        1 => new Fixed(),
        2 => new OneBitBeside(0),
        _ => new OneBitBeside(dice.Roll(16)),
    };

    private int IntervalOf(GameRecord game) => (int)(game.Events[0].Decoded.Start / scene.Program.CheckpointEvery);
}
