using Marketplace.Numerics;
using Marketplace.Operators;
using Marketplace.Programs;

namespace Marketplace.World;

/// <summary>A small program with everything in it: every operator, i8 too, a chain of 130 terms, rows of 70 columns, NaN,
/// infinity, a subnormal and −0.</summary>
/// <remarks>
/// The outputs are copied into journals among the state, so that a changed bit of almost any output changes the next
/// state root, and the roots
/// to the end of its interval. Draws may fall on row 5 of a table of five rows: a Gather outside its table.
/// </remarks>
public static class ToyProgram
{
    public const uint Steps = 9;
    public const uint CheckpointEvery = 3;

    private const int Rows = 4;
    private const int Depth = 130;
    private const int Outputs = 3;
    private const uint TableRows = 5;
    private const ulong Seed = 20250607;

    private const uint Half = 0x3f000000;
    private const uint Thousand = 0x447a0000;
    private const uint Hundred = 0x42c80000;

    public static Program Build()
    {
        var g = new GraphBuilder();
        var table = g.Input("table", ElementType.F32, Shape.Of((int)TableRows, Depth));
        var bound = g.Input("bound", ElementType.F32, Shape.Of(1));
        var one = g.Input("one", ElementType.I32, Shape.Of(1));
        var weights = g.State("weights", ElementType.F32, Shape.Of(Outputs, Depth));
        var clock = g.State("clock", ElementType.I32, Shape.Of(1));
        var floats = Journal(g, "floats", ElementType.F32, Shape.Of(Rows, 10 * Depth + 70 + 3 * 33 + 7 * Outputs));
        var ints = Journal(g, "ints", ElementType.I32, Shape.Of(Rows, 2 + 6 * Outputs));
        var columns = g.State("columns", ElementType.F32, Shape.Of(Depth, Rows));
        var updates = Journal(g, "updates", ElementType.F32, Shape.Of(Outputs, 2 * Depth + Rows + (int)TableRows));
        var bytes = Journal(g, "bytes", ElementType.I8, Shape.Of(Rows, 2 * Depth));

        // Rows drawn, specials and all.
        var drawn = g.Index(Shape.Of(Rows, 1), Seed, TableRows + 1);
        var noise = g.Random(Shape.Of(Rows, 1), Seed);
        var x = g.Gather(drawn, table);
        var tail = g.Slice(x, 3, Depth - 70, 70);
        var maxLanes = g.Lanes(OpCode.MaxLanes, tail);
        var max = g.FoldRows(maxLanes, FoldFunction.Max);
        var sumLanes = g.Lanes(OpCode.SumLanes, tail);
        var sum = g.FoldRows(sumLanes, FoldFunction.Add);

        // Clamped to [0, bound]; NaN and infinity become +0, so that the weights stay numbers.
        var positive = g.Map(MapCode.Relu, x);
        var above = g.Map(MapCode.Sub, x, bound);
        var excess = g.Map(MapCode.Relu, above);
        var clamped = g.Map(MapCode.Sub, positive, excess);
        var tame = g.Map(MapCode.Relu, clamped);
        var line = g.Map(MapCode.Fma, tame, bound, above);
        var open = g.Map(MapCode.ReluGrad, line, tame);
        var dots = g.MatMul(tame, weights);
        var wild = g.MatMul(x, weights);
        var small = g.Map(MapCode.Scale, [Half], dots);
        var smallLanes = g.Lanes(OpCode.MaxLanes, small);
        var smallMax = g.FoldRows(smallLanes, FoldFunction.Max);
        var exps = g.Map(MapCode.SoftmaxExp, small, smallMax);
        var lower = g.Map(MapCode.Sub, small, bound);
        var plainExp = g.Map(MapCode.Exp, lower);

        var large = g.Map(MapCode.Scale, [Thousand], dots);
        var whole = g.Map(MapCode.ToInt, large);
        var product = g.Map(MapCode.IntMul, whole, drawn);
        var mixed = g.Map(MapCode.IntXor, product, clock);
        var shifted = g.Map(MapCode.IntShiftLeft, mixed, one);
        var chosen = g.Map(MapCode.IntLess, whole, shifted);
        var lessOne = g.Map(MapCode.IntSub, g.Map(MapCode.IntShiftRight, mixed, drawn), one);

        // The same rows as bytes; the draws gather among four of them, and may fall outside.
        var percent = g.Map(MapCode.Scale, [Hundred], tame);
        var weightPercent = g.Map(MapCode.Scale, [Hundred], weights);
        var small8 = g.Map(MapCode.ToI8, percent);
        var weights8 = g.Map(MapCode.ToI8, weightPercent);
        var dots8 = g.MatMul(small8, weights8);
        var drawn8 = g.Gather(drawn, small8);
        var floats8 = g.Map(MapCode.FromI8, drawn8);
        g.Assign(bytes, Beside(g, small8, drawn8));
        g.Assign(ints, Beside(g, drawn, whole, product, mixed, shifted, lessOne, noise, dots8));
        g.Assign(clock, g.Map(MapCode.IntAdd, clock, one));

        // A gradient-like update over the transposed rows.
        var turned = g.Transpose(tame);
        var push = g.Transpose(g.Map(MapCode.Mul, exps, chosen));
        var gradient = g.MatMul(push, turned);
        var scattered = g.Transpose(g.ScatterAdd(drawn, exps, TableRows));
        g.Assign(columns, turned);
        g.Assign(updates, Beside(g, gradient, push, scattered, weightPercent));
        g.Assign(weights, g.Map(MapCode.AdamFirst, [0x3f700000, 0x3c800000], weights, gradient));
        g.Assign(floats, Beside(
            g, x, positive, above, excess, clamped, tame, line, open, tail, maxLanes, max, sumLanes, sum, smallLanes, smallMax,
            dots, wild, small, lower, plainExp, large, exps, floats8, percent));
        return g.Build(Steps, CheckpointEvery);
    }

    /// <summary>A state that keeps what it held one and two steps ago, so that a lie is still there when its
    /// interval ends.</summary>
    private static Node Journal(GraphBuilder g, string name, ElementType type, Shape shape)
    {
        var now = g.State($"{name}.now", type, shape);
        var before = g.State($"{name}.before", type, shape);
        var earlier = g.State($"{name}.earlier", type, shape);
        g.Assign(earlier, Copy(before));
        g.Assign(before, Copy(now));
        return now;

        Node Copy(Node x) => g.Move(new View(x, 0, Strides.Of(shape)), shape);
    }

    // Halves first: a chain of concatenations would copy the first part once for every other.
    private static Node Beside(GraphBuilder g, params ReadOnlySpan<Node> parts)
    {
        if (parts.Length == 1) return parts[0];
        var middle = parts.Length / 2;
        return g.Concat(Beside(g, parts[..middle]), Beside(g, parts[middle..]), 3);
    }

    /// <summary>The tensors of the persistent slots before step 0.</summary>
    public static Tensor[] InitialState(Program program) => [.. program.Slots.Persistent.Select(Initial)];

    private static Tensor Initial(Slot slot)
    {
        var tensor = new Tensor(slot.Type, slot.Shape);
        switch (slot.Name)
        {
            case "table":
                Fill(tensor, seed: 1, low: -0.5f);
                tensor.Words[0 * Depth + 64] = 0x80000000;
                tensor.Words[1 * Depth + 3] = Law.NaN;
                tensor.Words[2 * Depth + 70] = Law.Infinity;
                tensor.Words[3 * Depth + 129] = 0x00000001;
                break;
            case "weights":
                Fill(tensor, seed: 2, low: -0.25f);
                break;
            case "bound":
                tensor.Words[0] = Law.One;
                break;
            case "one":
                tensor.Words[0] = 1;
                break;
        }

        return tensor;
    }

    // Uniform in [low, low + 1), exact.
    private static void Fill(Tensor tensor, ulong seed, float low)
    {
        for (var e = 0; e < tensor.Words.Length; e++)
        {
            var unit = (Philox.Word(seed, (uint)e, 0, 0) >> 8) / 16777216f;
            tensor.Words[e] = BitConverter.SingleToUInt32Bits(unit + low);
        }
    }
}
