using Marketplace.Backends.Cpu.Phases;
using Marketplace.Operators;
using Marketplace.Primitives;

namespace Marketplace.Backends.Cpu.Operations;

/// <summary>The operation of each kind that can be computed by ranges.</summary>
internal static class RangeOperations
{
    public static RangeOperation Of(Resolved resolved, int[] operands, int output, CpuPath path)
    {
        var (op, readings) = (resolved.Operation, resolved.Readings);
        return op.OpCode switch
        {
            OpCode.Map => new MapRange(op, readings, path) { Operands = operands, Output = output },
            OpCode.SumLanes or OpCode.MaxLanes =>
                new LanesRange(op, readings[0], path) { Operands = operands, Output = output },
            OpCode.FoldLanes => new FoldRange(op, readings[0], path) { Operands = operands, Output = output },
            OpCode.Move when op.IsConcatenation =>
                new ConcatenationRange(op, readings[0], readings[1]) { Operands = operands, Output = output },
            OpCode.Move => new MoveRange(op, readings[0]) { Operands = operands, Output = output },
            OpCode.Gather => new GatherRange(op, readings[0], readings[1]) { Operands = operands, Output = output },
            OpCode.Index or OpCode.Random => new RandomRange(op) { Operands = operands, Output = output },
            _ => throw new InvariantBrokenException($"{op.OpCode} is computed by ranges"),
        };
    }
}
