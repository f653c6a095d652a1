using System.Collections.Immutable;
using Marketplace.Execution;
using Marketplace.Numerics;
using Marketplace.Operators;
using Marketplace.Programs;

namespace Marketplace.Scenarios.Tests.Games;

/// <summary>Programs that are long where the toy is short.</summary>
public static class SmallPrograms
{
    private const uint Quarter = 0x3e800000;
    private const uint TwoToMinus29 = 0x31000000;

    /// <summary>One element of 4,200 terms: 66 units, so that TERM is cut twice.</summary>
    public static Program LongChain()
    {
        var g = new GraphBuilder();
        var a = g.Input("a", ElementType.F32, Shape.Of(1, 4_200));
        var b = g.State("b", ElementType.F32, Shape.Of(1, 4_200));
        var dot = g.State("dot", ElementType.F32, Shape.Of(1, 1));
        g.Assign(dot, g.MatMul(a, b));
        g.Assign(b, g.Map(MapCode.Scale, [0x3f7f0000], b));
        return g.Build(2, 1);
    }

    /// <summary>Intervals of 20 steps and outputs of 20 leaves: STEP and LEAF are cut twice.</summary>
    public static Program LongInterval()
    {
        var g = new GraphBuilder();
        var a = g.Input("a", ElementType.F32, Shape.Of(20, 64));
        var sum = g.State("sum", ElementType.F32, Shape.Of(20, 64));
        g.Assign(sum, g.Map(MapCode.Add, sum, a));
        return g.Build(40, 20);
    }

    /// <summary>Two steps of one phase, then one of the other: 0 0 1 0 0 1 0.</summary>
    public static Program TwoPhases()
    {
        var g = new GraphBuilder();
        var a = g.Input("a", ElementType.F32, Shape.Of(3, 40));
        var inner = g.State("inner", ElementType.F32, Shape.Of(3, 40));
        var outer = g.State("outer", ElementType.F32, Shape.Of(3, 3));
        g.Assign(inner, g.Map(MapCode.Sub, a, g.Map(MapCode.Scale, [Quarter], inner)));
        g.Assign(outer, g.Map(MapCode.Add, outer, g.MatMul(a, inner)));
        var whole = g.Build(7, 4);
        var multiplies = whole.Phases[0].Operations.Select(op => op.OpCode == OpCode.MatMul).ToList().IndexOf(true);
        var operations = whole.Phases[0].Operations;
        // Two chains of operations that do not read each other's scratch: one phase each.
        var outerSlots = new HashSet<int> { operations[multiplies].Slot, whole.Slots.Number("outer") };
        Phase Of(bool ofOuter) => new([.. operations.Where(op => outerSlots.Contains(op.Slot) == ofOuter)]);
        return whole with { Inner = 2, Phases = ImmutableArray.Create(Of(false), Of(true)) };
    }

    /// <summary>Random words become numbers about 4 wide, and these go through the functions of a network.</summary>
    public static Program Noise()
    {
        var g = new GraphBuilder();
        var shape = Shape.Of(2, 70);
        var noise = g.Random(shape, 0x0123456789abcdef);
        var x = g.Map(MapCode.Scale, [TwoToMinus29], g.Map(MapCode.FromInt, noise));
        byte[] ofOne = [MapCode.Tanh, MapCode.Sigmoid, MapCode.Sin, MapCode.Cos, MapCode.Silu, MapCode.Gelu];
        byte[] ofTwo = [MapCode.SiluGrad, MapCode.GeluGrad, MapCode.SquareDifference];
        Keep("words", noise);
        Keep("log", g.Map(MapCode.Log, g.Map(MapCode.Mul, x, x)));
        foreach (var code in ofOne) Keep(MapFunction.ByCode(code).Name, g.Map(code, x));
        var y = g.Map(MapCode.Sigmoid, x);
        foreach (var code in ofTwo) Keep(MapFunction.ByCode(code).Name, g.Map(code, y, x));
        return g.Build(2, 1);

        void Keep(string name, Node value) => g.Assign(g.State(name, value.Type, shape), value);
    }

    public static CommittedState Initial(Program program) => new(program.Slots, [.. program.Slots.Persistent.Select(Tensor)]);

    private static Tensor Tensor(Slot slot, int number)
    {
        var tensor = new Tensor(slot.Type, slot.Shape);
        for (var e = 0; e < tensor.Words.Length; e++)
        {
            // Uniform in [−1/2, 1/2), exact.
            var unit = (Philox.Word((ulong)number, (uint)e, 0, 0) >> 8) / 16777216f;
            tensor.Words[e] = BitConverter.SingleToUInt32Bits(unit - 0.5f);
        }

        return tensor;
    }
}
