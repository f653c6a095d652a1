using static Marketplace.Programs.Tests.Onnx.OnnxLaw;

namespace Marketplace.Programs.Tests.Onnx;

/// <summary>Operators of single elements, against the platform's mathematics.</summary>
public class OnnxElementwiseTests
{
    private static readonly float[] X = [0.5f, 1.25f, 2, 0.75f, 3, 0.125f, 1.5f, 2.5f];
    private static readonly float[] W = [2, -0.5f, 1, 3];

    private static OnnxWriter Rows => new OnnxWriter().Input("x", 1, 0, 4);

    [Theory]
    [InlineData("Sqrt")]
    [InlineData("Exp")]
    [InlineData("Log")]
    [InlineData("Tanh")]
    [InlineData("Sigmoid")]
    [InlineData("Sin")]
    [InlineData("Cos")]
    [InlineData("Neg")]
    [InlineData("Reciprocal")]
    [InlineData("Identity")]
    public void FunctionsOfOne(string name) =>
        Of(Rows.Node(name, "x", "y"), 2, X).ShouldBeNear([.. X.Select(x => (float)Reference(name, x))]);

    [Fact]
    public void Relu()
    {
        float[] both = [-1, 2, -0.5f, 0.25f];
        Of(Rows.Node("Relu", "x", "y"), 1, both).ShouldBeNear([0, 2, 0, 0.25f]);
    }

    [Theory]
    [InlineData("Add")]
    [InlineData("Sub")]
    [InlineData("Mul")]
    [InlineData("Div")]
    [InlineData("Max")]
    [InlineData("Min")]
    public void FunctionsOfTwo_InBothOrders_OverARow(string name)
    {
        Of(Rows.Floats("w", [4], W).Node(name, "x w", "y"), 2, X)
            .ShouldBeNear([.. X.Select((x, i) => (float)Reference(name, x, W[i % 4]))]);
        Of(Rows.Floats("w", [1, 4], W).Node(name, "w x", "y"), 2, X)
            .ShouldBeNear([.. X.Select((x, i) => (float)Reference(name, W[i % 4], x))]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(0.5f)]
    [InlineData(-0.5f)]
    [InlineData(-1)]
    public void Powers(float exponent) =>
        Of(Rows.Floats("e", [], exponent).Node("Pow", "x e", "y"), 2, X)
            .ShouldBeNear([.. X.Select(x => (float)Math.Pow(x, exponent))]);

    [Fact]
    public void Dropout_OfATrainingGraph_DropsNothing() =>
        Of(Rows.Floats("p", [], 0.5f).Truths("t", [], true).Node("Dropout", "x p t", "y mask"), 2, X).Should().Equal(X);

    [Fact]
    public void Where_ChoosesByAConstant_AlsoInfinities()
    {
        var file = Rows.Truths("c", [4], true, false, true, false).Node("Constant", "", "w",
            ("value", OnnxWriter.Tensor("", 1).Raw(9, BitConverter.GetBytes(float.NegativeInfinity))))
            .Node("Where", "c w x", "y");
        Of(file, 2, X).Should().Equal(X.Select((x, i) => i % 2 == 0 ? float.NegativeInfinity : x));
    }

    [Fact]
    public void Where_ChoosesByIntegersOfTheBatch()
    {
        var file = new OnnxWriter().Input("x", 7, 0, 3).Integers("two", [], 2).Integers("one", [1], 1)
            .Floats("a", [3], 10, 20, 30).Floats("b", [1], -1)
            .Node("Less", "x two", "less").Node("Equal", "x one", "equal").Node("Not", "equal", "other")
            .Node("And", "less other", "c").Node("Where", "c a b", "y");
        Of(file, 2, 0, 1, 2, 3, -5, 1).Should().Equal(10, -1, -1, -1, 20, -1);
        var greater = new OnnxWriter().Input("x", 7, 0, 3).Integers("two", [], 2).Integers("zero", [], 0)
            .Node("Greater", "x two", "g").Node("Equal", "x zero", "e").Node("Or", "g e", "c").Node("Cast", "c", "y",
            ("to", 1));
        Of(greater, 2, 0, 1, 2, 3, -5, 9).Should().Equal(1, 0, 0, 1, 0, 1);
    }

    [Fact]
    public void Cast_OfIntegersOfTheBatch()
    {
        var file = new OnnxWriter().Input("x", 6, 0, 2).Integers("three", [], 3)
            .Node("Mul", "x three", "a").Node("Add", "a three", "b").Node("Sub", "b x", "c").Node("Cast", "c", "y",
            ("to", 1));
        Of(file, 2, 0, 1, -4, 5).Should().Equal(3, 5, -5, 13);
        Of(new OnnxWriter().Input("x", 7, 0, 2).Node("Cast", "x", "b", ("to", 9)).Node("Cast", "b", "i", ("to", 7))
            .Node("Cast", "i", "y", ("to", 1)), 1, 0, -7).Should().Equal(0, 1);
        Of(Rows.Node("Cast", "x", "i", ("to", 7)).Node("Cast", "i", "y", ("to", 1)), 2, X).Should()
            .Equal(X.Select(x => (float)(int)x));
    }

    [Fact]
    public void Comparisons_OfFloats()
    {
        float[] x = [1, -1, 2, float.NaN, float.PositiveInfinity, 1e-45f, 0, -0f];
        float[] w = [1, 1, float.NegativeInfinity, 0];
        var less = Rows.Floats("w", [4], w).Node("Less", "x w", "c").Node("Cast", "c", "y", ("to", 1));
        Of(less, 2, x).Should().Equal(x.Select((v, i) => v < w[i % 4] ? 1f : 0));
        var greater = Rows.Floats("w", [4], w).Node("Greater", "x w", "c").Node("Cast", "c", "y", ("to", 1));
        Of(greater, 2, x).Should().Equal(x.Select((v, i) => v > w[i % 4] ? 1f : 0));
    }

    [Fact]
    public void AMaskOfFiniteFloats_ThatIsOnlyCompared_IsNoWeight()
    {
        var file = Rows.Floats("mask", [2, 4], 1, 0, 1, -0f, 1, 1, 1, 1).Floats("w", [4], W)
            .Floats("low", [], float.NegativeInfinity).Floats("zero", [], 0)
            .Integers("s", [1], 0).Integers("e", [1], 1).Node("Slice", "mask s e", "row")
            .Node("Equal", "row zero", "c").Node("Mul", "x w", "a").Node("Where", "c low a", "y");
        Programs.Onnx.OnnxNetwork.Read(file.Bytes()).Parameters.Select(p => p.Name).Should().Equal("w");
        Of(file, 2, X).Should().Equal(X.Select((x, i) => i % 2 == 1 ? float.NegativeInfinity : x * W[i % 4]));
    }

    private static double Reference(string name, double a, double b = 0) => name switch
    {
        "Sqrt" => Math.Sqrt(a),
        "Exp" => Math.Exp(a),
        "Log" => Math.Log(a),
        "Tanh" => Math.Tanh(a),
        "Sigmoid" => 1 / (1 + Math.Exp(-a)),
        "Sin" => Math.Sin(a),
        "Cos" => Math.Cos(a),
        "Neg" => -a,
        "Reciprocal" => 1 / a,
        "Identity" => a,
        "Add" => a + b,
        "Sub" => a - b,
        "Mul" => a * b,
        "Div" => a / b,
        "Max" => Math.Max(a, b),
        _ => Math.Min(a, b),
    };
}
