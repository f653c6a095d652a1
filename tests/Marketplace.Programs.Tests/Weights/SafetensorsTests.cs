using Marketplace.Programs.Training;
using System.Buffers.Binary;
using System.Text;
using Marketplace.Numerics;
using Marketplace.Operators;
using Marketplace.Programs;

namespace Marketplace.Programs.Tests.Weights;

public class SafetensorsTests
{
    private static byte[] File(string header, int data)
    {
        var bytes = new byte[8 + header.Length + data];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, (ulong)header.Length);
        Encoding.UTF8.GetBytes(header, bytes.AsSpan(8));
        return bytes;
    }

    [Fact]
    public void Write_IsOneFormForOneSetOfTensors()
    {
        var b = Tensor.Floats(Shape.Of(2), 1f, -0f);
        var a = Tensor.Ints(Shape.Of(1, 3, 1), -1, 2, 3);
        var bytes = Safetensors.Write(new Dictionary<string, Tensor> { ["b"] = b, ["a"] = a });
        const string Header = """{"__metadata__":{"format":"pt"},"a":{"dtype":"I32","shape":[3,1],"data_offsets":[0,12]},"b":{"dtype":"F32","shape":[2],"data_offsets":[12,20]}}""";
        var padded = Header.PadRight((Header.Length + 7) / 8 * 8);
        bytes.AsSpan(0, 8).ToArray().Should().Equal((byte)padded.Length, 0, 0, 0, 0, 0, 0, 0);
        Encoding.ASCII.GetString(bytes, 8, padded.Length).Should().Be(padded);
        Convert.ToHexStringLower(bytes.AsSpan(8 + padded.Length))
            .Should().Be("ffffffff" + "02000000" + "03000000" + "0000803f" + "00000080");

        var read = Safetensors.Read(bytes);
        read.Keys.Should().Equal("a", "b");
        read["a"].Type.Should().Be(ElementType.I32);
        read["a"].Shape.Should().Be(a.Shape);
        read["a"].Words.Should().Equal(a.Words);
        read["b"].Words.Should().Equal(b.Words);
    }

    [Fact]
    public void Int8_HasNoGapsInTheFile_AndStandsAfterWiderElements()
    {
        var x = Tensor.Int8s(Shape.Of(2, 5), 1, -1, 127, -128, 2, 3, 4, 5, 6, -7);
        var bytes = Safetensors.Write([KeyValuePair.Create("x", x), KeyValuePair.Create("y", Tensor.Ints(Shape.Of(1), 258))]);
        Encoding.ASCII.GetString(bytes).Should()
            .Contain("""{"format":"pt"},"y":{"dtype":"I32","shape":[1],"data_offsets":[0,4]},"x":{"dtype":"I8","shape":[2,5],"data_offsets":[4,14]}}""");
        Convert.ToHexStringLower(bytes.AsSpan(bytes.Length - 14)).Should().Be("02010000" + "01ff7f80020304" + "0506f9");

        var read = Safetensors.Read(bytes)["x"];
        read.Type.Should().Be(ElementType.I8);
        read.Shape.Should().Be(x.Shape);
        read.Words.Should().Equal(x.Words);
    }

    [Fact]
    public void Read_TakesOtherWritersFiles()
    {
        var read = Safetensors.Read(File("""{"__metadata__":{"format":"pt"},"w":{"shape":[],"data_offsets":[4,8],"dtype":"F32"},"v":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 8));
        read.Keys.Should().Equal("v", "w");
    }

    [Theory]
    [InlineData("""[]""", 0)]
    [InlineData("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}""", 8)]
    [InlineData("""{"w":{"dtype":"F64","shape":[1],"data_offsets":[0,8]}}""", 8)]
    [InlineData("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", 4)]
    [InlineData("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 4)]
    [InlineData("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 12)]
    [InlineData("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""", 12)]
    [InlineData("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}""", 8)]
    [InlineData("""{"w":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}""", 0)]
    [InlineData("""{"w":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}""", 8)]
    [InlineData("""{"w":{"dtype":"F32","shape":[1,1,1,1,2],"data_offsets":[0,8]}}""", 8)]
    [InlineData("""{"w":{"dtype":"F32","shape":[2147483647,2147483647,2147483647,2],"data_offsets":[0,8]}}""", 8)]
    [InlineData("""{"w":{"dtype":"F32","shape":[2147483647],"data_offsets":[0,8589934588]}}""", 8)]
    [InlineData("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8],"x":1}}""", 8)]
    [InlineData("""{"w":{"dtype":"F32","data_offsets":[0,8]}}""", 8)]
    [InlineData("""{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"w":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8)]
    [InlineData("""{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"v":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4)]
    [InlineData("""{"\ud800":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4)]
    public void Read_RefusesWhatIsNotOne(string header, int data)
    {
        Action read = () => Safetensors.Read(File(header, data));
        read.Should().Throw<FormatException>();
    }

    [Fact]
    public void Read_RefusesALengthThatIsNotThere()
    {
        foreach (var bytes in new byte[][] { [], [1, 2, 3], [9, 0, 0, 0, 0, 0, 0, 0, 1], [255, 255, 255, 255, 255, 255, 255, 255, 0] })
        {
            Action read = () => Safetensors.Read(bytes);
            read.Should().Throw<FormatException>();
        }
    }

    [Fact]
    public void ACheckpoint_HoldsTheStateAndNoInputs()
    {
        var training = TrainingCompiler.Compile(Given.ReferenceJob);
        var program = training.Program;
        var state = TrainingState.Initial(training, Given.ReferenceData(), 7);
        var blob = TensorBlob.WriteState(program.Slots, state);
        Safetensors.Read(blob).Keys.Should().NotContain(TrainingSlots.Features).And.Contain("layers.0.weight");
        var read = TensorBlob.ReadState(blob, program.Slots, state);
        read.Select(t => t.Words).Should().BeEquivalentTo(state.Select(t => t.Words), o => o.WithStrictOrdering());

        Action other = () => TensorBlob.ReadState(Safetensors.Write(Given.ReferenceData()), program.Slots, state);
        other.Should().Throw<FormatException>();
    }
}
