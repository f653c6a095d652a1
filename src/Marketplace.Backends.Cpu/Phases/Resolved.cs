using Marketplace.Backends.Cpu.Operations;
using Marketplace.Numerics;
using Marketplace.Operators;

namespace Marketplace.Backends.Cpu.Phases;

/// <summary>An operation of a phase after the planner has looked at it.</summary>
internal sealed class Resolved(BoundOperation bound, Reading[] readings)
{
    public BoundOperation Bound => bound;

    public Descriptor Operation => bound.Operation;

    public Tensor Output => bound.Output;

    /// <summary>One for each operand; a Move that is read past has left them.</summary>
    public Reading[] Readings => readings;

    /// <summary>Nobody reads the output any more.</summary>
    public bool IsIdle { get; set; }

    /// <summary>The last operation that reads this output before it is written anew, or −1.</summary>
    public int LastReader { get; set; } = -1;

    /// <summary>The output is one of its own operands.</summary>
    public bool Overwrites => readings.Any(r => SameWords(r.Tensor, Output));

    /// <summary>It sums columns of a tensor whose transposed copy is never made.</summary>
    public bool IsColumnSum => Operation.OpCode == OpCode.SumLanes && ColumnSumStage.Fits(Operation, readings[0]);

    /// <summary>Elements of it can be computed in any order and by ranges.</summary>
    public bool IsByRanges
    {
        get
        {
            if (Operation.OpCode is OpCode.MatMul or OpCode.ScatterAdd) return false;
            if (IsColumnSum) return false;
            if (Output.Type == ElementType.I8 || readings.Any(r => r.Tensor.Type == ElementType.I8)) return false;
            // What overwrites itself may do so word for word only: all is read before it is written (O5).
            return !Overwrites || (Operation.OpCode == OpCode.Map
                && readings.All(r => !SameWords(r.Tensor, Output) || r.IsIdentity(Operation.Shape)));
        }
    }

    /// <summary>Two tensors are one if they share their words.</summary>
    public static bool SameWords(Tensor one, Tensor other) => ReferenceEquals(one.Words, other.Words);
}
