using Marketplace.Operators;
using static Marketplace.Backends.Cpu.Phases.Resolved;

namespace Marketplace.Backends.Cpu.Phases;

/// <summary>Operations that one core may do one after the other for a few rows, before it goes on to the next rows: what
/// one writes the next finds in the cache.</summary>
/// <param name="Rows">Into so many equal rows every output of the group is cut.</param>
internal sealed record Group(int First, int Count, long Rows);

/// <summary>Finds the longest run of operations, from one on, that can be done row by row.</summary>
internal static class GroupPlanner
{
    /// <summary>A row of a group has no more elements of one tensor: blocks of rows are to fit a core's cache, and to be many
    /// enough for all cores.</summary>
    private const long WidestRow = 16 * 1024;

    public static Group Longest(IReadOnlyList<Resolved> all, int first)
    {
        var shape = all[first].Operation.Shape;
        var best = new Group(first, 1, shape.Elements);
        // A row is an element, a row of the shape, or a whole block of rows.
        foreach (var rows in new[] { shape.Elements, shape.Rows, (long)shape.D0 * shape.D1, shape.D0 })
        {
            var count = 0;
            while (first + count < all.Count && Joins(all, first, count, rows)) count++;
            if (count > best.Count) best = new Group(first, count, rows);
        }

        return best;
    }

    private static bool Joins(IReadOnlyList<Resolved> all, int first, int count, long rows)
    {
        var next = all[first + count];
        if (!next.IsByRanges || next.Output.Shape.Elements % rows != 0 || next.Output.Shape.Elements / rows > WidestRow) return false;
        var members = all.Skip(first).Take(count).ToList();
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
