using Marketplace.Backends.Cpu.Operations;
using Marketplace.Backends.Cpu.Phases;
using Marketplace.Operators;
using static Marketplace.Backends.Cpu.Phases.Resolved;

namespace Marketplace.Backends.Cpu.Fusion;

/// <summary>An operation of a group, with the maps that it has taken in.</summary>
/// <param name="Expression">Of a Map the whole of it, of lanes what they reduce; null where nothing was taken in.</param>
internal sealed record Step(Resolved Op, MapExpression? Expression)
{
    public IReadOnlyList<Reading> Readings => Expression is null ? Op.Readings : Expression.Leaves;
}

/// <summary>Finds the maps that their only reader can compute as it goes.</summary>
internal static class ExpressionPlanner
{
    /// <param name="isOwn">Whether nobody outside of the group sees a tensor.</param>
    public static List<Step> Of(IReadOnlyList<Resolved> members, Func<Tensor, bool> isOwn)
    {
        var steps = new Step?[members.Count];
        for (var j = 0; j < steps.Length; j++) steps[j] = TakingIn(members, steps, j, isOwn);
        return [.. steps.OfType<Step>()];
    }

    /// <summary>The loops of an expression over a shape; lanes go along the last axis by themselves.</summary>
    public static Loop LoopOf(Resolved op, MapExpression expression)
    {
        if (op.Operation.OpCode == OpCode.Map) return Loop.Over(op.Operation.Shape, expression.Leaves);
        var leaves = expression.Leaves;
        var rows = Loop.Over(op.Operation.Shape with { D3 = 1 }, leaves);
        // Rows are walked through one by one, so that their axis is an outer one.
        return new Loop(
            op.Readings[0].Span, [.. rows.Counts, rows.Inner], [.. leaves.Select(l => l.Strides.S3)],
            [.. rows.Strides.Select((s, o) => (long[])[.. s, rows.InnerStrides[o]])]);
    }

    private static Step TakingIn(IReadOnlyList<Resolved> members, Step?[] steps, int j, Func<Tensor, bool> isOwn)
    {
        var op = members[j];
        MapExpression? all = null;
        for (var o = 0; o < op.Readings.Length; o++)
        {
            var k = Producer(members, j, op.Readings[o].Tensor);
            if (k < 0 || steps[k] is not { } step || !isOwn(members[k].Output)) continue;
            var inner = step.Expression ?? MapExpression.Of(members[k]);
            if (!IsFusable(members[k]) || !Suits(op, o, members[k]) || !IsSoleReader(members, k)) continue;
            if (!StillReads(members, k, j, inner)) continue;
            var candidate = op.Operation.OpCode == OpCode.Map ? (all ?? MapExpression.Of(op)).With(o, inner) : inner;
            if (!candidate.Fits(LoopOf(op, candidate))) continue;
            all = candidate;
            steps[k] = null;
        }

        return new Step(op, all);
    }

    /// <summary>The operation that wrote what j reads, or −1.</summary>
    private static int Producer(IReadOnlyList<Resolved> members, int j, Tensor tensor)
    {
        for (var k = j - 1; k >= 0; k--)
        {
            if (SameWords(members[k].Output, tensor)) return k;
        }

        return -1;
    }

    private static bool IsFusable(Resolved op) =>
        op.Operation.OpCode == OpCode.Map && FusedKernels.Knows(op.Operation.Function);

    /// <summary>Whether an operand is read element by element as the map computes it.</summary>
    private static bool Suits(Resolved op, int operand, Resolved map)
    {
        var (shape, reading) = (map.Operation.Shape, op.Readings[operand]);
        if (IsFusable(op)) return op.Operation.Shape == shape && reading.IsIdentity(shape);
        if (op.Operation.OpCode is not (OpCode.SumLanes or OpCode.MaxLanes)) return false;
        var rows = shape with { D3 = 1 };
        return op.Operation.Shape with { D3 = 1 } == rows && reading.Span == shape.D3 && reading.Term == 1
            && reading.IsRowsOf(rows, shape);
    }

    /// <summary>Read by one operand of one operation, until it is written again.</summary>
    private static bool IsSoleReader(IReadOnlyList<Resolved> members, int k)
    {
        var count = 0;
        for (var m = k + 1; m < members.Count; m++)
        {
            count += members[m].Readings.Count(r => SameWords(r.Tensor, members[k].Output));
            if (SameWords(members[m].Output, members[k].Output)) break;
        }

        return count == 1;
    }

    /// <summary>Whether j still finds what k has read: nothing between writes it, and j itself only word for
    /// word.</summary>
    private static bool StillReads(IReadOnlyList<Resolved> members, int k, int j, MapExpression inner)
    {
        foreach (var leaf in inner.Leaves)
        {
            for (var m = k + 1; m < j; m++)
            {
                if (SameWords(members[m].Output, leaf.Tensor)) return false;
            }

            var inPlace = members[j].Operation.OpCode == OpCode.Map && leaf.IsIdentity(members[j].Operation.Shape);
            if (SameWords(members[j].Output, leaf.Tensor) && !inPlace) return false;
        }

        return true;
    }
}
