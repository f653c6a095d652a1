using System.Numerics;

namespace Marketplace.Numerics.Tests;

public class Word256Tests
{
    private const int Count = 20_000;
    private static readonly BigInteger Modulus = BigInteger.One << 256;

    [Fact]
    public void SumDifferenceProduct_AreModulo2To256() => Each((a, b, x, y, _) =>
    {
        ToBig(a + b).Should().Be((x + y) % Modulus);
        ToBig(a - b).Should().Be((x - y + Modulus) % Modulus);
        ToBig(a * b).Should().Be(x * y % Modulus);
    });

    [Fact]
    public void Shifts_AreLogicalAndArithmetic() => Each((a, _, x, _, count) =>
    {
        ToBig(a << count).Should().Be((x << count) % Modulus);
        ToBig(a >>> count).Should().Be(x >> count);
        var signed = a.IsNegative ? x - Modulus : x;
        ToBig(a >> count).Should().Be(((signed >> count) + Modulus) % Modulus);
    });

    [Fact]
    public void Quotient_IsRoundedDown() => Each((a, b, x, y, _) =>
    {
        if (!y.IsZero) ToBig(a / b).Should().Be(x / y);
    });

    private static void Each(Action<Word256, Word256, BigInteger, BigInteger, int> check)
    {
        var vectors = new Vectors(0x256);
        for (var i = 0; i < Count; i++)
        {
            var (a, b) = (Any(vectors), Any(vectors));
            check(a, b, ToBig(a), ToBig(b), vectors.Below(256));
        }
    }

    /// <summary>Words of every length, and words of long runs of ones and zeros.</summary>
    private static Word256 Any(Vectors vectors)
    {
        var word = vectors.Below(4) == 0 ? (Word256)0 - 1 : new(Limb(), Limb(), Limb(), Limb());
        word >>>= vectors.Below(256);
        return vectors.Below(4) == 0 ? word << vectors.Below(256) : word;

        ulong Limb() => ((ulong)vectors.Bits() << 32) | vectors.Bits();
    }

    private static BigInteger ToBig(Word256 word) =>
        ((BigInteger)word.W3 << 192) | ((BigInteger)word.W2 << 128) | ((BigInteger)word.W1 << 64) | word.W0;
}
