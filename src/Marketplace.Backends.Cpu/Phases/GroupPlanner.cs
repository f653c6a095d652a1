using Marketplace.Backends.Cpu.MatMul;
using Marketplace.Operators;
using static Marketplace.Backends.Cpu.Phases.Resolved;

namespace Marketplace.Backends.Cpu.Phases;

/// <summary>Operations that one core may do one after the other for a few rows, before it goes on to the next rows: what
/// one writes the next finds in the cache.</summary>
/// <param name="Rows">Into so many equal rows every output of the group is cut.</param>
internal sealed record Group(int First, int Count, long Rows);

/// <summary>Finds the longest run of operations, from one on, that can be done row by row; what nobody needs is passed
/// over.</summary>
internal static class GroupPlanner
{
    /// <summary>A row of a group has no more elements of one tensor: blocks of rows are to fit a core's cache, and to be many
    /// enough for all cores.</summary>
    private const long WidestRow = 16 * 1024;

    /// <summary>The same of a batch with its products: some of these have to fit what a core has for itself.</summary>
    private const long WidestBatch = 4 << 20;

    public static Group Longest(IReadOnlyList<Resolved> all, int first)
    {
        var shape = all[first].Operation.Shape;
        var best = new Group(first, 1, IsLanes(all[first]) ? shape.Rows : shape.Elements);
        // A row is an element, a row of the shape, or a whole block of rows.
        foreach (var rows in new[] { shape.Elements, shape.Rows, (long)shape.D0 * shape.D1, shape.D0 })
        {
            var count = 0;
            while (first + count < all.Count && (all[first + count].IsIdle || Joins(all, first, count, rows, WidestRow))) count++;
            if (count > best.Count) best = new Group(first, count, rows);
        }

        return best;
    }

    /// <summary>A run of operations with products among them, batch by batch: attention, whose scores then are in no memory
    /// but a core's.</summary>
    /// <param name="threads">There have to be batches for all of them.</param>
    /// <returns>Null where no product joins anything.</returns>
    public static Group? Batched(IReadOnlyList<Resolved> all, int first, int threads)
    {
        var shape = all[first].Operation.Shape;
        var batches = (long)shape.D0 * shape.D1;
        if (!MatMulRange.Fits(all[first]) || batches < Math.Max(2, threads)) return null;
        var (count, members) = (0, 0);
        for (; first + count < all.Count; count++)
        {
            if (all[first + count].IsIdle) continue;
            if (!Joins(all, first, count, batches, WidestBatch)) break;
            members++;
        }

        return members > 1 ? new Group(first, count, batches) : null;
    }

    private static bool IsLanes(Resolved op) => op.Operation.OpCode is OpCode.SumLanes or OpCode.MaxLanes;

    private static bool Joins(IReadOnlyList<Resolved> all, int first, int count, long rows, long widest)
    {
        var next = all[first + count];
        if (next.Output.Shape.Elements % rows != 0 || next.Output.Shape.Elements / rows > widest) return false;
        // Lanes are computed a whole row of them at a time.
        if (IsLanes(next) && next.Output.Shape.Elements / rows % Chain.Lanes != 0) return false;
        var isProduct = widest == WidestBatch && MatMulRange.Fits(next) && (long)next.Operation.Shape.D0 * next.Operation.Shape.D1 == rows;
        if (!next.IsByRanges && !isProduct) return false;
        var members = all.Skip(first).Take(count).Where(m => !m.IsIdle).ToList();
        foreach (var reading in next.Readings)
        {
            var inside = members.Any(m => SameWords(m.Output, reading.Tensor)) || SameWords(next.Output, reading.Tensor);
            if (inside && !IsByRows(next, reading, rows)) return false;
        }

        // Whoever reads what is now written has to have read the same rows only.
        return members.All(m => m.Readings.All(r => !SameWords(r.Tensor, next.Output) || IsByRows(m, r, rows)));
    }

    /// <summary>Whether an operation's rows read those rows of a tensor only.</summary>
    public static bool IsByRows(Resolved op, Reading reading, long rows)
    {
        // The table of a Gather is read anywhere.
        if (op.Operation.OpCode == OpCode.Gather && ReferenceEquals(reading, op.Readings[1])) return false;
        return reading.IsByRows(op.Operation.Shape, rows);
    }
}
