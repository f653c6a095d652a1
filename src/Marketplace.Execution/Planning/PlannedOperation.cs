using Marketplace.Operators;
using Marketplace.Programs;

namespace Marketplace.Execution.Planning;

/// <summary>An operation over values instead of slots: a scratch slot that is written anew is another value.</summary>
/// <param name="Operands">Of each operand the number of its value; ~slot where it is a persistent slot.</param>
/// <param name="Output">As one operand.</param>
internal sealed record PlannedOperation(Descriptor Operation, int[] Operands, int Output)
{
    /// <summary>A copy whose readers may read the source instead (O2).</summary>
    public bool IsAlias => Operation.OpCode == OpCode.Move && !Operation.IsConcatenation && Output >= 0;

    /// <summary>The operations of a phase, and how many values they make.</summary>
    public static (List<PlannedOperation> Operations, int Values) Of(Phase phase, SlotTable slots)
    {
        var holds = new Dictionary<int, int>();
        var operations = new List<PlannedOperation>();
        var values = 0;
        foreach (var op in phase.Operations)
        {
            int[] operands = [.. op.Operands.Select(o => o.Slot < slots.ScratchBase ? ~o.Slot : holds[o.Slot])];
            var output = op.Slot < slots.ScratchBase ? ~op.Slot : values++;
            if (output >= 0) holds[op.Slot] = output;
            operations.Add(new PlannedOperation(op, operands, output));
        }

        return (operations, values);
    }
}
