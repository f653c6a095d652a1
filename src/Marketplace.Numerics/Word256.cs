namespace Marketplace.Numerics;

/// <summary>
/// A word of the referee's machine: 256 bits, arithmetic modulo 2^256, two's complement where a sign is meant.
/// It has just what <see cref="Elementary"/> needs in order to take the contract's integer steps one for one.
/// </summary>
internal readonly record struct Word256(ulong W0, ulong W1, ulong W2, ulong W3)
{
    public static implicit operator Word256(ulong value) => new(value, 0, 0, 0);

    public static explicit operator ulong(Word256 word) => word.W0;

    /// <summary>True where the top bit says negative.</summary>
    public bool IsNegative => (long)W3 < 0;

    /// <summary>The number of bits up to the highest set one; 0 for zero.</summary>
    public int Length =>
        W3 != 0 ? 256 - LeadingZeros(W3) :
        W2 != 0 ? 192 - LeadingZeros(W2) :
        W1 != 0 ? 128 - LeadingZeros(W1) : 64 - LeadingZeros(W0);

    public static Word256 operator +(Word256 a, Word256 b)
    {
        var s0 = (UInt128)a.W0 + b.W0;
        var s1 = (UInt128)a.W1 + b.W1 + (s0 >> 64);
        var s2 = (UInt128)a.W2 + b.W2 + (s1 >> 64);
        return new((ulong)s0, (ulong)s1, (ulong)s2, unchecked(a.W3 + b.W3 + (ulong)(s2 >> 64)));
    }

    public static Word256 operator -(Word256 a) => (Word256)0 - a;

    public static Word256 operator |(Word256 a, Word256 b) => new(a.W0 | b.W0, a.W1 | b.W1, a.W2 | b.W2, a.W3 | b.W3);

    public static Word256 operator -(Word256 a, Word256 b) => a + new Word256(~b.W0, ~b.W1, ~b.W2, ~b.W3) + 1;

    public static Word256 operator *(Word256 a, Word256 b)
    {
        // By columns of 64 bits; what would lie above bit 255 is dropped.
        var p00 = Math.BigMul(a.W0, b.W0);
        UInt128 p01 = Math.BigMul(a.W0, b.W1), p10 = Math.BigMul(a.W1, b.W0);
        UInt128 p02 = Math.BigMul(a.W0, b.W2), p11 = Math.BigMul(a.W1, b.W1), p20 = Math.BigMul(a.W2, b.W0);
        var column1 = (p00 >> 64) + (ulong)p01 + (ulong)p10;
        var column2 = (column1 >> 64) + (p01 >> 64) + (p10 >> 64) + (ulong)p02 + (ulong)p11 + (ulong)p20;
        var column3 = unchecked((ulong)(column2 >> 64) + (ulong)(p02 >> 64) + (ulong)(p11 >> 64) + (ulong)(p20 >> 64)
            + (a.W0 * b.W3) + (a.W1 * b.W2) + (a.W2 * b.W1) + (a.W3 * b.W0));
        return new((ulong)p00, (ulong)column1, (ulong)column2, column3);
    }

    /// <summary>Unsigned, rounded down. The divisor is not zero.</summary>
    /// <remarks>
    /// The quotient is gathered from guesses that are never too large, about 60 bits each, until less than b is left.
    /// </remarks>
    public static Word256 operator /(Word256 a, Word256 b)
    {
        var bShift = Above(b.Length, 63);
        var bTopUp = (ulong)(b >>> bShift) + 1;
        Word256 quotient = 0;
        while (!IsLess(a, b))
        {
            var aShift = Above(a.Length, 126);
            var aTopDown = a >>> aShift;
            var guess = new UInt128(aTopDown.W1, aTopDown.W0) / bTopUp;
            var shift = aShift - bShift;
            var part = new Word256((ulong)guess, (ulong)(guess >> 64), 0, 0);
            part = shift >= 0 ? part << shift : part >>> -shift;
            if (part == (Word256)0) part = 1;
            quotient += part;
            a -= part * b;
        }

        return quotient;
    }

    /// <summary>Zeros come in from the right. The count is 0 to 255, like in the shifts below.</summary>
    public static Word256 operator <<(Word256 a, int count)
    {
        var (limbs, bits) = Math.DivRem(count, 64);
        var moved = limbs switch
        {
            0 => a,
            1 => new Word256(0, a.W0, a.W1, a.W2),
            2 => new Word256(0, 0, a.W0, a.W1),
            _ => new Word256(0, 0, 0, a.W0),
        };
        if (bits == 0) return moved;
        return new(moved.W0 << bits, Joined(moved.W1, moved.W0, 64 - bits), Joined(moved.W2, moved.W1, 64 - bits),
            Joined(moved.W3, moved.W2, 64 - bits));
    }

    /// <summary>Logical.</summary>
    public static Word256 operator >>>(Word256 a, int count) => Right(a, count, 0);

    /// <summary>Arithmetic: copies of the sign come in from the left.</summary>
    public static Word256 operator >>(Word256 a, int count) => Right(a, count, a.IsNegative ? ulong.MaxValue : 0);

    private static Word256 Right(Word256 a, int count, ulong fill)
    {
        var (limbs, bits) = Math.DivRem(count, 64);
        var moved = limbs switch
        {
            0 => a,
            1 => new Word256(a.W1, a.W2, a.W3, fill),
            2 => new Word256(a.W2, a.W3, fill, fill),
            _ => new Word256(a.W3, fill, fill, fill),
        };
        if (bits == 0) return moved;
        return new(Joined(moved.W1, moved.W0, bits), Joined(moved.W2, moved.W1, bits), Joined(moved.W3, moved.W2, bits),
            Joined(fill, moved.W3, bits));
    }

    /// <summary>64 bits of high:low, starting at bit <paramref name="from"/> (1 to 63) of low.</summary>
    private static ulong Joined(ulong high, ulong low, int from) => (high << (64 - from)) | (low >> from);

    private static bool IsLess(Word256 a, Word256 b) =>
        a.W3 != b.W3 ? a.W3 < b.W3 : a.W2 != b.W2 ? a.W2 < b.W2 : a.W1 != b.W1 ? a.W1 < b.W1 : a.W0 < b.W0;

    private static int LeadingZeros(ulong limb) => System.Numerics.BitOperations.LeadingZeroCount(limb);

    private static int Above(int length, int kept) => length > kept ? length - kept : 0;
}
