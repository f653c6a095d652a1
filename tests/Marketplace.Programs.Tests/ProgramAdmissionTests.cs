using System.Collections.Immutable;
using Marketplace.Numerics;
using Marketplace.Operators;
using Marketplace.Programs;
using Marketplace.Programs.Training;

namespace Marketplace.Programs.Tests;

public class ProgramAdmissionTests
{
    // Slots 0 x [3,70] and 1 i [5] are inputs, 2 w [4,70] and 3 s [4] are state; D = 3.
    private static Program Sound()
    {
        var graph = new GraphBuilder();
        var x = graph.Input("x", ElementType.F32, Shape.Of(3, 70));
        var i = graph.Input("i", ElementType.I32, Shape.Of(5));
        var w = graph.State("w", ElementType.F32, Shape.Of(4, 70));
        var s = graph.State("s", ElementType.F32, Shape.Of(4));
        var product = graph.MatMul(graph.Gather(i, x), w);
        var rows = graph.Gather(graph.Index(Shape.Of(4), 1, 5), product);
        var joined = graph.Concat(rows, w, 3);
        graph.Assign(s, graph.Reshape(graph.SumRows(joined), Shape.Of(4)));
        graph.Assign(w, graph.Map(MapCode.Scale, [0x3f000000], w));
        return graph.Build(10, 5);
    }

    private static Program Noise()
    {
        var graph = new GraphBuilder();
        graph.Assign(graph.State("noise", ElementType.I32, Shape.Of(2, 70)), graph.Random(Shape.Of(2, 70), 1));
        return graph.Build(10, 5);
    }

    /// <summary>[5] indices, [5, 3] gradients to [4, 3].</summary>
    private static Program Scatter()
    {
        var graph = new GraphBuilder();
        var (i, g) = (graph.Input("i", ElementType.I32, Shape.Of(5)), graph.Input("g", ElementType.F32, Shape.Of(5, 3)));
        graph.Assign(graph.State("table", ElementType.F32, Shape.Of(4, 3)), graph.ScatterAdd(i, g, 4));
        return graph.Build(10, 5);
    }

    private static Program Int8Product(int depth)
    {
        var graph = new GraphBuilder();
        var (a, b) = (graph.Input("a", ElementType.I8, Shape.Of(2, depth)), graph.Input("b", ElementType.I8, Shape.Of(3, depth)));
        graph.Assign(graph.State("product", ElementType.I32, Shape.Of(2, 3)), graph.MatMul(a, b));
        return graph.Build(10, 5);
    }

    /// <summary>i8 in between only.</summary>
    private static Program Rounded()
    {
        var graph = new GraphBuilder();
        var x = graph.State("x", ElementType.F32, Shape.Of(2, 70));
        graph.Assign(x, graph.Map(MapCode.FromI8, graph.Map(MapCode.ToI8, x)));
        return graph.Build(10, 5);
    }

    private static int Find(Program program, OpCode opCode) =>
        program.Phases[0].Operations.IndexOf(program.Phases[0].Operations.First(op => op.OpCode == opCode));

    private static Program With(Program program, int operation, Func<Descriptor, Descriptor> damage) =>
        program with { Phases = [new Phase(program.Phases[0].Operations.SetItem(operation, damage(program.Phases[0].Operations[operation])))] };

    private static Descriptor Operand(Descriptor op, int o, Func<Operand, Operand> damage) =>
        op with { Operands = op.Operands.SetItem(o, damage(op.Operands[o])) };

    [Fact]
    public void ASoundProgram_IsAdmitted()
    {
        ProgramAdmission.Check(Sound()).Should().BeNull();
        ProgramAdmission.Check(TrainingCompiler.Compile(Given.ReferenceJob).Program).Should().BeNull();
        ProgramAdmission.Check(Noise()).Should().BeNull();
        ProgramAdmission.Check(Scatter()).Should().BeNull();
        ProgramAdmission.Check(Int8Product(Chain.MaxInt8Depth)).Should().BeNull();
        ProgramAdmission.Check(Rounded()).Should().BeNull();
    }

    public static TheoryData<AdmissionReason, string> Damages()
    {
        var data = new TheoryData<AdmissionReason, string>();
        foreach (var (reason, name) in Damaged.Keys) data.Add(reason, name);
        return data;
    }

    private static readonly Dictionary<(AdmissionReason Reason, string Name), Func<Program, Program>> Damaged = new()
    {
        [(AdmissionReason.UnknownLaw, "law 2")] = p => p with { Law = 2 },
        [(AdmissionReason.NoSteps, "no step")] = p => p with { Steps = 0 },
        [(AdmissionReason.NoCheckpoints, "c = 0")] = p => p with { CheckpointEvery = 0 },
        [(AdmissionReason.TooManyIntervals, "257 intervals")] = p => p with { Steps = 257, CheckpointEvery = 1 },
        [(AdmissionReason.TooManyIntervals, "2^32 intervals")] =
            p => p with { Steps = uint.MaxValue, CheckpointEvery = 1 },
        [(AdmissionReason.WrongPhaseCount, "no phase")] = p => p with { Phases = [] },
        [(AdmissionReason.WrongPhaseCount, "three phases")] =
            p => p with { Phases = [p.Phases[0], p.Phases[0], p.Phases[0]], Inner = 1 },
        [(AdmissionReason.InnerWithoutOuter, "inner with one phase")] = p => p with { Inner = 3 },
        [(AdmissionReason.EmptyPhase, "nothing to do")] = p => p with { Phases = [new Phase([])] },
        [(AdmissionReason.SlotDepthTooLarge, "D = 16")] = p => p with { Slots = p.Slots with { Depth = 16 } },
        [(AdmissionReason.SlotDepthTooLarge, "D = 200")] = p => p with { Slots = p.Slots with { Depth = 200 } },
        [(AdmissionReason.TooManySlots, "D = 1")] = p => p with { Slots = p.Slots with { Depth = 1 } },
        [(AdmissionReason.WrongSlotKind, "scratch among the state")] =
            p => Slot(p, 3, s => s with { Kind = SlotKind.Scratch }),
        [(AdmissionReason.UnknownType, "a slot of type 3")] = p => Slot(p, 3, s => s with { Type = (ElementType)3 }),
        [(AdmissionReason.WrongSlotShape, "an empty slot")] =
            p => Slot(p, 3, s => s with { Shape = new Shape(1, 1, 1, 0) }),
        [(AdmissionReason.WrongSlotShape, "2^40 leaves")] =
            p => Slot(p, 3, s => s with { Shape = new Shape(1, 1 << 20, 1 << 20, 1) }),
        [(AdmissionReason.WrongSlotShape, "2^128 elements")] =
            p => Slot(p, 3, s => s with { Shape = new Shape(uint.MaxValue, uint.MaxValue, uint.MaxValue, uint.MaxValue) }),
        [(AdmissionReason.UnknownOpcode, "opcode 11")] = p => At(p, OpCode.Index, op => op with { OpCode = (OpCode)11 }),
        [(AdmissionReason.UnknownFunction, "map function 99")] =
            p => At(p, OpCode.Map, op => op with { Function = 99 }),
        [(AdmissionReason.UnknownFunction, "fold function 2")] =
            p => At(p, OpCode.FoldLanes, op => op with { Function = 2 }),
        [(AdmissionReason.UnknownFunction, "a product with a function")] =
            p => At(p, OpCode.MatMul, op => op with { Function = 1 }),
        [(AdmissionReason.UnknownType, "an output of type 3")] =
            p => At(p, OpCode.Index, op => op with { Type = (ElementType)3 }),
        [(AdmissionReason.WrongOperandCount, "half a product")] =
            p => At(p, OpCode.MatMul, op => op with { Operands = op.Operands[..1] }),
        [(AdmissionReason.WrongOperandCount, "scale of two")] =
            p => At(p, OpCode.Map, op => op with { Operands = [op.Operands[0], op.Operands[0]] }),
        [(AdmissionReason.WrongAttributeCount, "scale by nothing")] =
            p => At(p, OpCode.Map, op => op with { Attributes = [] }),
        [(AdmissionReason.WrongAttributeCount, "Index without n")] =
            p => At(p, OpCode.Index, op => op with { Attributes = [1, 2] }),
        [(AdmissionReason.FieldTooLarge, "offset 2^40")] =
            p => At(p, OpCode.Map, op => Operand(op, 0, o => o with { Offset = 1L << 40 })),
        [(AdmissionReason.FieldTooLarge, "a stride below zero")] =
            p => At(p, OpCode.Map, op => Operand(op, 0, o => o with { Strides = o.Strides with { S3 = -1 } })),
        [(AdmissionReason.UnknownOutputSlot, "slot 5")] = p => At(p, OpCode.Map, op => op with { Slot = 5 }),
        [(AdmissionReason.WritesInput, "x overwritten")] = p => At(p, OpCode.Map, op => op with { Slot = 0 }),
        [(AdmissionReason.WrongOutputShape, "a shorter output")] =
            p => At(p, OpCode.Map, op => op with { Shape = Shape.Of(3, 70) }),
        [(AdmissionReason.WrongOutputType, "a product of integers")] =
            p => At(p, OpCode.MatMul, op => op with { Type = ElementType.I32 }),
        [(AdmissionReason.WrongOutputType, "an Index of floats")] =
            p => At(p, OpCode.Index, op => op with { Type = ElementType.F32 }),
        [(AdmissionReason.UnknownOperandSlot, "slot 7 read")] =
            p => At(p, OpCode.Map, op => Operand(op, 0, o => o with { Slot = 7 })),
        [(AdmissionReason.UnknownOperandSlot, "slot 65535 read")] =
            p => At(p, OpCode.Map, op => Operand(op, 0, o => o with { Slot = 65535 })),
        [(AdmissionReason.WrongOperandShape, "more columns than the slot has")] =
            p => At(p, OpCode.Map, op => Operand(op, 0, o => o with { Columns = 140 })),
        [(AdmissionReason.WrongOperandType, "integers scaled")] =
            p => At(p, OpCode.Map, op => Operand(op, 0, o => o with { Type = ElementType.I32 })),
        [(AdmissionReason.WrongOperandType, "gathered by floats")] =
            p => At(p, OpCode.Gather, op => Operand(op, 0, o => o with { Type = ElementType.F32 })),
        [(AdmissionReason.ReadsUnwritten, "the last operation first")] =
            p => p with { Phases = [new Phase([.. p.Phases[0].Operations.Skip(1), p.Phases[0].Operations[0]])] },
        [(AdmissionReason.WrongLanes, "33 lanes")] =
            p => At(p, OpCode.SumLanes, op => op with { Shape = op.Shape with { D3 = 33 } }),
        [(AdmissionReason.WrongLanes, "a lane that moves the row")] =
            p => At(p, OpCode.SumLanes, op => Operand(op, 0, o => o with { Strides = o.Strides with { S3 = 1 } })),
        [(AdmissionReason.WrongLanes, "a fold of 31")] =
            p => At(p, OpCode.FoldLanes, op => Operand(op, 0, o => o with { Columns = 31 })),
        [(AdmissionReason.UnequalDepths, "70 times 71")] =
            p => At(p, OpCode.MatMul, op => Operand(op, 1, o => o with { Columns = 71 })),
        [(AdmissionReason.WrongSplit, "split at the end")] =
            p => Concat(p, op => op with { Attributes = [3, op.Shape.D3] }),
        [(AdmissionReason.WrongSplit, "split at 0")] = p => Concat(p, op => op with { Attributes = [3, 0] }),
        [(AdmissionReason.WrongSplit, "axis 4")] = p => Concat(p, op => op with { Attributes = [4, 1] }),
        [(AdmissionReason.WrongTable, "a table with an offset")] =
            p => At(p, OpCode.Gather, op => Operand(op, 1, o => o with { Offset = 1 })),
        [(AdmissionReason.WrongTable, "a table of other columns")] =
            p => At(p, OpCode.Gather, op => Operand(op, 1, o => o with { Columns = 69 })),
        [(AdmissionReason.TooManyIndices, "2^32 draws")] =
            p => At(p, OpCode.Index, op => op with { Shape = new Shape(1, 1, 1 << 16, 1 << 16) }),
        [(AdmissionReason.OutOfBounds, "one row too far")] =
            p => At(p, OpCode.MatMul, op => Operand(op, 0, o => o with { Offset = 1 })),
        [(AdmissionReason.OutOfBounds, "one element too far")] =
            p => At(p, OpCode.Map, op => Operand(op, 0, o => o with { Offset = 1 })),
        [(AdmissionReason.OutOfBounds, "strides that would wrap 64 bits")] =
            p => At(p, OpCode.Map, op => Operand(op, 0, o => o with { Strides = o.Strides with { S2 = (1L << 40) - 1 } })),
        [(AdmissionReason.OutOfBounds, "the second part of a concatenation")] =
            p => Concat(p, op => op with { Attributes = [3, 3] }),
        [(AdmissionReason.WrongAttributeCount, "Random with n")] =
            _ => At(Noise(), OpCode.Random, op => op with { Attributes = [1, 2, 3] }),
        [(AdmissionReason.WrongOutputType, "a Random of floats")] =
            _ => At(Noise(), OpCode.Random, op => op with { Type = ElementType.F32 }),
        [(AdmissionReason.NoTokens, "a ScatterAdd of nothing")] =
            _ => At(Scatter(), OpCode.ScatterAdd, op => op with { Attributes = [0] }),
        [(AdmissionReason.OutOfBounds, "a token too many")] =
            _ => At(Scatter(), OpCode.ScatterAdd, op => op with { Attributes = [6] }),
        [(AdmissionReason.OutOfBounds, "2^32 tokens")] =
            _ => At(Scatter(), OpCode.ScatterAdd, op => op with { Attributes = [uint.MaxValue] }),
        [(AdmissionReason.WrongOperandType, "scattered by floats")] =
            _ => At(Scatter(), OpCode.ScatterAdd, op => Operand(op, 0, o => o with { Type = ElementType.F32 })),
        [(AdmissionReason.TooDeep, "an i8 product that could leave i32")] = _ => Int8Product(Chain.MaxInt8Depth + 1),
        [(AdmissionReason.WrongOutputType, "an i8 product of floats")] =
            _ => At(Int8Product(70), OpCode.MatMul, op => op with { Type = ElementType.F32 }),
        [(AdmissionReason.WrongOperandType, "i8 times float")] =
            _ => At(Int8Product(70), OpCode.MatMul, op => Operand(op, 1, o => o with { Type = ElementType.F32 })),
        [(AdmissionReason.WrongOperandType, "float times i8")] =
            _ => At(Int8Product(70), OpCode.MatMul, op => Operand(op, 0, o => o with { Type = ElementType.F32 }) with { Type = ElementType.F32 }),
        [(AdmissionReason.WrongOperandType, "a sum of i8")] =
            p => At(p, OpCode.SumLanes, op => Operand(op, 0, o => o with { Type = ElementType.I8 })),
        [(AdmissionReason.TooMuchMemory, "2^36 bytes")] = p => p with
        {
            Slots = p.Slots with { Persistent = p.Slots.Persistent.Add(new Slot(SlotKind.Input, ElementType.F32, Shape.Of(1 << 10, 1 << 24), "huge")) },
        },
    };

    [Theory]
    [MemberData(nameof(Damages))]
    public void ADamagedProgram_IsRefused(AdmissionReason reason, string name)
    {
        var fault = ProgramAdmission.Check(Damaged[(reason, name)](Sound()));
        fault.Should().NotBeNull(name);
        fault!.Reason.Should().Be(reason, name);
    }

    [Fact]
    public void Limits_AreTheAgentsOwn()
    {
        var sound = Sound();
        var cost = ProgramCost.Of(sound);
        ProgramAdmission.Check(sound, new ProgramLimits((long)cost.Bytes, (long)cost.TermsPerStep)).Should().BeNull();
        ProgramAdmission.Check(sound, new ProgramLimits((long)cost.Bytes - 1, long.MaxValue))!.Reason
            .Should().Be(AdmissionReason.TooMuchMemory);
        ProgramAdmission.Check(sound, new ProgramLimits(long.MaxValue, (long)cost.TermsPerStep - 1))!.Reason
            .Should().Be(AdmissionReason.TooMuchWork);
    }

    private static Program At(Program program, OpCode opCode, Func<Descriptor, Descriptor> damage) =>
        With(program, Find(program, opCode), damage);

    private static Program Concat(Program program, Func<Descriptor, Descriptor> damage)
    {
        var operations = program.Phases[0].Operations;
        return With(program, operations.IndexOf(operations.First(op => op.IsConcatenation)), damage);
    }

    private static Program Slot(Program program, int slot, Func<Slot, Slot> damage) =>
        program with { Slots = program.Slots with { Persistent = program.Slots.Persistent.SetItem(slot, damage(program.Slots.Persistent[slot])) } };
}
