using Marketplace.Execution;
using Marketplace.Programs;
using Marketplace.Protocol.Disputes;

namespace Marketplace.Protocol.Strategies;

/// <summary>
/// Which step, operation, leaf and element a game is about. A state folds them into its context word (B11); they are found
/// again by trying the few candidates against it, with the player's own roots.
/// </summary>
internal sealed class GamePlace(GameRecord game, ITrace trace)
{
    /// <summary>The step whose inside is disputed: from OPERATION on.</summary>
    /// <returns>null if the game's context does not lie on this player's trace: then it has nothing to say.</returns>
    public uint? Step
    {
        get
        {
            var steps = game.LastIn(Alphabet.Step);
            var inside = game.LastIn(Alphabet.Operation);
            if (steps is null || inside is null) return null;
            for (var t = (uint)steps.Start; t < steps.Start + steps.Length; t++)
            {
                if (OperationContext(trace.Program, t) == inside.Context) return t;
            }

            return null;
        }
    }

    /// <summary>The operation whose output is disputed: from LEAF on.</summary>
    public int? OperationOf(StepTrace step)
    {
        var operations = game.LastIn(Alphabet.Operation);
        var inside = game.LastIn(Alphabet.Leaf);
        if (operations is null || inside is null) return null;
        for (var j = (int)operations.Start; (ulong)j < operations.Start + operations.Length; j++)
        {
            if (LeafContext(step, j) == inside.Context) return j;
        }

        return null;
    }

    /// <summary>The leaf that was claimed: from ELEMENT on.</summary>
    public ulong? Leaf => game.LastIn(Alphabet.Element)?.Start;

    private static Primitives.Hash32 OperationContext(Program program, uint t)
    {
        var phase = program.PhaseAt(t);
        return Contexts.Operation(phase.Root, t, program.Depth, (uint)phase.Operations.Length);
    }

    private static Primitives.Hash32 LeafContext(StepTrace step, int j) =>
        Contexts.Leaf(step.EnvironmentRoot(j), step.Phase.Operations[j].Leaf, step.Step, step.Program.Depth);
}
