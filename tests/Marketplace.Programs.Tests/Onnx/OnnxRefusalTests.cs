using System.Diagnostics;
using Marketplace.Numerics;
using Marketplace.Programs.Onnx;

namespace Marketplace.Programs.Tests.Onnx;

/// <summary>What is not read, and what is hostile: one sentence each.</summary>
public class OnnxRefusalTests
{
    private const int MaxNodes = 20_000;

    private static OnnxWriter Rows => new OnnxWriter().Input("x", 1, 0, 4);

    [Fact]
    public void OperatorsThatAreNotSupported_AreNamedTogether()
    {
        var file = Rows.Node("Loop", "x", "a").Node("Erf", "a", "b").Node("Erf", "b", "c").Node("Relu", "c", "d")
            .Bytes();
        Refused(file).Should().Be("The graph has operators that are not supported: Erf, Loop.");
    }

    [Fact]
    public void AnOperatorOfAnotherDomain_IsNotTheOneOfItsName()
    {
        var node = new Message().Text(1, "x").Text(2, "y").Text(4, "Relu").Text(7, "com.example");
        var graph = new Message().Child(1, node).Child(12, new Message().Text(1, "y"));
        var file = new Message().Child(7, graph).Child(8, new Message().Number(2, 13)).Bytes;
        Refused(file).Should().Be("The graph has operators that are not supported: com.example.Relu.");
    }

    [Fact]
    public void DataInAnotherFile_IsRefused()
    {
        var tensor = OnnxWriter.Tensor("w", 1, 4).Child(13, new Message().Text(1, "location").Text(2, "w.bin"))
            .Number(14, 1);
        Refused(Rows.Initialiser(tensor).Node("Add", "x w", "y").Bytes())
            .Should().Be("The tensor w of the ONNX file keeps its data in another file, which is not read.");
    }

    [Fact]
    public void RankFive_IsRefusedByName()
    {
        var file = Rows.Integers("s", [5], -1, 2, 1, 2, 1).Node("Reshape", "x s", "y").Bytes();
        Refused(file).Should()
            .Be("The node node.y (Reshape) makes or takes a value of rank 5; more than 4 are not supported.");
    }

    [Fact]
    public void AnotherOpenDimension_IsRefused() =>
        Refused(new OnnxWriter().Input("x", 1, 0, 0).Node("Relu", "x", "y").Bytes())
            .Should().Be("The graph's input x leaves another dimension open than the first, the batch.");

    [Fact]
    public void AShapeThatDependsOnData_IsRefused() =>
        Refused(new OnnxWriter().Input("x", 7, 0, 2).Floats("t", [3, 2], 1, 2, 3, 4, 5, 6).Node("Reshape", "t x", "y")
            .Bytes())
            .Should()
            .Be("The node node.y (Reshape) needs a constant as input 1: shapes have to be known before a step runs.");

    [Theory]
    [InlineData(12)]
    [InlineData(18)]
    public void AnotherOperatorSet_IsRefused(int opset) =>
        Refused(new OnnxWriter { Opset = opset }.Input("x", 1, 0, 4).Node("Relu", "x", "y").Bytes())
            .Should().Be($"The ONNX file is of the operator set {opset}, which is not one of 13 to 17.");

    [Fact]
    public void AnAttributeThatNobodyReads_IsRefused() =>
        Refused(Rows.Node("Relu", "x", "y", ("slope", 1)).Bytes())
            .Should().Be("The node node.y (Relu) has the attribute slope, which is not supported.");

    [Theory]
    [InlineData("group", 2)]
    [InlineData("ceil_mode", 1)]
    public void AConvolutionOfAnotherKind_IsRefused(string attribute, int value) =>
        Refused(new OnnxWriter().Input("x", 1, 0, 2, 3, 3).Floats("w", [1, 2, 1, 1], 1, 1).Node("Conv", "x w", "y",
            (attribute, value)).Bytes())
            .Should().Be($"The node node.y (Conv) has the attribute {attribute} = {value}, which is not supported.");

    [Fact]
    public void ThingsThatDoNotFit_AreRefused()
    {
        Refused(Rows.Floats("w", [3, 2], new float[6]).Node("MatMul", "x w", "y").Bytes()).Should()
            .Be("The node node.y (MatMul) multiplies [2, 4] by [3, 2].");
        Refused(Rows.Floats("w", [3], new float[3]).Node("Add", "x w", "y").Bytes()).Should()
            .Be("The node node.y (Add) does not fit: [2, 4] and [3] do not spread over each other.");
        Refused(Rows.Node("Relu", "z", "y").Bytes()).Should().Be("The graph reads z, which nothing before it writes.");
        Refused(Rows.Node("Relu", "x", "x").Bytes()).Should().Be("The graph writes x twice.");
        Refused(Rows.Node("Reshape", "x", "y").Bytes()).Should().Be("The node node.y (Reshape) has no input 1.");
        Refused(Rows.Floats("e", [], 2.5f).Node("Pow", "x e", "y").Bytes()).Should().Contain("another exponent");
        Refused(Rows.Initialiser(OnnxWriter.Tensor("w", 11, 1).Raw(9, new byte[8])).Node("Add", "x w", "y").Bytes())
            .Should().Contain("the element type 11");
        Refused(Rows.Initialiser(OnnxWriter.Tensor("w", 1, 4).Raw(9, new byte[8])).Node("Add", "x w", "y").Bytes())
            .Should().Contain("as many elements");
        Refused(Rows.Integers("a", [1], 0).Node("ReduceSum", "x a", "y").Bytes()).Should()
            .Be("The graph's first output does not have the batch as its first axis.");
    }

    [Fact]
    public void LengthsAndNumbersThatOverflow_AreRefused()
    {
        Refused([0x3a, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01]).Should()
            .Be("The ONNX file ends inside a field.");
        Refused([0x3a, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x02]).Should()
            .Be("The ONNX file has a number of more than 64 bits.");
        Refused([0x3b]).Should().Contain("wire type 3");
        Refused([0x00]).Should().Contain("impossible number");
        Refused([]).Should().Be("The ONNX file has no graph.");
        Refused(Rows.Initialiser(OnnxWriter.Tensor("w", 1, int.MaxValue, int.MaxValue, int.MaxValue, int.MaxValue))
            .Node("Add", "x w", "y").Bytes())
            .Should().Contain("as many elements");
    }

    [Fact]
    public void SmallFilesThatAskForMuch_AreRefusedQuickly()
    {
        var watch = Stopwatch.StartNew();
        Refused(Rows.Integers("s", [2], 1 << 20, 1 << 20).Node("ConstantOfShape", "s", "y").Bytes()).Should()
            .Contain("too many");
        Refused(Rows.Integers("a", [], 0).Integers("b", [], long.MaxValue).Integers("d", [], 1)
            .Node("Range", "a b d", "y").Bytes()).Should().Contain("too long");
        var pools = new OnnxWriter().Input("x", 1, 0, 1, 1024, 1024);
        for (var i = 0; i < 100; i++) pools.Node("MaxPool", "x", $"y{i}", ("kernel_shape", new long[] { 32, 32 }));
        Refused(pools.Bytes()).Should().Contain("too many");
        watch.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void ADeepGraph_DoesNotOverflowTheStack()
    {
        var deep = Rows.Node("Relu", "x", "y0");
        for (var i = 1; i < MaxNodes; i++) deep.Node("Relu", $"y{i - 1}", $"y{i}");
        OnnxNetwork.Read(deep.Bytes()).OutputColumns.Should().Be(4);
        Refused(deep.Node("Relu", "x", "more").Bytes()).Should().Contain("more than 20000 nodes");
    }

    [Theory]
    [InlineData("mlp")]
    [InlineData("cnn")]
    [InlineData("block17")]
    [InlineData("words")]
    public void EveryPrefix_IsReadOrRefused(string name)
    {
        var file = File.ReadAllBytes(OnnxFixtureTests.PathOf(name + ".onnx"));
        for (var length = 0; length < file.Length; length++) Try(file.AsMemory(0, length), $"{length} bytes");
    }

    [Theory]
    [InlineData("mlp")]
    [InlineData("cnn")]
    [InlineData("block17")]
    [InlineData("words")]
    public void FlippedBits_AreReadOrRefused(string name)
    {
        var file = File.ReadAllBytes(OnnxFixtureTests.PathOf(name + ".onnx"));
        for (uint flip = 0; flip < 2000; flip++)
        {
            // Weights take most of a file: every second flip is where the names, dimensions and attributes are.
            var bits = (ulong)file.Length * 8;
            var word = ((ulong)Philox.Word(7, flip, 0, 0) << 32) | Philox.Word(7, flip, 1, 0);
            var bit = flip % 2 == 0 ? word % bits : word % Math.Min(bits, 8 * 4000);
            file[bit / 8] ^= (byte)(1 << (int)(bit % 8));
            Try(file, $"bit {bit}");
            file[bit / 8] ^= (byte)(1 << (int)(bit % 8));
        }
    }

    private static void Try(ReadOnlyMemory<byte> file, string because)
    {
        try
        {
            OnnxNetwork.Read(file);
        }
        catch (FormatException e)
        {
            e.Message.Should().EndWith(".", because).And.NotContain("\n", because);
            e.Message.Length.Should().BeLessThan(700, because);
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"{because}: {e.GetType().Name}", e);
        }
    }

    private static string Refused(byte[] file)
    {
        Action read = () => OnnxNetwork.Read(file);
        var message = read.Should().Throw<FormatException>().Which.Message;
        message.Should().EndWith(".").And.NotContain("\n");
        return message;
    }
}
