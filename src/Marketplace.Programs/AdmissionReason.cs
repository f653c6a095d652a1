namespace Marketplace.Programs;

/// <summary>Why a program is not admitted (O5). Agents neither lock nor challenge what is not admitted.</summary>
public enum AdmissionReason
{
    UnknownLaw,
    NoSteps,
    NoCheckpoints,
    TooManyIntervals,
    WrongPhaseCount,
    InnerWithoutOuter,
    EmptyPhase,
    SlotDepthTooLarge,
    TooManySlots,
    WrongSlotKind,
    WrongSlotShape,
    UnknownOpcode,
    UnknownFunction,
    UnknownType,
    WrongOperandCount,
    WrongAttributeCount,
    FieldTooLarge,
    UnknownOutputSlot,
    WritesInput,
    WrongOutputShape,
    WrongOutputType,
    UnknownOperandSlot,
    WrongOperandShape,
    WrongOperandType,
    ReadsUnwritten,
    WrongLanes,
    UnequalDepths,
    TooDeep,
    WrongSplit,
    WrongTable,
    TooManyIndices,
    NoTokens,
    OutOfBounds,
    TooMuchMemory,
    TooMuchWork,
}

/// <summary>The first thing that is wrong with a program.</summary>
/// <param name="Phase">−1 if it is not an operation's fault, as <paramref name="Operation"/>.</param>
public sealed record AdmissionFault(AdmissionReason Reason, int Phase = -1, int Operation = -1);
