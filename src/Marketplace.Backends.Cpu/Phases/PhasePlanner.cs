using Marketplace.Backends.Cpu.MatMul;
using Marketplace.Backends.Cpu.Operations;
using Marketplace.Numerics;
using Marketplace.Operators;
using static Marketplace.Backends.Cpu.Phases.Resolved;

namespace Marketplace.Backends.Cpu.Phases;

/// <summary>Decides what of a phase is computed, and what is only looked through (O2): a Move whose readers can read its
/// source does not happen, and what nobody reads is not computed.</summary>
internal static class PhasePlanner
{
    public static List<Resolved> Resolve(IReadOnlyList<BoundOperation> operations)
    {
        var resolved = operations.Select(b => new Resolved(b, [.. b.Operands.Select((t, o) => Reading.Of(b.Operation, o, t))])).ToList();
        for (var j = 0; j < resolved.Count; j++) ReadPast(resolved, j);
        for (var j = resolved.Count - 1; j >= 0; j--)
        {
            resolved[j].LastReader = Readers(resolved, j).DefaultIfEmpty(-1).Max();
            resolved[j].IsIdle = !resolved[j].Bound.IsKept && resolved[j].LastReader < 0;
        }

        return resolved;
    }

    /// <summary>The operations that read output j before it is written again.</summary>
    private static IEnumerable<int> Readers(List<Resolved> all, int j)
    {
        for (var k = j + 1; k < all.Count; k++)
        {
            if (!all[k].IsIdle && all[k].Readings.Any(r => SameWords(r.Tensor, all[j].Output))) yield return k;
            if (SameWords(all[k].Output, all[j].Output)) yield break;
        }
    }

    private static void ReadPast(List<Resolved> all, int j)
    {
        var move = all[j];
        if (move.Operation.OpCode != OpCode.Move || move.Operation.IsConcatenation || move.Overwrites) return;
        if (!move.IsByRanges) return;
        var source = move.Readings[0];
        foreach (var k in Readers(all, j).ToList())
        {
            // The source has to be what it was, up to and including the reader.
            if (all.Skip(j + 1).Take(k - j).Any(op => SameWords(op.Output, source.Tensor))) return;
            var reader = all[k];
            for (var o = 0; o < reader.Readings.Length; o++)
            {
                if (!SameWords(reader.Readings[o].Tensor, move.Output)) continue;
                if (reader.Readings[o].Past(reader.Operation.Shape, move.Operation.Shape, source) is { } past && Suits(reader, o, past))
                    reader.Readings[o] = past;
            }
        }
    }

    /// <summary>Whether the reader's loop is as good with it: a product packs any orientation; others want the last axis
    /// side by side or standing still.</summary>
    private static bool Suits(Resolved reader, int operand, Reading past) => reader.Operation.OpCode switch
    {
        OpCode.MatMul => reader.Output.Type == ElementType.F32 && !reader.Overwrites && (operand == 0
            ? MatMulStage.Fits(reader.Operation, past, reader.Readings[1])
            : MatMulStage.Fits(reader.Operation, reader.Readings[0], past)),
        OpCode.SumLanes => !reader.Overwrites && ColumnSumStage.Fits(reader.Operation, past),
        _ when !reader.IsByRanges => false,
        OpCode.Map or OpCode.Move => past.Strides.S3 is 0 or 1 || reader.Operation.Shape.D3 == 1,
        OpCode.Gather => operand == 0,
        _ => false,
    };
}
