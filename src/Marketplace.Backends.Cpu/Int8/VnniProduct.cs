using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Marketplace.Backends.Cpu.MatMul;

namespace Marketplace.Backends.Cpu.Int8;

/// <summary>One int8 product by dot products of bytes, cut into work. Runs allocate nothing once the buffers have their
/// size.</summary>
/// <remarks>The instruction multiplies unsigned by signed bytes. A is read as a + 128, which is 128 · Σ b too much in every
/// sum of a column: there the column's sums begin at −128 · Σ b, modulo 2^32.</remarks>
internal sealed unsafe class VnniProduct(VnniTiles tiles, Int8Buffers[] buffers) : IShared
{
    private const int Width = VnniTiles.Vectors * VnniTiles.Lanes;
    private const long StripWords = 1024 * 1024;
    private const int RowsAtOnce = 64;
    private const int BandsInCache = 24;

    private readonly int _threads = buffers.Length;
    private int _m, _n, _words, _strips, _panels, _bands, _nextPack, _packed, _nextTask;
    private Side _a, _b;
    private int* _c;
    private nint _ldc, _rowOfA;
    private byte* _packedA;

    public void Set(int m, int n, int words, Side a, Side b, int* c, nint ldc)
    {
        (_m, _n, _words, _a, _b, _ldc) = (m, n, words, a, b, ldc);
        _c = c;
        (_nextPack, _packed, _nextTask) = (0, 0, 0);
        _panels = (n + Width - 1) / Width;
        _bands = (m + VnniTiles.Rows - 1) / VnniTiles.Rows;
        var perStrip = Math.Clamp(StripWords / words / Width, 1, _panels);
        _strips = (int)((_panels + perStrip - 1) / perStrip);
        if (_strips % _threads != 0) _strips = Math.Min(_panels, (_strips + _threads - 1) / _threads * _threads);
        _rowOfA = 4 * (words + 16);
        buffers[0].A.Reserve(_rowOfA / 4 * m);
        _packedA = (byte*)buffers[0].A.Floats;
    }

    public void Share(int thread)
    {
        PackA();
        for (int strip; (strip = Interlocked.Increment(ref _nextTask) - 1) < _strips;) Strip(strip, buffers[thread]);
    }

    private static int Cut(int length, int parts, int i) => (int)((long)length * i / parts);

    private void PackA()
    {
        var groups = (_m + RowsAtOnce - 1) / RowsAtOnce;
        for (int group; (group = Interlocked.Increment(ref _nextPack) - 1) < groups;)
        {
            for (var i = group * RowsAtOnce; i < Math.Min(_m, (group + 1) * RowsAtOnce); i++)
                Unsigned((uint*)_a.Start + i * _a.Row, (uint*)(_packedA + i * _rowOfA), _words);
            Interlocked.Increment(ref _packed);
        }

        for (var spins = 0; Volatile.Read(ref _packed) < groups; spins++)
        {
            if (spins < 10_000) Thread.SpinWait(4);
            else Thread.Yield();
        }
    }

    /// <summary>Every byte plus 128.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Unsigned(uint* source, uint* target, int words)
    {
        const uint high = 0x80808080;
        var i = 0;
        for (; i + 16 <= words; i += 16) (Vector512.Load(source + i) ^ Vector512.Create(high)).Store(target + i);
        for (; i < words; i++) target[i] = source[i] ^ high;
    }

    private void Strip(int strip, Int8Buffers own)
    {
        var (first, last) = (Cut(_panels, _strips, strip), Cut(_panels, _strips, strip + 1));
        var left = first * Width;
        var columns = Math.Min(_n, last * Width) - left;
        own.Strip.Reserve((last - first) * Packing.PanelStride(Width, _words));
        own.Starts.Reserve((last - first) * Width);
        var (packed, starts) = ((nint)own.Strip.Floats, (nint)own.Starts.Floats);
        // Bits are moved, not floats: packing computes nothing.
        Packing.Pack(_b.Start + left * _b.Row, _b.Row, _b.Term, columns, _words, Width, VnniTiles.Lanes, (float*)packed);
        for (var j = 0; j < columns; j++) ((int*)starts)[j] = unchecked(-128 * Sum((byte*)(_b.Start + (left + j) * _b.Row), _words));

        for (var top = 0; top < _bands; top += BandsInCache)
        {
            var b = (byte*)packed;
            for (var column = 0; column < columns; column += Width)
            {
                var n = Math.Min(Width, columns - column);
                var vectors = (n + VnniTiles.Lanes - 1) / VnniTiles.Lanes;
                for (var band = top; band < Math.Min(_bands, top + BandsInCache); band++)
                    Tile(band, b, left + column, n, vectors, (int*)starts + column, own);
                b += 4 * Packing.PanelStride(vectors * VnniTiles.Lanes, _words);
            }
        }
    }

    private void Tile(int band, byte* b, int column, int n, int vectors, int* start, Int8Buffers own)
    {
        var (top, bottom) = (Cut(_m, _bands, band), Cut(_m, _bands, band + 1));
        var place = _c + top * _ldc + column;
        var inside = n == vectors * VnniTiles.Lanes;
        nint stride = inside ? _ldc : vectors * VnniTiles.Lanes;
        var tile = new Int8Tile
        {
            A = _packedA + top * _rowOfA,
            Row = _rowOfA,
            B = b,
            C = inside ? place : (int*)own.Corner.Floats,
            Ldc = 4 * stride,
            Words = _words,
            Start = start,
        };
        tiles.Run(bottom - top, vectors, ref tile);
        if (inside) return;
        for (var i = 0; i < bottom - top; i++)
        {
            for (var j = 0; j < n; j++) place[i * _ldc + j] = tile.C[i * stride + j];
        }
    }

    /// <summary>The sum of a row's signed bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Sum(byte* row, int words)
    {
        // Sums of b + 128 without sign, eight bytes at a time; 128 each is taken off at the end.
        var sums = Vector256<ulong>.Zero;
        var i = 0;
        for (; i + 8 <= words; i += 8)
        {
            var x = Vector256.Load(row + 4 * i) ^ Vector256.Create((byte)0x80);
            sums += Avx2.SumAbsoluteDifferences(x, Vector256<byte>.Zero).AsUInt64();
        }

        var sum = (int)Vector256.Sum(sums) - 128 * 4 * i;
        for (var e = 4 * i; e < 4 * words; e++) sum += (sbyte)row[e];
        return sum;
    }
}
