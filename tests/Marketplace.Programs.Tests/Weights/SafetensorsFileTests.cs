using System.Text;
using Marketplace.Numerics;
using Marketplace.Operators;
using Marketplace.Programs.Weights;

namespace Marketplace.Programs.Tests.Weights;

/// <summary>What is read from a file, one tensor at a time, and what other programs will find in ours.</summary>
public sealed class SafetensorsFileTests
{
    [Fact]
    public void Dimensions_AreWrittenAndReadAsTheCallerSays()
    {
        var five = Tensor.Floats(Shape.Of(5), 1, 2, 3, 4, 5);
        var bytes = Safetensors.Write(
        [
            new NamedTensor("row", [1, 5], five),
            new NamedTensor("column", [5, 1, 1], five),
            new NamedTensor("scalar", [], Tensor.Floats(Shape.Of(1), 7)),
            new NamedTensor("plain", [5], five),
        ]);
        var file = SafetensorsFile.Open(new MemoryStream(bytes));
        file.Header.Metadata.Should().Equal(new Dictionary<string, string> { ["format"] = "pt" });
        var dimensions = file.Header.Entries.ToDictionary(e => e.Name, e => string.Join(',', e.Dimensions));
        dimensions.Should().Equal(new Dictionary<string, string>
        {
            ["column"] = "5,1,1",
            ["plain"] = "5",
            ["row"] = "1,5",
            ["scalar"] = "",
        });
        file.Read("column").Shape.Should().Be(Shape.Of(5, 1, 1));
        file.Read("row").Words.Should().Equal(five.Words);
        file.Read("scalar").Words.Should().Equal(0x40e00000u);
        Encoding.ASCII.GetString(bytes, 8, 32).Should().Be("""{"__metadata__":{"format":"pt"},""");
    }

    [Fact]
    public void HalfPrecision_WidensExactly_AllOfIt()
    {
        for (var i = 0; i <= ushort.MaxValue; i++)
        {
            var half = BitConverter.UInt16BitsToHalf((ushort)i);
            var word = StoredElements.FromHalf((ushort)i);
            if (Half.IsNaN(half))
            {
                // The payload stays where it was, the sign too.
                word.Should().Be(((uint)(i >> 15) << 31) | 0x7f800000 | ((uint)(i & 0x3ff) << 13));
            }
            else word.Should().Be(BitConverter.SingleToUInt32Bits((float)half));
        }
    }

    [Fact]
    public void NarrowFloats_AreFloats_AndBitsStayAsTheyAre()
    {
        var header = """{"h":{"dtype":"F16","shape":[2],"data_offsets":[0,4]},"b":{"dtype":"BF16","shape":[2],"data_offsets":[4,8]},"f":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}""";
        var read = Safetensors.Read(TensorFile.Of(header, 0x00, 0x3c, 0x01, 0x80, 0x80, 0x3f, 0xc1, 0xff, 0x01, 0x00, 0xc0, 0xff));
        read["h"].Type.Should().Be(ElementType.F32);
        read["h"].Words.Should().Equal(0x3f800000u, 0xb3800000u);
        read["b"].Words.Should().Equal(0x3f800000u, 0xffc10000u);
        read["f"].Words.Should().Equal(0xffc00001u);
    }

    [Fact]
    public void LongIntegers_AreRead_WhereTheyFit()
    {
        const string Header = """{"n":{"dtype":"I64","shape":[2],"data_offsets":[0,16]}}""";
        byte[] fits = [0xff, 0xff, 0xff, 0x7f, 0, 0, 0, 0, 0, 0, 0, 0x80, 0xff, 0xff, 0xff, 0xff];
        var read = Safetensors.Read(TensorFile.Of(Header, fits))["n"];
        read.Type.Should().Be(ElementType.I32);
        read.Words.Should().Equal(0x7fffffffu, 0x80000000u);
        foreach (var at in (int[])[3, 12])
        {
            var wide = (byte[])fits.Clone();
            wide[at] ^= 0x80;
            Action refuse = () => Safetensors.Read(TensorFile.Of(Header, wide));
            refuse.ShouldRefuse("no int32", "beyond int32");
        }
    }

    [Fact]
    public void ALargeTensor_IsReadInParts()
    {
        // More than one part of 64 KiB, of an odd length.
        var ints = Tensor.Ints(Shape.Of(3, 17_011), [.. Enumerable.Range(-9, 3 * 17_011)]);
        var bytes = Tensor.Int8s(Shape.Of(70_001, 3), [.. Enumerable.Range(0, 3 * 70_001).Select(i => unchecked((sbyte)i))]);
        var written = Safetensors.Write([new NamedTensor("i", [3, 17_011], ints), new NamedTensor("b", [70_001, 3], bytes)]);
        var file = SafetensorsFile.Open(new TrickleStream(written));
        file.Read("b").Words.Should().Equal(bytes.Words);
        file.Read("i").Words.Should().Equal(ints.Words);
        file.Read("b").Words.Should().Equal(bytes.Words);
        FluentActions.Invoking(() => file.Read("c")).Should().Throw<FormatException>();
    }

    [Fact]
    public void ReadingOneTensor_TakesNoRoomForTheOthers()
    {
        var bytes = Safetensors.Write(
            [new NamedTensor("big", [1 << 22], new Tensor(ElementType.F32, Shape.Of(1 << 22))), new NamedTensor("small", [1], Tensor.Ints(Shape.Of(1), 3))]);
        var stream = new MemoryStream(bytes);
        var before = GC.GetAllocatedBytesForCurrentThread();
        SafetensorsFile.Open(stream).Read("small").Words.Should().Equal(3u);
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(1 << 20);
    }

    /// <summary>Gives at most a thousand bytes at a time, as streams may.</summary>
    private sealed class TrickleStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(1000, buffer.Length)]);

        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(1000, count));
    }
}
