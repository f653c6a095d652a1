using System.Buffers.Binary;
using System.Text;

namespace Marketplace.Programs.Tests.Weights;

/// <summary>Safetensors files as a test, or somebody hostile, writes them.</summary>
internal static class TensorFile
{
    /// <summary>A header as it stands here, and so many bytes 0, 1, 2 …</summary>
    public static byte[] Of(string header, int data) => Of(header, [.. Enumerable.Range(0, data).Select(i => (byte)i)]);

    public static byte[] Of(string header, params byte[] data)
    {
        var utf8 = Encoding.UTF8.GetBytes(header);
        return WithLength((ulong)utf8.Length, [.. utf8, .. data]);
    }

    /// <summary>A file that says of its header what is not so.</summary>
    public static byte[] WithLength(ulong length, byte[] rest)
    {
        var bytes = new byte[8 + rest.Length];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, length);
        rest.CopyTo(bytes, 8);
        return bytes;
    }

    /// <summary>A member of a header.</summary>
    public static string Entry(string type, string shape, string offsets) =>
        $$"""{"dtype":"{{type}}","shape":{{shape}},"data_offsets":{{offsets}}}""";

    /// <summary>Refused in one sentence, and never in another way.</summary>
    public static void ShouldRefuse(this Action read, string words, string because)
    {
        var message = read.Should().Throw<FormatException>(because).Which.Message;
        message.Should().Contain(words, because);
        message.Should().EndWith(".", because).And.NotContain("\n", because);
        message.Length.Should().BeLessThan(700, because);
    }
}
