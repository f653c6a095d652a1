using System.Runtime.CompilerServices;
using Marketplace.Numerics;

namespace Marketplace.Backends.Cpu.MatMul;

/// <summary>One product, cut into work. It is set and run again and again and allocates nothing.</summary>
/// <remarks>
/// The output is cut into strips of columns, the terms into blocks. Of a strip's block, B is packed into the core's own
/// buffer, A is read where it lies or, if its rows lie side by side or alias in the caches, from a packed copy. A later block goes on with
/// the accumulators that the former left in C, so that the chain stays one chain. Threads take whole strips, or parts
/// of their rows, and never share an element.
/// </remarks>
internal sealed unsafe class Product(Tiles tiles, Buffers[] buffers) : IShared
{
    /// <summary>The most terms of a block: the wider a panel, the fewer times its tiles are taken up again; a narrow one
    /// stays in the first cache.</summary>
    private readonly int _blockTerms = tiles.Lanes == 16 ? 768 : 384;

    /// <summary>About as many floats has a packed block of a strip: it stays in the cores' common cache.</summary>
    private const int StripFloats = 1024 * 1024;

    /// <summary>Floats of the largest packed block of a strip.</summary>
    internal const int LargestStrip = StripFloats;

    /// <summary>So many bands of A stay in the second cache together with a panel of B.</summary>
    private const int BandsInCache = 16;

    /// <summary>Bands that are packed at once: the longer the run that is read, the better it is foreseen.</summary>
    private const int BandsAtOnce = 64;

    /// <summary>Rows so many floats apart fall on the same sets of a cache: from so many columns on they are
    /// copied.</summary>
    private const int AliasingStride = 1024;

    private const int Resumes = 1;
    private const int Ends = 2;

    private readonly int _threads = buffers.Length;
    private int _m, _n, _k, _blocks, _bands, _panels, _strips, _parts;
    private Side _a, _b;
    private float* _c, _packedA;
    private nint _ldc;
    private bool _turnsA;
    private int[] _tops = [];
    private int _nextPack, _packed, _nextTask;

    public void Set(int m, int n, int k, Side a, Side b, float* c, nint ldc)
    {
        (_m, _n, _k, _a, _b, _ldc) = (m, n, k, a, b, ldc);
        _c = c;
        _packedA = null;
        (_nextPack, _packed, _nextTask) = (0, 0, 0);
        _blocks = (k + _blockTerms - 1) / _blockTerms;
        _bands = (m + tiles.Rows - 1) / tiles.Rows;
        _panels = (n + tiles.Columns - 1) / tiles.Columns;
        if (k == 0 || m == 0 || n == 0) return;
        if (_tops.Length <= _bands) Array.Resize(ref _tops, _bands + 1);
        for (var band = 0; band <= _bands; band++) _tops[band] = Cut(m, _bands, band);
        var perStrip = (int)(StripFloats / Packing.PanelStride(tiles.Columns, (k + _blocks - 1) / _blocks));
        _strips = (_panels + perStrip - 1) / perStrip;
        if (_strips % _threads != 0) _strips = Math.Min(_panels, (_strips + _threads - 1) / _threads * _threads);
        _parts = _strips % _threads == 0 ? 1 : Math.Min(_threads, _bands);
        // Rows side by side would be read a few floats at a time, from k places: they are packed, once for all.
        _turnsA = a.Row == 1 && a.Term >= Packing.BandWidth;
        var aliases = a.Term == 1 && a.Row % AliasingStride == 0 && n >= AliasingStride && m >= tiles.Rows;
        if (_turnsA ? _panels > 1 : aliases)
            _packedA = buffers[0].Bands(_blocks * _bands * Packing.BandStride(_blockTerms));
    }

    public void Share(int thread)
    {
        if (_k == 0)
        {
            // A chain without terms is +0 (O5).
            if (thread == 0) for (var i = 0; i < _m; i++) new Span<float>(_c + i * _ldc, _n).Clear();
            return;
        }

        if (_m == 0 || _n == 0) return;
        if (_packedA != null) PackA();
        var tasks = _strips * _parts;
        for (int task; (task = Take(ref _nextTask)) < tasks;) Strip(task, buffers[thread]);
    }

    private static int Take(ref int counter) => Interlocked.Increment(ref counter) - 1;

    /// <summary>Where part i of so many equal parts of a length begins.</summary>
    private static int Cut(int length, int parts, int i) => (int)((long)length * i / parts);

    private (int From, int To) Terms(int block) => (Cut(_k, _blocks, block), Cut(_k, _blocks, block + 1));

    private (int Left, int Right) Columns(int task)
    {
        var strip = task / _parts;
        return (Cut(_panels, _strips, strip) * tiles.Columns, Math.Min(_n, Cut(_panels, _strips, strip + 1) * tiles.Columns));
    }

    private void PackA()
    {
        var groups = (_bands + BandsAtOnce - 1) / BandsAtOnce;
        for (int share; (share = Take(ref _nextPack)) < groups * _blocks;)
        {
            var (block, first) = (share / groups, share % groups * BandsAtOnce);
            var cuts = _tops.AsSpan(first, Math.Min(BandsAtOnce, _bands - first) + 1);
            var (from, to) = Terms(block);
            if (!_turnsA) Packing.Rows(_a.From(cuts[0], from).Start, _a.Row, cuts, to - from, PackedBand(block, first, to - from));
            else Packing.Bands(_a.From(cuts[0], from).Start, _a.Term, cuts, to - from, PackedBand(block, first, to - from));
            Interlocked.Increment(ref _packed);
        }

        for (var spins = 0; Volatile.Read(ref _packed) < groups * _blocks; spins++)
        {
            if (spins < 10_000) Thread.SpinWait(4);
            else Thread.Yield();
        }
    }

    private float* PackedBand(int block, int band, int kc) =>
        _packedA + (nint)block * _bands * Packing.BandStride(_blockTerms) + band * Packing.BandStride(kc);

    /// <summary>All terms of one strip of columns, for the rows of one part.</summary>
    private void Strip(int task, Buffers own)
    {
        var (left, right) = Columns(task);
        for (var block = 0; block < _blocks; block++)
        {
            var (from, to) = Terms(block);
            var b = _b.From(left, from);
            Packing.Pack(b.Start, b.Row, b.Term, right - left, to - from, tiles.Columns, tiles.Lanes, own.Strip);
            Block(task, block, own);
        }
    }

    /// <summary>One block of terms of a strip. So many bands of A at once stay in the core's second cache with a panel of
    /// B, which all of them use before the next comes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Block(int task, int block, Buffers own)
    {
        var ((left, right), (from, to)) = (Columns(task), Terms(block));
        var part = task % _parts;
        var (first, last) = (Cut(_bands, _parts, part), Cut(_bands, _parts, part + 1));
        var state = (block > 0 ? Resumes : 0) | (block == _blocks - 1 ? Ends : 0);
        var chunks = (last - first + BandsInCache - 1) / BandsInCache;
        for (var chunk = 0; chunk < chunks; chunk++)
        {
            var (top, bottom) = (first + Cut(last - first, chunks, chunk), first + Cut(last - first, chunks, chunk + 1));
            var b = own.Strip;
            for (var column = left; column < right; column += tiles.Columns)
            {
                var n = Math.Min(tiles.Columns, right - column);
                var vectors = (n + tiles.Lanes - 1) / tiles.Lanes;
                for (var band = top; band < bottom; band++) Tile(A(block, band, from, to - from), band, b, column, n, vectors, to - from, state, own);
                b += Packing.PanelStride(vectors * tiles.Lanes, to - from);
            }
        }
    }

    /// <summary>A band's rows, from a block's first term on.</summary>
    private Side A(int block, int band, int from, int kc)
    {
        if (_packedA == null) return _a.From(_tops[band], from);
        return _turnsA
            ? new Side(PackedBand(block, band, kc), 1, Packing.BandWidth)
            : new Side(PackedBand(block, band, kc), Packing.RowStride(kc), 1);
    }

    /// <summary>One tile of the output: the rows of a band, n columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Tile(Side a, int band, float* b, int column, int n, int vectors, int kc, int state, Buffers own)
    {
        var top = _tops[band];
        var m = _tops[band + 1] - top;
        var place = _c + top * _ldc + column;
        var resumes = state & Resumes;
        var tile = tiles.Of(m, vectors);
        int nan;
        if (n == vectors * tiles.Lanes)
        {
            nan = tile(a.Start, a.Row, a.Term, b, place, _ldc, kc, place + m * _ldc, resumes);
        }
        else
        {
            // The columns that fill up the last vector are computed, in a corner, and forgotten.
            nint stride = vectors * tiles.Lanes;
            if (resumes != 0) Copy(place, _ldc, own.Corner, stride, m, n);
            nan = tile(a.Start, a.Row, a.Term, b, own.Corner, stride, kc, own.Corner, resumes);
            Copy(own.Corner, stride, place, _ldc, m, n);
        }

        if (nan != 0 && (state & Ends) != 0) Canonicalise(place, m, n);
    }

    private static void Copy(float* source, nint lds, float* target, nint ldt, int rows, int columns)
    {
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < columns; j++) target[i * ldt + j] = source[i * lds + j];
        }
    }

    private void Canonicalise(float* place, int rows, int columns)
    {
        for (var i = 0; i < rows; i++)
        {
            foreach (ref var word in new Span<uint>(place + i * _ldc, columns)) word = Law.Canonical(word);
        }
    }
}
