using Marketplace.Backends.Cpu.MatMul;
using Marketplace.Numerics;

namespace Marketplace.Backends.Cpu.Tests;

/// <summary>What the elements of a product's operands are.</summary>
public enum GemmValues
{
    /// <summary>Numbers of both signs and many sizes.</summary>
    Ordinary,

    /// <summary>Such whose products are subnormal or nearly, so that accumulators are.</summary>
    Tiny,

    /// <summary>Ordinary ones, and now and then a zero, an infinity, a NaN of any form, a subnormal.</summary>
    Special,
}

/// <summary>Operands of a product in memory, in one of four orientations, and an output with a margin all around.</summary>
internal sealed class GemmProduct
{
    private const uint Untouched = 0xdeadbeef;
    private const int Margin = 64;

    private static readonly uint[] s_specials =
        [0, 0x80000000, 0x7f800000, 0xff800000, 0x7fc00000, 0xffc12345, 0x7f800001, 1, 0x807fffff, 0x7f7fffff, 0xff7fffff];

    private readonly uint[] _a, _b, _c;
    private readonly (int Row, int Term) _strideA, _strideB;
    private readonly int _offset;

    /// <param name="gap">Words between two rows of the output, and between two lines of an operand.</param>
    /// <param name="turnsA">Rows of A lie side by side, not its terms.</param>
    /// <param name="turnsB">Columns of C lie side by side in B, not its terms.</param>
    /// <param name="offset">Of both operands.</param>
    public GemmProduct(int m, int n, int k, int gap, bool turnsA, bool turnsB, int offset, GemmValues values, int seed)
    {
        (M, N, K, Ldc, _offset) = (m, n, k, n + gap, offset);
        _strideA = turnsA ? (1, m + gap) : (k + gap, 1);
        _strideB = turnsB ? (1, n + gap) : (k + gap, 1);
        // To the last element and not a word further: whoever reads past it may find no page.
        _a = Drawn(Reach(m, k, _strideA), values, (ulong)seed);
        _b = Drawn(Reach(n, k, _strideB), values, (ulong)seed + 1);
        _c = new uint[2 * Margin + m * Ldc];
        _c.AsSpan().Fill(Untouched);
    }

    public delegate void Multiplication(Side a, Side b, nint c);

    public int M { get; }

    public int N { get; }

    public int K { get; }

    public int Ldc { get; }

    public void SetA(int i, int k, uint word) => _a[_offset + i * _strideA.Row + k * _strideA.Term] = word;

    public void SetB(int j, int k, uint word) => _b[_offset + j * _strideB.Row + k * _strideB.Term] = word;

    /// <summary>A row of the output.</summary>
    public uint[] Row(int i) => _c.AsSpan(Margin + i * Ldc, N).ToArray();

    public unsafe void Pinned(Multiplication multiply)
    {
        fixed (uint* a = _a, b = _b, c = _c)
        {
            multiply(
                new Side((float*)a + _offset, _strideA.Row, _strideA.Term), new Side((float*)b + _offset, _strideB.Row, _strideB.Term),
                (nint)(c + Margin));
        }
    }

    /// <summary>Every element, or so many of them, is its chain; nothing around them is touched.</summary>
    public void ShouldBeItsChains(int? elements = null)
    {
        for (var place = 0; place < _c.Length; place++)
        {
            var (i, j) = Math.DivRem(place - Margin, Ldc);
            var isInside = place >= Margin && i < M && j < N;
            if (!isInside && _c[place] != Untouched) Assert.Fail($"{this}: word {place - Margin} of the output was written");
        }

        var count = elements ?? M * N;
        for (var e = 0; e < count; e++)
        {
            // Corners first, then all over.
            var at = elements is null ? e
                : e == 0 ? 0
                : e == 1 ? (long)M * N - 1
                : Philox.Index(5, (uint)e, 0, 0, (uint)(M * N));
            var (i, j) = ((int)(at / N), (int)(at % N));
            var (actual, expected) = (_c[Margin + i * Ldc + j], Chain(i, j));
            if (actual != expected) Assert.Fail($"{this}: element ({i}, {j}) is {actual:x8}, its chain {expected:x8}");
        }
    }

    public override string ToString() =>
        $"{M} x {N} x {K}, ldc {Ldc}, A by {_strideA}, B by {_strideB}, offset {_offset}";

    private uint Chain(int i, int j)
    {
        var (acc, a, b) = (0f, _offset + i * _strideA.Row, _offset + j * _strideB.Row);
        for (var k = 0; k < K; k++, a += _strideA.Term, b += _strideB.Term)
            acc = MathF.FusedMultiplyAdd(BitConverter.UInt32BitsToSingle(_a[a]), BitConverter.UInt32BitsToSingle(_b[b]), acc);
        return float.IsNaN(acc) ? Law.NaN : BitConverter.SingleToUInt32Bits(acc);
    }

    private int Reach(int rows, int terms, (int Row, int Term) stride) =>
        _offset + (rows == 0 || terms == 0 ? 0 : (rows - 1) * stride.Row + (terms - 1) * stride.Term + 1);

    private static uint[] Drawn(int count, GemmValues values, ulong seed)
    {
        var words = new uint[Math.Max(1, count)];
        for (var e = 0; e < words.Length; e++)
        {
            var word = Philox.Word(seed, (uint)e, 9, 0);
            var exponent = values == GemmValues.Tiny ? 50 + (word >> 23) % 20 : 112 + (word >> 23) % 24;
            words[e] = values == GemmValues.Special && word % 509 == 0
                ? s_specials[(word >> 12) % s_specials.Length]
                : (word & 0x807fffff) | exponent << 23;
        }

        return words;
    }
}
