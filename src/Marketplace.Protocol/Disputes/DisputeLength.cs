using Marketplace.Numerics;
using Marketplace.Operators;
using Marketplace.Programs;

namespace Marketplace.Protocol.Disputes;

/// <summary>How long a dispute about a program can be: nobody chooses positions, so the number of turns is exact (D3).</summary>
/// <param name="Transactions">From commit to the proof, both of them counted; the settlement is part of the proof.</param>
/// <param name="Phase">Where the longest one ends.</param>
/// <param name="Operation">As <paramref name="Phase"/>.</param>
public sealed record DisputeLength(int Transactions, int Phase, int Operation)
{
    private const long Arity = 16;
    private const long TermArity = 64;

    /// <summary>The longest dispute that a program allows.</summary>
    public static DisputeLength Of(Program program)
    {
        var longest = new DisputeLength(0, 0, 0);
        for (var p = 0; p < program.Phases.Length; p++)
        {
            var operations = program.Phases[p].Operations;
            for (var j = 0; j < operations.Length; j++)
            {
                var length = Of(Math.Min(program.Steps, program.CheckpointEvery), operations.Length, operations[j]);
                if (length > longest.Transactions) longest = new DisputeLength(length, p, j);
            }
        }

        return longest;
    }

    /// <summary>Commit; open, which cuts the interval once; the other cuts of the steps; the descent to operations with its first
    /// cut and the others; the same with leaves; the descent to an element; its chain, if it has several units; the
    /// proof.</summary>
    private static int Of(long steps, long operations, Descriptor op)
    {
        var units = Chain.Units(op, op.Shape.Elements - 1);
        var chain = units > 1 ? Cuts(units, TermArity) : 0;
        return 1 + Cuts(steps, Arity) + Cuts(operations, Arity) + Cuts(LeavesOf(op), Arity) + 1 + chain + 1;
    }

    /// <summary>Turns that cut ℓ units until one is left; a single unit takes the turn in which it is claimed.</summary>
    private static int Cuts(long units, long arity)
    {
        var cuts = 1;
        while ((units = (units + arity - 1) / arity) > 1) cuts++;
        return cuts;
    }

    private static long LeavesOf(Descriptor op)
    {
        var words = op.Shape.WordsPerRow(op.Type);
        return op.Shape.Rows * ((words + 63) / 64);
    }
}
