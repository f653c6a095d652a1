using System.Text;
using Marketplace.Operators;
using Marketplace.Programs.Data;
using Marketplace.Programs.Weights;

namespace Marketplace.Programs.Tests.Weights;

/// <summary>Nothing that could run code elsewhere is read, and it is told for what it is.</summary>
public sealed class PickleTests
{
    public static TheoryData<string, byte[]> Foreign
    {
        get
        {
            var tar = new byte[1024];
            "weights/data.pkl"u8.CopyTo(tar);
            "ustar"u8.CopyTo(tar.AsSpan(257));
            var data = new TheoryData<string, byte[]>
            {
                { "zip", [.. "PK\u0003\u0004"u8, .. new byte[60]] },
                { "zip, its signature alone", [.. "PK\u0003\u0004"u8] },
                { "tar", tar },
                { "a torch file of old", [0x80, 0x02, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, 0x2e] },
                { "two bytes", [0x80, 0x04] },
            };
            foreach (var protocol in (byte[])[2, 3, 4, 5]) data.Add($"protocol {protocol}", [0x80, protocol, .. "}q\0X\u0001\0\0\0aq\u0001K\u0001s."u8]);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Foreign))]
    public void Pickles_AreRefusedByName(string what, byte[] bytes)
    {
        Action weights = () => Safetensors.Read(bytes);
        weights.Should().Throw<FormatException>(what).WithMessage(ForeignFile.PickleRefusal, what);
        Action tokens = () => TokenFile.Read([new MemoryStream(bytes)], 4);
        tokens.Should().Throw<FormatException>(what).WithMessage(ForeignFile.PickleRefusal, what);
    }

    [Theory]
    [InlineData(640)]
    [InlineData(896)]
    [InlineData(1152)]
    [InlineData(1408)]
    public void AHeaderWhoseLengthLooksLikeAPickle_IsRead(int length)
    {
        var header = """{"w":{"dtype":"I32","shape":[],"data_offsets":[0,4]}}""".PadRight(length);
        var file = TensorFile.Of(header, 7, 0, 0, 0);
        file[0].Should().Be(0x80);
        Safetensors.Read(file)["w"].Words.Should().Equal(7u);
    }
}
