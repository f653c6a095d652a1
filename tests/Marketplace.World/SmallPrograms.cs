using System.Collections.Immutable;
using Marketplace.Execution;
using Marketplace.Numerics;
using Marketplace.Operators;
using Marketplace.Programs;

namespace Marketplace.World;

/// <summary>Programs that are long where the toy is short.</summary>
public static class SmallPrograms
{
    private const uint Quarter = 0x3e800000;
    private const uint FourHundred = 0x43c80000;
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

    /// <summary>Five tokens drawn among six rows, of which the table has four: an embedding's gradient, rows that nothing
    /// reaches and tokens that reach none.</summary>
    /// <param name="idle">Operations before it; see <see cref="Idle"/>.</param>
    public static Program Embedding(int idle)
    {
        var g = new GraphBuilder();
        Idle(g, idle);
        var gradient = g.Input("gradient", ElementType.F32, Shape.Of(5, 70));
        var table = g.State("table", ElementType.F32, Shape.Of(4, 70));
        g.Assign(table, g.Map(MapCode.Add, table, g.ScatterAdd(g.Index(Shape.Of(5), 11, 6), gradient, 4)));
        return g.Build(2, 1);
    }

    /// <summary>One hundred tokens onto three rows: TERM is cut twice.</summary>
    public static Program ManyTokens()
    {
        var g = new GraphBuilder();
        var gradient = g.Input("gradient", ElementType.F32, Shape.Of(100, 2));
        var table = g.State("table", ElementType.F32, Shape.Of(3, 2));
        g.Assign(table, g.ScatterAdd(g.Index(Shape.Of(100), 12, 3), gradient, 3));
        return g.Build(1, 1);
    }

    /// <summary>Rows of 300 bytes, two leaves each: made of floats, gathered, moved, multiplied and read again.</summary>
    /// <param name="idle">Operations before them; see <see cref="Idle"/>.</param>
    public static Program Bytes(int idle)
    {
        var g = new GraphBuilder();
        Idle(g, idle);
        var x = g.Input("x", ElementType.F32, Shape.Of(3, 300));
        var table = g.Input("table", ElementType.I8, Shape.Of(4, 300));
        var made = g.Map(MapCode.ToI8, g.Map(MapCode.Scale, [FourHundred], x));
        var gathered = g.Gather(g.Index(Shape.Of(2), 13, 6), table);
        Keep("made", made);
        Keep("gathered", gathered);
        Keep("beside", g.Concat(made, g.Slice(table, 2, 1, 3), 3));
        Keep("turned", g.Transpose(gathered));
        Keep("product", g.MatMul(made, table));
        Keep("read", g.Map(MapCode.FromI8, gathered));
        return g.Build(2, 1);

        void Keep(string name, Node value) => g.Assign(g.State(name, value.Type, value.Shape), value);
    }

    /// <summary>A product of 65 units, cut twice in TERM, whose sums are −1 all along: ffffffff, which as a float would be
    /// a NaN of a forbidden form.</summary>
    public static Program LongByteChain()
    {
        var g = new GraphBuilder();
        const int depth = 65 * 256 - 3;
        var a = g.Input("first is minus one", ElementType.I8, Shape.Of(1, depth));
        var b = g.Input("ones", ElementType.I8, Shape.Of(1, depth));
        var sum = g.State("sum", ElementType.I32, Shape.Of(1, 1));
        g.Assign(sum, g.MatMul(a, b));
        return g.Build(1, 1);
    }

    public static CommittedState Initial(Program program) => new(program.Slots, [.. program.Slots.Persistent.Select(Tensor)]);

    private static Tensor Tensor(Slot slot, int number)
    {
        if (slot.Type == ElementType.I8) return Operators.Tensor.Int8s(slot.Shape, Bytes(slot, number));
        var tensor = new Tensor(slot.Type, slot.Shape);
        for (var e = 0; e < tensor.Words.Length; e++)
        {
            // Uniform in [−1/2, 1/2), exact.
            var unit = (Philox.Word((ulong)number, (uint)e, 0, 0) >> 8) / 16777216f;
            tensor.Words[e] = BitConverter.SingleToUInt32Bits(unit - 0.5f);
        }

        return tensor;
    }

    /// <summary>Operations that only count: with more than 16 a game is cut once more in OPERATION, and the other side has
    /// its last turn.</summary>
    private static void Idle(GraphBuilder g, int operations)
    {
        if (operations == 0) return;
        var clock = g.State("clock", ElementType.I32, Shape.Of(1));
        var ticked = clock;
        for (var i = 0; i < operations; i++) ticked = g.Map(MapCode.IntAdd, ticked, clock);
        g.Assign(clock, ticked);
    }

    private static sbyte[] Bytes(Slot slot, int number)
    {
        var bytes = new sbyte[slot.Shape.Elements];
        switch (slot.Name)
        {
            case "first is minus one":
                bytes[0] = -1;
                break;
            case "ones":
                Array.Fill(bytes, (sbyte)1);
                break;
            default:
                for (var e = 0; e < bytes.Length; e++)
                    bytes[e] = unchecked((sbyte)Philox.Word((ulong)number, (uint)e, 1, 0));
                break;
        }

        return bytes;
    }
}
