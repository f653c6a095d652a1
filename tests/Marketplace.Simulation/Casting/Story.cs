using System.Collections.Immutable;
using Marketplace.Agents.Games;
using Marketplace.Primitives;
using Marketplace.Protocol.Strategies;

namespace Marketplace.Simulation.Casting;

/// <summary>What somebody says about a job, and how it defends it.</summary>
/// <param name="Name">For logs and counts.</param>
/// <param name="Roots">The claim.</param>
/// <param name="Trace">What it shows of an interval when it is asked.</param>
/// <param name="Moves">How it plays.</param>
public sealed record Story(string Name, ImmutableArray<Hash32> Roots, Func<int, ITrace> Trace, IMoveChooser Moves)
{
    public static Story OfTruth(Scene scene) =>
        new("truth", scene.Truth.Roots, scene.Truth.Trace, new HonestMoves());

    /// <summary>The trace of the interval that a game was opened about.</summary>
    public Func<GameRecord, ITrace> TraceOf(Scene scene) =>
        game => Trace((int)(game.Events[0].Decoded.Start / scene.Program.CheckpointEvery));
}
