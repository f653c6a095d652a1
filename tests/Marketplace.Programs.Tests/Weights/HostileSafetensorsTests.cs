using System.Text;
using Marketplace.Numerics;
using Marketplace.Operators;
using Marketplace.Programs.Weights;

namespace Marketplace.Programs.Tests.Weights;

/// <summary>Files that somebody else has made: read, or refused with one sentence, before room is made for anything.</summary>
public sealed class HostileSafetensorsTests
{
    private const string Small = """{"a":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]},"b":{"dtype":"I8","shape":[3],"data_offsets":[8,11]}}""";

    [Theory]
    [InlineData("overlap", "[0,8]", "[4,12]", 12, "does not lie where")]
    [InlineData("the same bytes twice", "[0,8]", "[0,8]", 8, "does not lie where")]
    [InlineData("gap", "[0,8]", "[12,20]", 20, "does not lie where")]
    [InlineData("gap before the first", "[4,12]", "[12,20]", 20, "does not lie where")]
    [InlineData("end before begin", "[8,0]", "[8,16]", 16, "does not lie where")]
    [InlineData("past the end", "[0,8]", "[8,16]", 15, "does not lie where")]
    [InlineData("bytes that belong to none", "[0,8]", "[8,16]", 17, "longer than its tensors")]
    [InlineData("negative", "[-8,0]", "[0,8]", 8, "whole number")]
    [InlineData("2^63", "[0,8]", "[8,9223372036854775808]", 16, "from 0 to")]
    [InlineData("2^64", "[0,8]", "[8,18446744073709551616]", 16, "whole number")]
    [InlineData("2^63 - 1", "[0,8]", "[9223372036854775799,9223372036854775807]", 16, "does not lie where")]
    [InlineData("one offset", "[0,8]", "[8]", 16, "2 to 2 entries")]
    [InlineData("three offsets", "[0,8]", "[8,16,24]", 16, "2 to 2 entries")]
    [InlineData("a fraction", "[0,8]", "[8,16.0]", 16, "whole number")]
    [InlineData("a text", "[0,8]", "[8,\"16\"]", 16, "whole number")]
    public void Offsets_ThatDoNotFit_AreRefused(string fault, string first, string second, int data, string words)
    {
        var header = $$"""{"v":{{TensorFile.Entry("F32", "[2]", first)}},"w":{{TensorFile.Entry("F32", "[2]", second)}}}""";
        Refused(TensorFile.Of(header, data), words, fault);
    }

    [Theory]
    [InlineData("[9223372036854775808]", "too large")]
    [InlineData("[9223372036854775807,2]", "too large")]
    [InlineData("[4294967296,4294967296]", "too large")]
    [InlineData("[2147483648,2147483648,4]", "too large")]
    [InlineData("[65536,65536,65536,65536]", "too large")]
    [InlineData("[18446744073709551616]", "whole number")]
    [InlineData("[2147483591]", "does not lie where")]
    [InlineData("[0]", "w has no elements")]
    [InlineData("[2,0,9223372036854775808]", "w has no elements")]
    [InlineData("[-2]", "whole number")]
    [InlineData("[1,1,1,1,2]", "w has rank 5")]
    [InlineData("[1,1,1,1,1,1]", "w has rank 6")]
    [InlineData("[[2]]", "nested too deeply")]
    [InlineData("{}", "has to be a list")]
    [InlineData("null", "has to be a list")]
    public void Shapes_ThatCannotBe_AreRefused(string shape, string words)
    {
        Refused(TensorFile.Of($$"""{"w":{{TensorFile.Entry("F32", shape, "[0,8]")}}}""", 8), words, shape);
        // Whoever also lies about the offsets gets no further.
        Refused(TensorFile.Of($$"""{"w":{{TensorFile.Entry("F32", shape, "[0,9223372036854775807]")}}}""", 8), ".", shape);
    }

    [Theory]
    [InlineData("""[]""", "begins with {")]
    [InlineData(""" {}""", "begins with {")]
    [InlineData("\ufeff{}", "begins with {")]
    [InlineData("""{"w":1}""", "has to be an object")]
    [InlineData("""{"w":{}}""", "dtype is missing")]
    [InlineData("""{"w":{"dtype":"F32","shape":[2]}}""", "data_offsets is missing")]
    [InlineData("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8],"x":1}}""", "no member w.x")]
    [InlineData("""{"w":{"dtype":"F32","dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "w.dtype stands there twice")]
    [InlineData("""{"w":{"dtype":"F32","shape":[2],"shape":[2],"data_offsets":[0,8]}}""", "w.shape stands there twice")]
    [InlineData("""{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"\u0077":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", "in the header twice")]
    [InlineData("""{"":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "1 to 512 characters")]
    [InlineData("""{"a\nb":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "no control characters")]
    [InlineData("""{"\ud800":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "not Unicode")]
    [InlineData("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}""", "not JSON")]
    [InlineData("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},}""", "not JSON")]
    [InlineData("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}} x""", "not JSON")]
    [InlineData("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}{}""", "not JSON")]
    [InlineData("""{/* */}""", "not JSON")]
    [InlineData("""{"w":{"dtype":"F64","shape":[1],"data_offsets":[0,8]}}""", "F64, which float32 cannot hold")]
    [InlineData("""{"w":{"dtype":"U8","shape":[8],"data_offsets":[0,8]}}""", "of type U8")]
    [InlineData("""{"w":{"dtype":"BOOL","shape":[8],"data_offsets":[0,8]}}""", "of type BOOL")]
    [InlineData("""{"w":{"dtype":"f32","shape":[2],"data_offsets":[0,8]}}""", "w.dtype has to be")]
    [InlineData("""{"w":{"dtype":0,"shape":[2],"data_offsets":[0,8]}}""", "w.dtype has to be")]
    [InlineData("""{"__metadata__":{"a":"b","a":"c"}}""", "__metadata__ twice")]
    [InlineData("""{"__metadata__":{"a":1}}""", "object of texts")]
    [InlineData("""{"__metadata__":"a"}""", "object of texts")]
    [InlineData("""{"__metadata__":{},"__metadata__":{}}""", "in the header twice")]
    [InlineData("""{"__metadata__":{"a":{"b":{"c":"d"}}}}""", "nested too deeply")]
    public void Headers_ThatAreNone_AreRefused(string header, string words) =>
        Refused(TensorFile.Of(header, 8), words, header);

    [Fact]
    public void Nesting_IsLimited()
    {
        foreach (var depth in (int[])[4, 100, 100_000])
        {
            var header = "{\"w\":" + new string('[', depth) + new string(']', depth) + "}";
            Refused(TensorFile.Of(header, 8), "nested too deeply", $"{depth} lists");
        }
    }

    [Fact]
    public void Lengths_ThatLie_AreRefused()
    {
        var rest = TensorFile.Of(Small, 11)[8..];
        foreach (var length in (ulong[])[0, 1, (ulong)Small.Length - 1, (ulong)Small.Length + 1, (ulong)rest.Length, (ulong)rest.Length + 1])
            Refused(TensorFile.WithLength(length, rest), ".", $"length {length}");
        foreach (var length in (ulong[])[100_000_000, int.MaxValue, 1ul << 63, ulong.MaxValue - 7, ulong.MaxValue])
            Refused(TensorFile.WithLength(length, rest), "longer than the tensor file", $"length {length}");
    }

    [Fact]
    public void AHeaderOfMoreThan16MiB_IsRefused()
    {
        var header = Encoding.ASCII.GetBytes("{}".PadRight(SafetensorsHeader.MaxBytes + 1));
        Refused(TensorFile.WithLength((ulong)header.Length, header), "at most 16777216 bytes", "one byte more");
        Safetensors.Read(TensorFile.WithLength((ulong)header.Length - 1, header[..^1])).Should().BeEmpty();
    }

    [Fact]
    public void EveryPrefix_IsRefused_AndEveryLongerFile()
    {
        var whole = TensorFile.Of(Small, 11);
        Safetensors.Read(whole).Keys.Should().Equal("a", "b");
        for (var length = 0; length < whole.Length; length++) Refused(whole[..length], ".", $"{length} bytes");
        Refused([.. whole, 0], "longer than its tensors", "a byte more");
    }

    [Fact]
    public void FlippedBits_AreReadOrRefused_AndNothingElse()
    {
        var whole = Safetensors.Write(
        [
            new NamedTensor("layers.0.weight", [2, 3], Tensor.Floats(Shape.Of(2, 3), 1, 2, 3, 4, 5, 6)),
            new NamedTensor("labels", [3, 1], Tensor.Ints(Shape.Of(3, 1), 1, 2, 3)),
            new NamedTensor("codes", [5], Tensor.Int8s(Shape.Of(5), 1, 2, 3, 4, 5)),
        ]);
        var (read, refused) = (0, 0);
        for (uint round = 0; round < 2000; round++)
        {
            var damaged = (byte[])whole.Clone();
            // One to four flips, most of them in the header, where they matter.
            for (uint flip = 0; flip <= round % 4; flip++)
            {
                var range = round % 5 == 0 ? whole.Length : whole.Length - 41;
                var at = (int)Philox.Index(2, round, flip, 0, (uint)range);
                damaged[at] ^= (byte)(1 << (int)Philox.Index(2, round, flip, 1, 8));
            }

            try
            {
                Safetensors.Read(damaged);
                read++;
            }
            catch (FormatException e)
            {
                e.Message.Should().EndWith(".");
                refused++;
            }
        }

        // Both happen: else the flips would try nothing.
        read.Should().BeGreaterThan(50);
        refused.Should().BeGreaterThan(1000);
    }

    [Fact]
    public void ALargeShape_TakesNoRoom()
    {
        var file = TensorFile.Of($$"""{"w":{{TensorFile.Entry("F32", "[2000000000]", "[0,8000000000]")}}}""", 8);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Refused(file, "does not lie where", "8 GB");
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(4 << 20);
    }

    private static void Refused(byte[] file, string words, string because)
    {
        Action read = () => Safetensors.Read(file);
        read.ShouldRefuse(words, because);
    }
}
