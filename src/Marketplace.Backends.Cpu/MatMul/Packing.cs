using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Marketplace.Backends.Cpu.MatMul;

/// <summary>Lays the right operand of a product out as the tiles read it: panels of so many columns, in a panel one term
/// after the other. Padding columns hold zeros and their results are thrown away; terms are never padded (F7).</summary>
internal static unsafe class Packing
{
    /// <summary>Floats from one term of a packed band to the next; no tile has more rows.</summary>
    public const int BandWidth = 8;

    /// <summary>So many rows before they are copied they are asked for, into the second cache: the machine follows a row by
    /// itself, but not from one to the next.</summary>
    private const int Ahead = 4;

    /// <summary>Floats from one packed panel to the next, of <paramref name="columns"/> columns.</summary>
    /// <remarks>Without the few lines more, panels of a usual depth would lie on the same sets of the first
    /// cache.</remarks>
    public static nint PanelStride(int columns, int kc) => (nint)columns * kc + 64;

    /// <summary>Floats from one row of a band that is packed by rows to the next.</summary>
    public static nint RowStride(int kc) => kc + 16;

    /// <summary>Floats from one packed band to the next, however it is packed.</summary>
    public static nint BandStride(int kc) => BandWidth * RowStride(kc) + 16;

    /// <summary>Packs kc terms of <paramref name="columns"/> columns: b[j · column + k · term] to panels of
    /// <paramref name="width"/> columns, a panel's last vector filled up with zeros.</summary>
    public static void Pack(float* b, nint column, nint term, int columns, int kc, int width, int lanes, float* panels)
    {
        if (column == 1)
        {
            FromRows(b, term, columns, kc, width, lanes, panels);
            return;
        }

        for (var first = 0; first < columns; first += width)
        {
            var inside = Math.Min(width, columns - first);
            var filled = (inside + lanes - 1) / lanes * lanes;
            FromColumns(b + first * column, column, term, inside, kc, filled, panels);
            panels += PanelStride(filled, kc);
        }
    }

    /// <summary>Packs bands of rows whose elements of one term lie side by side: element (i, k) of band b goes to
    /// target[b · BandStride + k · BandWidth + i].</summary>
    /// <param name="a">Element (0, 0) of the first band; element (i, k) at a[i + k · term].</param>
    /// <param name="cuts">Where each band begins, and the last one ends.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Bands(float* a, nint term, ReadOnlySpan<int> cuts, int kc, float* target)
    {
        // The loads of eight may reach past the band, but for the last term, which may be the matrix's last.
        for (var k = 0; k < kc - 1; k++, a += term)
        {
            var place = target + (nint)k * BandWidth;
            for (var band = 0; band < cuts.Length - 1; band++, place += BandStride(kc))
                Vector256.Load(a + cuts[band] - cuts[0]).Store(place);
        }

        target += (nint)(kc - 1) * BandWidth;
        for (var band = 0; band < cuts.Length - 1; band++, target += BandStride(kc))
        {
            for (var i = cuts[band]; i < cuts[band + 1]; i++) target[i - cuts[band]] = a[i - cuts[0]];
        }
    }

    /// <summary>Copies bands of rows whose terms lie side by side: element (i, k) of band b goes to
    /// target[b · BandStride + i · RowStride + k].</summary>
    /// <param name="a">Element (0, 0) of the first band; element (i, k) at a[i · row + k].</param>
    /// <param name="cuts">As above.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rows(float* a, nint row, ReadOnlySpan<int> cuts, int kc, float* target)
    {
        for (var band = 0; band < cuts.Length - 1; band++, target += BandStride(kc))
        {
            for (var i = cuts[band]; i < cuts[band + 1]; i++)
            {
                Copy(a + (i - cuts[0]) * row, target + (i - cuts[band]) * RowStride(kc), kc, Ahead * row);
            }
        }
    }

    /// <summary>The columns of a term lie side by side: each term's row is read once, from left to right.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FromRows(float* b, nint term, int columns, int kc, int width, int lanes, float* panels)
    {
        var whole = columns / width;
        var rest = columns - whole * width;
        var filled = (rest + lanes - 1) / lanes * lanes;
        for (var k = 0; k < kc; k++, b += term)
        {
            var source = b;
            var target = panels + (nint)k * width;
            for (var panel = 0; panel < whole; panel++, source += width, target += PanelStride(width, kc)) Copy(source, target, width, Ahead * term);
            if (rest == 0) continue;
            target = panels + whole * PanelStride(width, kc) + (nint)k * filled;
            Copy(source, target, rest, Ahead * term);
            for (var j = rest; j < filled; j++) target[j] = 0;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy(float* source, float* target, int count, nint ahead)
    {
        var j = 0;
        for (; j + 16 <= count; j += 16)
        {
            if (Sse.IsSupported) Sse.Prefetch1(source + j + ahead);
            Vector512.Load(source + j).Store(target + j);
        }

        for (; j < count; j++) target[j] = source[j];
    }

    /// <summary>The terms of a column lie side by side: blocks of 16 × 16 are turned.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FromColumns(float* b, nint column, nint term, int columns, int kc, int filled, float* panel)
    {
        var turned = 0;
        if (term == 1 && Avx512F.IsSupported)
        {
            turned = kc / 16 * 16;
            for (var j = 0; j + 16 <= columns; j += 16)
            {
                for (var k = 0; k < turned; k += 16) Turn16(b + j * column + k, column, panel + (nint)k * filled + j, filled);
            }

            for (var j = columns / 16 * 16; j < columns; j++)
            {
                for (var k = 0; k < turned; k++) panel[(nint)k * filled + j] = b[j * column + k];
            }
        }

        for (var k = turned; k < kc; k++)
        {
            for (var j = 0; j < columns; j++) panel[(nint)k * filled + j] = b[j * column + k * term];
        }

        for (var j = columns; j < filled; j++)
        {
            for (var k = 0; k < kc; k++) panel[(nint)k * filled + j] = 0;
        }
    }

    /// <summary>target[k · ldt + r] = source[r · lds + k] for 16 rows r and 16 columns k.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Turn16(float* s, nint lds, float* t, nint ldt)
    {
        var r0 = Vector512.Load(s); var r1 = Vector512.Load(s + lds); var r2 = Vector512.Load(s + 2 * lds); var r3 = Vector512.Load(s + 3 * lds);
        s += 4 * lds;
        var r4 = Vector512.Load(s); var r5 = Vector512.Load(s + lds); var r6 = Vector512.Load(s + 2 * lds); var r7 = Vector512.Load(s + 3 * lds);
        s += 4 * lds;
        var r8 = Vector512.Load(s); var r9 = Vector512.Load(s + lds); var ra = Vector512.Load(s + 2 * lds); var rb = Vector512.Load(s + 3 * lds);
        s += 4 * lds;
        var rc = Vector512.Load(s); var rd = Vector512.Load(s + lds); var re = Vector512.Load(s + 2 * lds); var rf = Vector512.Load(s + 3 * lds);
        // Pairs of rows, then fours within each 128 bits, then the 128-bit blocks themselves.
        (r0, r1) = Pair(r0, r1); (r2, r3) = Pair(r2, r3); (r4, r5) = Pair(r4, r5); (r6, r7) = Pair(r6, r7);
        (r8, r9) = Pair(r8, r9); (ra, rb) = Pair(ra, rb); (rc, rd) = Pair(rc, rd); (re, rf) = Pair(re, rf);
        (r0, r2) = Four(r0, r2); (r1, r3) = Four(r1, r3); (r4, r6) = Four(r4, r6); (r5, r7) = Four(r5, r7);
        (r8, ra) = Four(r8, ra); (r9, rb) = Four(r9, rb); (rc, re) = Four(rc, re); (rd, rf) = Four(rd, rf);
        // Now r0 r2 r1 r3 hold columns 0 1 2 3 (and 4, 8, 12 more) of rows 0-3; the next fours rows 4-7, 8-11, 12-15.
        Blocks(r0, r4, r8, rc, t, ldt);
        Blocks(r2, r6, ra, re, t + ldt, ldt);
        Blocks(r1, r5, r9, rd, t + 2 * ldt, ldt);
        Blocks(r3, r7, rb, rf, t + 3 * ldt, ldt);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<float>, Vector512<float>) Pair(Vector512<float> a, Vector512<float> b) =>
        (Avx512F.UnpackLow(a, b), Avx512F.UnpackHigh(a, b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<float>, Vector512<float>) Four(Vector512<float> a, Vector512<float> b) =>
        (Avx512F.UnpackLow(a.AsDouble(), b.AsDouble()).AsSingle(), Avx512F.UnpackHigh(a.AsDouble(), b.AsDouble()).AsSingle());

    /// <summary>Stores columns c, c + 4, c + 8, c + 12 of all 16 rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Blocks(
        Vector512<float> a, Vector512<float> b, Vector512<float> c, Vector512<float> d, float* t, nint ldt)
    {
        var low = Avx512F.Shuffle4x128(a, b, 0x88);
        var high = Avx512F.Shuffle4x128(a, b, 0xdd);
        var low2 = Avx512F.Shuffle4x128(c, d, 0x88);
        var high2 = Avx512F.Shuffle4x128(c, d, 0xdd);
        Avx512F.Shuffle4x128(low, low2, 0x88).Store(t);
        Avx512F.Shuffle4x128(high, high2, 0x88).Store(t + 4 * ldt);
        Avx512F.Shuffle4x128(low, low2, 0xdd).Store(t + 8 * ldt);
        Avx512F.Shuffle4x128(high, high2, 0xdd).Store(t + 12 * ldt);
    }
}
