using System.Collections.Immutable;
using Marketplace.Execution;
using Marketplace.Numerics;
using Marketplace.Operators;
using Marketplace.Primitives;
using Marketplace.Programs;
using Marketplace.Protocol.Disputes;
using Marketplace.Protocol.Strategies;

namespace Marketplace.Scenarios.Tests.Deadlines;

/// <summary>A program, a claim about it that is wrong, and both players of the game about that: in this game each of the four
/// moves is legal somewhere, and each alphabet is met.</summary>
public static class Dispute
{
    private const uint Steps = 20;

    private static readonly Truth s_truth = Make();
    private static readonly Lie s_lie = Lie.Find(s_truth, new OperationSite(Steps - 1, 0), 0)
        ?? throw new InvalidOperationException("The lie vanishes.");

    public static Program Program => s_truth.Program;

    public static Hash32 InitialRoot => s_truth.Roots[0];

    /// <summary>Wrong at its end.</summary>
    public static ImmutableArray<Hash32> Claim { get; } = s_truth.Claim(s_lie);

    public static byte[] Opening { get; } = Strategy.Opening(0, Claim, s_truth.Trace(0));

    /// <summary>What the mover plays: the defender its wrong trace, the challenger the true one.</summary>
    public static Turn? Next(GameRecord game) => Strategy.NextMove(game, game.State.ChallengerMoves ? s_truth.Trace(0) : s_lie.Trace);

    /// <summary>One product of 300 terms, five units, in each of 20 steps of one interval.</summary>
    private static Truth Make()
    {
        var g = new GraphBuilder();
        var x = g.Input("x", ElementType.F32, Shape.Of(1, 300));
        var y = g.State("y", ElementType.F32, Shape.Of(2, 300));
        g.Assign(g.State("dots", ElementType.F32, Shape.Of(1, 2)), g.MatMul(x, y));
        var program = g.Build(Steps, Steps);
        return new Truth(program, SmallPrograms.Initial(program));
    }
}
