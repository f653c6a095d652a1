using Marketplace.Agents.Games;
using Marketplace.Primitives;
using Marketplace.Simulation.Actors;
using Marketplace.Simulation.Ledgers;
using Marketplace.World.Liars;

namespace Marketplace.Simulation.Casting;

/// <summary>Casts of which only the lies are drawn: one honest party and everybody else against it.</summary>
public static class Scripted
{
    private static readonly Timestamp Start = new(1_800_000_000);

    /// <summary>A right claim, and many who deny it.</summary>
    public static Cast SolverAgainst(int adversaries, Scene scene, ulong seed)
    {
        var dice = new Dice(seed, 0);
        var liars = new Liars(scene, dice);
        var actors = new List<Actor> { new Solver("solver", Account(1), true, scene, Story.OfTruth(scene), fromRound: 1, rounds: 1) };
        for (var i = 0; i < adversaries; i++)
            actors.Add(new Accuser("griefer", Account(10 + i), liars.Accusation(1, Pace.AtOnce, Opens.AtOnce)));
        return Of(scene, dice, actors);
    }

    /// <summary>A wrong claim, one who doubts it, and many who challenge it and say no more, so that they lose.</summary>
    public static Cast ChallengerAgainst(int adversaries, Scene scene, ulong seed)
    {
        var dice = new Dice(seed, 0);
        var liars = new Liars(scene, dice);
        var actors = new List<Actor>
        {
            new Solver("liar", Account(1), false, scene, liars.OneBitPlayedOn(), fromRound: 1, rounds: 1),
            new Challenger(Account(2), scene, seed),
        };
        for (var i = 1; i < adversaries; i++)
        {
            var silent = liars.Accusation(1, Pace.AtOnce, Opens.AtOnce) with { Moves = () => new SilentMoves(new HonestMoves(), 0) };
            actors.Add(new Accuser("colluder", Account(10 + i), silent));
        }

        return Of(scene, dice, actors);
    }

    private static Cast Of(Scene scene, Dice dice, List<Actor> actors)
    {
        var weather = new Weather(BlockSeconds: 12, HoldPercent: 0, HoldSeconds: 0, ReorgPercent: 0, ReorgDepth: 1);
        var terms = TermsDraw.Terms(dice, weather, scene.Program.CheckpointEvery, Start + weather.BlockSeconds);
        actors.Add(new Keeper(Account(3)));
        actors.Add(new Submitter("submitter", Account(4), scene.Program.Header(), scene.Truth.Roots[0], terms));
        return new Cast(scene, terms, weather, actors, Start);
    }

    private static Address Account(int number)
    {
        var bytes = new byte[Address.Size];
        (bytes[^2], bytes[^1]) = ((byte)(number >> 8), (byte)number);
        return new Address(bytes);
    }
}
