using Marketplace.Backends.Cpu.Fusion;
using Marketplace.Backends.Cpu.MatMul;
using Marketplace.Operators;
using Marketplace.Primitives;

namespace Marketplace.Backends.Cpu.Operations;

/// <summary>The operation of each kind that can be computed by ranges.</summary>
internal static class RangeOperations
{
    public static RangeOperation Of(Step step, int[] operands, int output, CpuPath path, Gemm gemm)
    {
        var (op, readings) = (step.Op.Operation, step.Op.Readings);
        if (step.Expression is { } expression)
        {
            var loop = ExpressionPlanner.LoopOf(step.Op, expression);
            return op.OpCode == OpCode.Map
                ? new FusedMapRange(expression, loop, path) { Operands = operands, Output = output }
                : new FusedLanesRange(op.OpCode, expression, loop, path) { Operands = operands, Output = output };
        }

        return op.OpCode switch
        {
            OpCode.MatMul => new MatMulRange(op, readings[0], readings[1], gemm) { Operands = operands, Output = output },
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
