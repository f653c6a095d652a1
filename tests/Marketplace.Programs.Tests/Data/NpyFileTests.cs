using System.Text;
using Marketplace.Numerics;
using Marketplace.Programs.Data;
using Marketplace.Programs.Tests.Weights;
using Marketplace.Programs.Weights;

namespace Marketplace.Programs.Tests.Data;

/// <summary>Arrays of NumPy: those that are read, and all others.</summary>
public sealed class NpyFileTests
{
    [Theory]
    [InlineData("<i4", "ffffffff02000000", "ffffffff 00000002", ElementType.I32)]
    [InlineData("<f4", "0000803f010080ff", "3f800000 ff800001", ElementType.F32)]
    [InlineData("<i8", "ffffffffffffffff0200000000000000", "ffffffff 00000002", ElementType.I32)]
    [InlineData("|u1", "ff02", "000000ff 00000002", ElementType.I32)]
    [InlineData("<u2", "ffff0200", "0000ffff 00000002", ElementType.I32)]
    public void Types_AreWidened(string descr, string data, string words, ElementType type)
    {
        foreach (var version in (byte[])[1, 2, 3])
        {
            var npy = NpyFile.Read(Stream($"{{'descr': '{descr}', 'fortran_order': False, 'shape': (2,), }}", data, version));
            npy.Dimensions.Should().Equal(2);
            npy.Tensor.Type.Should().Be(type);
            string.Join(' ', npy.Tensor.Words.Select(w => w.ToString("x8"))).Should().Be(words);
        }
    }

    [Theory]
    [InlineData("()", 1, "")]
    [InlineData("(2,)", 2, "2")]
    [InlineData("(2, 3)", 6, "2,3")]
    [InlineData("(2,3,)", 6, "2,3")]
    [InlineData("(1, 2, 1, 3)", 6, "1,2,1,3")]
    public void Shapes_AreKept(string shape, int bytes, string dimensions) =>
        string.Join(',', NpyFile.Read(Stream($"{{'shape':{shape},'descr':'|u1','fortran_order':False}}\n", new string('0', 2 * bytes))).Dimensions)
            .Should().Be(dimensions);

    [Theory]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (1,), }", "float64")]
    [InlineData("{'descr': '>i4', 'fortran_order': False, 'shape': (1,), }", "big-endian")]
    [InlineData("{'descr': '<u4', 'fortran_order': False, 'shape': (1,), }", "another type")]
    [InlineData("{'descr': '|b1', 'fortran_order': False, 'shape': (1,), }", "another type")]
    [InlineData("{'descr': '<U4', 'fortran_order': False, 'shape': (1,), }", "another type")]
    [InlineData("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", "This is a pickle")]
    [InlineData("{'descr': '|O8', 'fortran_order': False, 'shape': (1,), }", "This is a pickle")]
    [InlineData("{'descr': [('a', '<i4'), ('b', '|O')], 'fortran_order': False, 'shape': (1,), }", "This is a pickle")]
    [InlineData("{'descr': [('a', '<i4')], 'fortran_order': False, 'shape': (1,), }", "several members")]
    [InlineData("{'descr': '<i4', 'fortran_order': True, 'shape': (1,), }", "Fortran")]
    [InlineData("{'descr': '<i4', 'fortran_order': 0, 'shape': (1,), }", "malformed")]
    [InlineData("{'descr': '<i4', 'fortran_order': False, 'shape': (1), }", "malformed")]
    [InlineData("{'descr': '<i4', 'fortran_order': False, 'shape': [1], }", "malformed")]
    [InlineData("{'descr': '<i4', 'fortran_order': False, 'shape': (1,,), }", "malformed")]
    [InlineData("{'descr': '<i4', 'fortran_order': False, 'shape': (-1,), }", "malformed")]
    [InlineData("{'descr': '<i4', 'fortran_order': False, 'shape': (01,), }", "malformed")]
    [InlineData("{'descr': '<i4', 'fortran_order': False, 'shape': (1L,), }", "malformed")]
    [InlineData("{'descr': '<i4', 'fortran_order': False, 'shape': (1x0,), }", "malformed")]
    [InlineData("{'descr': '<i4', 'fortran_order': False, 'shape': (__import__('os'),), }", "malformed")]
    [InlineData("{'descr': '<i4', 'fortran_order': False, 'shape': (0,), }", "no elements")]
    [InlineData("{'descr': '<i4', 'fortran_order': False, 'shape': (1, 1, 1, 1, 1), }", "rank above 4")]
    [InlineData("{'descr': '<i4', 'fortran_order': False, 'shape': (9223372036854775808,), }", "too large")]
    [InlineData("{'descr': '<i4', 'fortran_order': False, 'shape': (4294967296, 4294967296), }", "too large")]
    [InlineData("{'descr': '<i4', 'fortran_order': False, 'shape': (99999999999999999999999,), }", "too large")]
    [InlineData("{'descr': '<i4', 'fortran_order': False, 'shape': (2,), }", "the length that its shape says")]
    [InlineData("{'descr': '<i4', 'fortran_order': False, 'shape': (2000000000,), }", "the length that its shape says")]
    [InlineData("{'descr': '<i4', 'fortran_order': False, }", "malformed")]
    [InlineData("{'descr': '<i4', 'descr': '<i4', 'fortran_order': False, 'shape': (1,), }", "malformed")]
    [InlineData("{'descr': '<i4', 'fortran_order': False, 'shape': (1,), 'more': 1}", "malformed")]
    [InlineData("{'descr': '<i4', 'fortran_order': False, 'shape': (1,), } x", "malformed")]
    [InlineData("{'descr': '<i4', 'fortran_order': False, 'shape': (1,), ", "malformed")]
    [InlineData("{'descr': '<i4' 'fortran_order': False, 'shape': (1,)}", "malformed")]
    [InlineData("{'descr': '<i4, 'fortran_order': False}", "another type")]
    [InlineData("{'descr': '<i4'\n, 'fortran_order': False, 'shape': (1,)}", "malformed")]
    [InlineData("{'descr': '<i\u00e9', 'fortran_order': False, 'shape': (1,)}", "malformed")]
    [InlineData("[]", "malformed")]
    [InlineData("{}", "malformed")]
    [InlineData("", "malformed")]
    public void Arrays_OfAnotherKind_AreRefused(string header, string words)
    {
        Action read = () => NpyFile.Read(Stream(header, "00000000"));
        read.ShouldRefuse(words, header);
    }

    [Fact]
    public void EveryPrefix_IsRefused_AndFlippedBitsAreReadOrRefused()
    {
        var whole = Stream("{'descr': '<i8', 'fortran_order': False, 'shape': (1, 2), }", "00000000000000000200000000000000").ToArray();
        NpyFile.Read(new MemoryStream(whole)).Tensor.Words.Should().Equal(0u, 2u);
        for (var length = 0; length < whole.Length; length++)
        {
            Action read = () => NpyFile.Read(new MemoryStream(whole, 0, length));
            read.ShouldRefuse(".", $"{length} bytes");
        }

        for (var bit = 0; bit < 8 * whole.Length; bit++)
        {
            var damaged = (byte[])whole.Clone();
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            try
            {
                NpyFile.Read(new MemoryStream(damaged));
            }
            catch (FormatException e)
            {
                e.Message.Should().EndWith(".");
            }
        }
    }

    [Fact]
    public void Prefixes_ThatLie_AreRefused()
    {
        foreach (var (version, length, words) in new (byte, byte[], string)[]
        {
            (1, [0xff, 0xff], "at most 10000"), (2, [0xff, 0xff, 0xff, 0xff], "at most 10000"),
            (0, [0, 0], "another version"), (4, [0, 0, 0, 0], "another version"), (1, [0x0f, 0x27], "inside its header"),
        })
        {
            byte[] bytes = [0x93, .. "NUMPY"u8, version, 0, .. length, .. new byte[64]];
            Action read = () => NpyFile.Read(new MemoryStream(bytes));
            read.ShouldRefuse(words, words);
        }
    }

    internal static MemoryStream Stream(string header, string data, byte version = 1)
    {
        var text = Encoding.UTF8.GetBytes(header);
        byte[] length = version == 1 ? [(byte)text.Length, (byte)(text.Length >> 8)] : [(byte)text.Length, (byte)(text.Length >> 8), 0, 0];
        return new MemoryStream([0x93, .. "NUMPY"u8, version, 0, .. length, .. text, .. Convert.FromHexString(data)]);
    }
}
