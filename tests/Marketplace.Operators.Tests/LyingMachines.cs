using Marketplace.Numerics;
using Marketplace.Operators;

namespace Marketplace.Operators.Tests;

/// <summary>A machine on another arithmetic than the law's: maps, products, lanes and folds are computed with it, all else
/// by the law.</summary>
internal class MachineOf<A> : IBackend where A : struct, IArithmetic<uint>
{
    private readonly LawBackend _law = new();

    public virtual void Run(OperationSite site, Descriptor op, IReadOnlyList<Tensor> operands, Tensor output)
    {
        if (op.Type == ElementType.I8 || op.IsInt8Product || op.OpCode is not (OpCode.Map or OpCode.MatMul or OpCode.SumLanes or OpCode.MaxLanes))
        {
            _law.Run(site, op, operands, output);
            return;
        }

        for (var e = 0; e < output.Words.Length; e++)
        {
            var word = Element(op, operands, op.Shape.Index(e));
            output.Words[e] = op.Type == ElementType.F32 ? Stored(word) : word;
        }
    }

    /// <summary>acc0 of a product, and its terms in this machine's order.</summary>
    protected virtual uint Product(ReadOnlySpan<uint> a, ReadOnlySpan<uint> b)
    {
        var acc = 0u;
        for (var k = 0; k < a.Length; k++) acc = A.Fma(a[k], b[k], acc);
        return acc;
    }

    /// <summary>The terms of a lane, in this machine's order.</summary>
    protected virtual uint Lane(OpCode opCode, ReadOnlySpan<uint> row, int lane)
    {
        var acc = Chain.Initial(opCode);
        for (var c = lane; c < row.Length; c += Chain.Lanes)
            acc = opCode == OpCode.SumLanes ? A.Add(acc, row[c]) : A.SelectGreater(row[c], acc, row[c], acc);
        return acc;
    }

    protected virtual uint Stored(uint word) => Law.Canonical(word);

    private uint Element(Descriptor op, IReadOnlyList<Tensor> operands, ElementIndex index) => op.OpCode switch
    {
        OpCode.MatMul => Product(operands[0].Row(op.Operands[0].Position(index)), operands[1].Row(op.Operands[1].Position(index))),
        OpCode.Map => MapFunctions<A, uint>.Apply(
            op.Function, [.. operands.Select((x, o) => x.Element(op.Operands[o].Position(index)))], op.Attributes.AsSpan()),
        _ => Lane(op.OpCode, operands[0].Row(op.Operands[0].Position(index)), (int)index.I3),
    };
}

/// <summary>Adds a product's terms from the last to the first.</summary>
internal sealed class DescendingMachine : MachineOf<Law>
{
    protected override uint Product(ReadOnlySpan<uint> a, ReadOnlySpan<uint> b)
    {
        var acc = 0u;
        for (var k = a.Length - 1; k >= 0; k--) acc = Law.Fma(a[k], b[k], acc);
        return acc;
    }
}

/// <summary>Adds a product's terms in so many accumulators and these in the end: "split-K" (O3).</summary>
internal sealed class SplitMachine(int parts) : MachineOf<Law>
{
    protected override uint Product(ReadOnlySpan<uint> a, ReadOnlySpan<uint> b)
    {
        var accumulators = new uint[parts];
        for (var k = 0; k < a.Length; k++) accumulators[k % parts] = Law.Fma(a[k], b[k], accumulators[k % parts]);
        return accumulators.Aggregate(Law.Add);
    }
}

/// <summary>Fills a product's terms up with zeros to whole vectors (F7).</summary>
internal sealed class PaddingMachine : MachineOf<Law>
{
    protected override uint Product(ReadOnlySpan<uint> a, ReadOnlySpan<uint> b)
    {
        var acc = base.Product(a, b);
        for (var k = a.Length; k % 16 != 0; k++) acc = Law.Fma(0, 0, acc);
        return acc;
    }
}

/// <summary>Begins a chain with its first term, not at +0 (O5).</summary>
internal sealed class FirstTermMachine : MachineOf<Law>
{
    protected override uint Product(ReadOnlySpan<uint> a, ReadOnlySpan<uint> b)
    {
        var acc = Law.Mul(a[0], b[0]);
        for (var k = 1; k < a.Length; k++) acc = Law.Fma(a[k], b[k], acc);
        return acc;
    }
}

/// <summary>Adds a lane's terms from the last to the first.</summary>
internal sealed class DescendingLanesMachine : MachineOf<Law>
{
    protected override uint Lane(OpCode opCode, ReadOnlySpan<uint> row, int lane)
    {
        if (opCode != OpCode.SumLanes) return base.Lane(opCode, row, lane);
        var acc = 0u;
        for (var c = row.Length - 1; c >= 0; c--) if (c % Chain.Lanes == lane) acc = Law.Add(acc, row[c]);
        return acc;
    }
}

/// <summary>Stores NaNs as this machine happens to make them.</summary>
internal sealed class RawNaNMachine : MachineOf<Deviating<NegativeNaNs>>
{
    protected override uint Stored(uint word) => word;
}

/// <summary>Fuses a product with the sum that follows it.</summary>
internal sealed class FusingMachine : MachineOf<Law>, IBackend
{
    IPreparedPhase IBackend.Prepare(IReadOnlyList<BoundOperation> operations) => new Fused(this, operations);

    private sealed class Fused(IBackend machine, IReadOnlyList<BoundOperation> operations) : IPreparedPhase
    {
        public void Run(uint step)
        {
            for (var j = 0; j < operations.Count; j++)
            {
                var (op, operands, output, _) = operations[j];
                var isSum = j > 0 && op.Function == MapCode.Add && operations[j - 1].Operation.Function == MapCode.Mul;
                if (!isSum || operands[0] != operations[j - 1].Output) machine.Run(new OperationSite(step, j), op, operands, output);
                else for (var e = 0; e < output.Words.Length; e++) output.Words[e] = Law.Fma(
                    operations[j - 1].Operands[0].Words[e], operations[j - 1].Operands[1].Words[e], operands[1].Words[e]);
            }
        }

        public void Dispose()
        {
        }
    }
}
