using System.Text;
using Org.BouncyCastle.Crypto.Digests;

namespace Marketplace.Primitives.Tests;

public sealed class KeccakTests
{
    [Theory]
    [InlineData("", "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470")]
    [InlineData("abc", "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45")]
    [InlineData("testing", "5f16f4c7f149ac4f9510d9cf8cf384038ad348b3bcdc01915f95de12df9d1b02")]
    [InlineData("The quick brown fox jumps over the lazy dog", "4d741b6f1eb29cb2a9b9911c82f56fa8d73b04959d3d9d222895df6c0b28aa15")]
    public void Hash_OfKnownText_IsTheKnownOne(string text, string expected) =>
        Keccak.Hash(Encoding.ASCII.GetBytes(text)).Should().Be(Hash32.FromHex(expected));

    // Two blocks and a half: every position of the padding, on both sides of each block's end.
    [Fact]
    public void Hash_OfEveryLengthTo400_IsTheOneOfAnotherLibrary()
    {
        var data = Keccak.Hash("seed"u8).ToArray();
        var text = new byte[400];
        for (var i = 0; i < text.Length; i++) text[i] = (byte)(data[i % 32] + i);

        for (var length = 0; length <= text.Length; length++)
        {
            var digest = new KeccakDigest(256);
            digest.BlockUpdate(text, 0, length);
            var expected = new byte[32];
            digest.DoFinal(expected, 0);

            Keccak.Hash(text.AsSpan(0, length)).ToArray().Should().Equal(expected, $"{length} bytes are hashed");
        }
    }

    [Fact]
    public void Hash_OfTwoHashes_IsTheOneOfTheir64Bytes()
    {
        var left = Keccak.Hash("left"u8);
        var right = Keccak.Hash("right"u8);

        Keccak.Hash(left, right).Should().Be(Keccak.Hash([.. left.ToArray(), .. right.ToArray()]));
        Keccak.Hash(left, right).Should().NotBe(Keccak.Hash(right, left));
    }
}
