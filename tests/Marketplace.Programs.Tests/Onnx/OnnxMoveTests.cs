using static Marketplace.Programs.Tests.Onnx.OnnxLaw;

namespace Marketplace.Programs.Tests.Onnx;

/// <summary>Operators that move elements, and constants that are known before a step.</summary>
public class OnnxMoveTests
{
    // [2, 2, 3]: the numbers 0 … 11.
    private static readonly float[] Cube = [.. Enumerable.Range(0, 12).Select(i => (float)i)];

    private static OnnxWriter Cubes => new OnnxWriter().Input("x", 1, 0, 2, 3);

    [Fact]
    public void Transpose()
    {
        Of(Cubes.Node("Transpose", "x", "y", ("perm", new long[] { 0, 2, 1 })), 2, Cube).Should()
            .Equal(0, 3, 1, 4, 2, 5, 6, 9, 7, 10, 8, 11);
        var turned = Cubes.Node("Transpose", "x", "a", ("perm", new long[] { 2, 0, 1 })).Node("Transpose", "a", "y",
            ("perm", new long[] { 1, 0, 2 }));
        Of(turned, 2, Cube).Should().Equal(0, 3, 1, 4, 2, 5, 6, 9, 7, 10, 8, 11);
    }

    [Fact]
    public void Reshape_WithAnOpenAndACopiedDimension()
    {
        Of(Cubes.Integers("s", [2], 0, -1).Node("Reshape", "x s", "y"), 2, Cube).Should().Equal(Cube);
        Of(Cubes.Node("Flatten", "x", "a").Integers("one", [1], 1).Node("Unsqueeze", "a one", "b")
            .Node("Squeeze", "b one", "y"), 2, Cube).Should().Equal(Cube);
    }

    [Fact]
    public void Slice_WithNegativeAndFarEnds()
    {
        var file = Cubes.Integers("s", [2], -2, 0).Integers("e", [2], long.MaxValue, 1).Integers("a", [2], 2, 1)
            .Integers("t", [2], 1, 1).Node("Slice", "x s e a t", "y");
        Of(file, 2, Cube).Should().Equal(1, 2, 7, 8);
    }

    [Fact]
    public void Split_AndConcat_InAnotherOrder()
    {
        var file = Cubes.Integers("l", [2], 1, 2).Node("Split", "x l", "a b", ("axis", 2)).Node("Concat", "b a", "y",
            ("axis", -1));
        Of(file, 2, Cube).Should().Equal(1, 2, 0, 4, 5, 3, 7, 8, 6, 10, 11, 9);
        Of(Cubes.Node("Split", "x", "a b", ("axis", 1)).Node("Sub", "b a", "y"), 2, Cube).Should()
            .Equal(3, 3, 3, 3, 3, 3);
    }

    [Fact]
    public void Expand_AndPad()
    {
        var file = Cubes.Integers("a", [1], 1).Node("ReduceSum", "x a", "sum").Integers("s", [3], 1, 2, 1)
            .Node("Expand", "sum s", "y");
        Of(file, 1, Cube[..6]).Should().Equal(3, 5, 7, 3, 5, 7);
        var padded = Cubes.Integers("p", [6], 0, 1, 0, 0, 0, 2).Floats("v", [], -1).Node("Pad", "x p v", "y");
        Of(padded, 1, Cube[..6]).Should().Equal(-1, -1, -1, -1, -1, 0, 1, 2, -1, -1, 3, 4, 5, -1, -1);
    }

    [Fact]
    public void Gather_OfPartsAndOfRows()
    {
        Of(Cubes.Integers("i", [], -1).Node("Gather", "x i", "y", ("axis", 1)), 2, Cube).Should()
            .Equal(3, 4, 5, 9, 10, 11);
        Of(Cubes.Integers("i", [2], 1, 2).Node("Gather", "x i", "y", ("axis", 2)), 1, Cube[..6]).Should()
            .Equal(1, 2, 4, 5);
        var rows = new OnnxWriter().Input("x", 7, 0, 3).Floats("t", [4, 2], Cube[..8]).Node("Gather", "t x", "y");
        Of(rows, 2, 3, 0, 1, 2, 2, 0).Should().Equal(6, 7, 0, 1, 2, 3, 4, 5, 4, 5, 0, 1);
        var spread = new OnnxWriter().Input("x", 1, 0, 2).Floats("t", [4, 2], Cube[..8]).Integers("i", [2], 3, -4)
            .Node("Gather", "t i", "g").Integers("a", [1], 0)
            .Node("ReduceSum", "g a", "sum", ("keepdims", 0)).Node("Add", "x sum", "y");
        Of(spread, 1, 0, 10).Should().Equal(6, 18);
    }

    [Fact]
    public void ShapesAreKnownBeforeAStep()
    {
        // [batch, 2, 3] to [batch, 3, 2] by way of Shape, Gather, Slice, Concat, arithmetic and casts.
        var file = Cubes.Integers("zero", [], 0).Integers("one", [1], 1).Integers("two", [1], 2)
            .Integers("three", [1], 3).Integers("first", [1], 0)
            .Node("Shape", "x", "s").Node("Gather", "s zero", "batch").Node("Unsqueeze", "batch first", "b")
            .Node("Slice", "s two three", "last").Node("Cast", "last", "f", ("to", 1)).Node("Cast", "f", "l", ("to", 7))
            .Node("Mul", "l two", "six").Node("Div", "six three", "rest").Node("Concat", "b l rest", "sides",
            ("axis", 0)).Node("Reshape", "x sides", "y");
        Of(file, 2, Cube).Should().Equal(Cube);
    }

    [Fact]
    public void ConstantsOfShapesAndRanges()
    {
        // 0 1 2 plus one hundred where the place is below two, all as floats.
        var hundred = OnnxWriter.Tensor("", 7, 1).Raw(9, BitConverter.GetBytes(100L));
        var file = Cubes.Integers("a", [], 0).Integers("b", [], 3).Integers("d", [], 1).Integers("n", [1], 3)
            .Integers("two", [], 2)
            .Node("Range", "a b d", "r").Node("ConstantOfShape", "n", "h", ("value", hundred))
            .Node("Less", "r two", "c").Node("Add", "r h", "big")
            .Node("Where", "c big r", "w").Node("Cast", "w", "f", ("to", 1)).Node("Add", "x f", "y");
        Of(file, 1, new float[6]).Should().Equal(100, 101, 2, 100, 101, 2);
        var down = Cubes.Integers("a", [], 5).Integers("b", [], -1).Integers("d", [], -2).Node("Range", "a b d", "r")
            .Node("Cast", "r", "f", ("to", 1)).Node("Add", "x f", "y");
        Of(down, 1, new float[6]).Should().Equal(5, 3, 1, 5, 3, 1);
    }

    [Fact]
    public void ConstantsAreMovedAsNodesAre()
    {
        var file = Cubes.Integers("c", [2, 3], 0, 1, 2, 3, 4, 5).Integers("one", [1], 1).Integers("two", [1], 2)
            .Integers("zero", [1], 0).Integers("far", [1], 9)
            .Node("Transpose", "c", "t").Node("Slice", "t zero far zero two", "s").Integers("wide", [2], 2, 2)
            .Node("Expand", "s wide", "e")
            .Node("Concat", "e one2", "joined", ("axis", 1)).Node("Cast", "joined", "f", ("to", 1))
            .Node("Add", "x f", "y");
        file.Integers("one2", [2, 1], 7, 8);
        Of(file, 1, new float[6]).Should().Equal(0, 3, 7, 2, 5, 8);
    }

    [Fact]
    public void AttributesOfConstants()
    {
        var file = Cubes.Node("Constant", "", "s", ("value_ints", new long[] { 0, 6 })).Node("Reshape", "x s", "flat")
            .Node("Constant", "", "f", ("value_float", 0.5f)).Node("Mul", "flat f", "half").Node("Constant", "", "i",
            ("value_int", 1))
            .Node("Cast", "i", "one", ("to", 1)).Node("Add", "half one", "y");
        Of(file, 1, 0, 2, 4, 6, 8, 10).Should().Equal(1, 2, 3, 4, 5, 6);
    }
}
