using Marketplace.Numerics;
using Marketplace.Primitives;

namespace Marketplace.Operators;

/// <summary>The law of the operators (section 3): scalar, one element after the other, by the definition. Everything
/// faster is compared with this.</summary>
/// <remarks>Floats are stored canonical by every operator, copying ones too; integers are never touched (F4).</remarks>
public sealed class LawBackend : IBackend
{
    public void Run(OperationSite site, Descriptor op, IReadOnlyList<Tensor> operands, Tensor output)
    {
        Invariant.That(operands.Count == op.Operands.Length, "an operation gets its operands");
        Invariant.That(output.Type == op.Type, "the output has the descriptor's type");
        Invariant.That(output.Shape == op.Shape, "the output has the descriptor's shape");

        // All operands are read before anything is written (O5). An element is computed as a word; i8 is packed after.
        var apart = op.Type == ElementType.I8 || operands.Any(o => ReferenceEquals(o.Words, output.Words));
        var target = apart ? new uint[op.Shape.Elements] : output.Words;
        switch (op.OpCode)
        {
            case OpCode.MatMul when op.IsInt8Product:
                Int8MatMulLaw.Run(op, operands[0], operands[1], target);
                break;
            case OpCode.MatMul:
                MatMulLaw.Run(op, operands[0], operands[1], target);
                break;
            case OpCode.SumLanes:
            case OpCode.MaxLanes:
                LanesLaw.Run(op, operands[0], target);
                break;
            case OpCode.FoldLanes:
                FoldLanesLaw.Run(op, operands[0], target);
                break;
            case OpCode.Map:
                MapLaw.Run(op, operands, target);
                break;
            case OpCode.Move:
                MoveLaw.Run(op, operands, target);
                break;
            case OpCode.Gather:
                GatherLaw.Run(op, operands[0], operands[1], target);
                break;
            case OpCode.Index:
            case OpCode.Random:
                RandomLaw.Run(op, site.Step, target);
                break;
            case OpCode.ScatterAdd:
                ScatterAddLaw.Run(op, operands[0], operands[1], target);
                break;
            default:
                throw new InvariantBrokenException($"opcode {op.OpCode} is an operator");
        }

        if (op.Type == ElementType.F32) Canonicalise(target);
        if (op.Type == ElementType.I8) Int8Words.Pack(target, output.Columns, output.Words);
        else if (apart) target.CopyTo(output.Words, 0);
    }

    /// <summary>The chain of one element: v_0 = acc0, then the accumulator after each unit, canonical; the
    /// last one is the element.</summary>
    /// <returns>Units + 1 patterns.</returns>
    public static uint[] Accumulators(Descriptor op, IReadOnlyList<Tensor> operands, uint step, long element)
    {
        var values = new uint[Chain.Units(op, element) + 1];
        values[0] = Chain.Initial(op.OpCode);
        var index = op.Shape.Index(element);
        for (var unit = 0; unit < values.Length - 1; unit++)
        {
            var end = op.OpCode switch
            {
                OpCode.MatMul when op.IsInt8Product =>
                    Int8MatMulLaw.Unit(op, operands[0], operands[1], index, unit, values[unit]),
                OpCode.MatMul => MatMulLaw.Unit(op, operands[0], operands[1], index, unit, values[unit]),
                OpCode.SumLanes or OpCode.MaxLanes => LanesLaw.Unit(op, operands[0], index, unit, values[unit]),
                OpCode.FoldLanes => FoldLanesLaw.Element(op, operands[0], index),
                OpCode.Map => MapLaw.Element(op, operands, index),
                OpCode.Move => MoveLaw.Element(op, operands, index),
                OpCode.Gather => GatherLaw.Element(op, operands[0], operands[1], index),
                OpCode.Index or OpCode.Random => RandomLaw.Element(op, step, element),
                OpCode.ScatterAdd => ScatterAddLaw.Unit(op, operands[0], operands[1], index, unit, values[unit]),
                _ => throw new InvariantBrokenException($"opcode {op.OpCode} is an operator"),
            };
            values[unit + 1] = op.Type == ElementType.F32 ? Law.Canonical(end) : end;
        }

        return values;
    }

    private static void Canonicalise(Span<uint> words)
    {
        foreach (ref var word in words) word = Law.Canonical(word);
    }
}
