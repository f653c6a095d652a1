using Marketplace.Numerics;
using Marketplace.Operators;

namespace Marketplace.Programs;

/// <summary>The static check of a program (O5): what passes can neither fail while it runs nor embarrass the
/// referee.</summary>
/// <remarks>Nothing is allocated by a tensor's size, and no arithmetic can overflow, whatever the numbers
/// say (A2).</remarks>
public static class ProgramAdmission
{
    /// <summary>The first fault, or null if the program is admitted.</summary>
    public static AdmissionFault? Check(Program program, ProgramLimits? limits = null) =>
        Schedule(program) ?? Slots(program.Slots) ?? Operations(program)
        ?? Cost(program, limits ?? ProgramLimits.Default);

    private static AdmissionFault? Schedule(Program program)
    {
        if (program.Law != Program.CurrentLaw) return new(AdmissionReason.UnknownLaw);
        if (program.Steps == 0) return new(AdmissionReason.NoSteps);
        if (program.CheckpointEvery == 0) return new(AdmissionReason.NoCheckpoints);
        if (program.Intervals > Program.MaxIntervals) return new(AdmissionReason.TooManyIntervals);
        if (program.Phases.Length is < 1 or > 2) return new(AdmissionReason.WrongPhaseCount);
        // INVARIANT: with two phases both of them run at some step of a long enough job.
        if ((program.Phases.Length == 2) != (program.Inner > 0)) return new(AdmissionReason.InnerWithoutOuter);
        for (var i = 0; i < program.Phases.Length; i++)
        {
            if (program.Phases[i].Operations.IsEmpty) return new(AdmissionReason.EmptyPhase, i);
        }

        return null;
    }

    private static AdmissionFault? Slots(SlotTable slots)
    {
        if (slots.Depth is < 0 or > SlotTable.MaxDepth) return new(AdmissionReason.SlotDepthTooLarge);
        if (slots.Persistent.Length > slots.ScratchBase || slots.Scratch.Length > slots.ScratchBase)
            return new(AdmissionReason.TooManySlots);
        if (slots.Persistent.Any(s => s.Kind is not (SlotKind.Input or SlotKind.State)))
            return new(AdmissionReason.WrongSlotKind);
        if (slots.Scratch.Any(s => s.Kind != SlotKind.Scratch)) return new(AdmissionReason.WrongSlotKind);
        var all = slots.Persistent.Concat(slots.Scratch);
        if (all.Any(s => !Enum.IsDefined(s.Type))) return new(AdmissionReason.UnknownType);
        if (all.Any(s => !s.Shape.IsAdmissible)) return new(AdmissionReason.WrongSlotShape);
        return null;
    }

    private static AdmissionFault? Operations(Program program)
    {
        for (var phase = 0; phase < program.Phases.Length; phase++)
        {
            var operations = program.Phases[phase].Operations;
            var written = new HashSet<int>();
            for (var j = 0; j < operations.Length; j++)
            {
                if (OperationAdmission.Check(operations[j]) is { } own) return new(own, phase, j);
                if (Fits(operations[j], program.Slots, written) is { } fault) return new(fault, phase, j);
                written.Add(operations[j].Slot);
            }
        }

        return null;
    }

    /// <summary>An operation against the slots: types, shapes, and scratch written before it is read in its
    /// phase.</summary>
    private static AdmissionReason? Fits(Descriptor op, SlotTable slots, HashSet<int> written)
    {
        var output = slots[op.Slot];
        if (output.Kind == SlotKind.Unused) return AdmissionReason.UnknownOutputSlot;
        if (output.Kind == SlotKind.Input) return AdmissionReason.WritesInput;
        if (output.Shape != op.Shape) return AdmissionReason.WrongOutputShape;
        if (output.Type != op.Type) return AdmissionReason.WrongOutputType;
        foreach (var operand in op.Operands)
        {
            var slot = slots[operand.Slot];
            if (slot.Kind == SlotKind.Unused) return AdmissionReason.UnknownOperandSlot;
            if (slot.Shape.Rows != operand.Rows || slot.Shape.Columns != operand.Columns)
                return AdmissionReason.WrongOperandShape;
            if (slot.Type != operand.Type) return AdmissionReason.WrongOperandType;
            if (slot.Kind == SlotKind.Scratch && !written.Contains(operand.Slot)) return AdmissionReason.ReadsUnwritten;
        }

        return null;
    }

    private static AdmissionFault? Cost(Program program, ProgramLimits limits)
    {
        var cost = ProgramCost.Of(program);
        if (cost.Bytes > limits.MaxBytes || cost.LargestTensor > Array.MaxLength)
            return new(AdmissionReason.TooMuchMemory);
        if (cost.TermsPerStep > limits.MaxTermsPerStep) return new(AdmissionReason.TooMuchWork);
        return null;
    }
}
