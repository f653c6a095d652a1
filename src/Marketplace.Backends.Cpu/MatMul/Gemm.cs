using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Marketplace.Backends.Cpu.MatMul;

/// <summary>Where the elements of a matrix lie: element (i, k) at Data[i · Row + k · Term].</summary>
/// <param name="Row">From one row (of A: of the output, of B: column of the output) to the next.</param>
/// <param name="Term">From one term of the chain to the next.</param>
public readonly unsafe record struct Side(nint Data, nint Row, nint Term)
{
    internal float* Floats => (float*)Data;
}

/// <summary>C[i, j] = Σ A[i, k] · B[j, k] in float32, every element one chain of fused multiply-adds from +0, k
/// ascending, NaNs canonical: the law's bits whatever the width, the blocking and the number of threads (O2).</summary>
/// <remarks>
/// The output is cut into strips of columns, a strip's terms into blocks. Of a block, B is packed into the core's own
/// buffer, A is read where it lies. A later block goes on with the accumulators that the former left in C, so that the
/// chain stays one chain. Threads take whole strips (or parts of their rows) and never share an element.
/// </remarks>
public sealed unsafe class Gemm : IDisposable
{
    // Tuning (see docs/numerics.md): terms of a block, floats of a packed strip.
    public static int BlockTerms = 512;

    public static Func<double> Clk = () => 0; public static double TA, TB;
    public static int Mode = int.Parse(Environment.GetEnvironmentVariable("GMODE") ?? "0");
    public static int StripFloats = 128 * 1024;

    private const int BandsAtOnce = 32;

    private readonly Tiles _tiles;
    private readonly Workers _workers;
    private readonly Buffers[] _buffers;
    private float* _bandsOfA;
    private nint _reserved;

    public Gemm(CpuPath path, Workers workers)
    {
        _tiles = Tiles.For(path);
        _workers = workers;
        _buffers = [.. Enumerable.Range(0, workers.Count).Select(_ => new Buffers())];
    }

    public void Dispose()
    {
        foreach (var buffers in _buffers) buffers.Dispose();
        NativeMemory.AlignedFree(_bandsOfA);
    }

    [DllImport("libc")] static extern int madvise(void* p, nuint len, int adv);
    private static float* Memory(nint bytes) { nuint b = ((nuint)bytes + (2 << 20) - 1) / (2 << 20) * (2 << 20); var p = NativeMemory.AlignedAlloc(b, 2 << 20); madvise(p, b, 14); NativeMemory.Clear(p, b); return (float*)p; }
    private void Reserve(nint floats)
    {
        if (floats <= _reserved) return;
        NativeMemory.AlignedFree(_bandsOfA);
        _bandsOfA = Memory(4 * floats);
        _reserved = floats;
    }

    /// <param name="m">Rows of C, 0 or more; as <paramref name="n"/>, its columns, and <paramref name="k"/>, the
    /// terms.</param>
    /// <param name="ldc">From one row of C to the next; a row's columns lie side by side.</param>
    public void Run(int m, int n, int k, Side a, Side b, float* c, nint ldc)
    {
        if (m == 0 || n == 0) return;
        if (k == 0)
        {
            for (var i = 0; i < m; i++) new Span<float>(c + i * ldc, n).Clear();
            return;
        }

        var plan = new Plan(this, m, n, k, a, b, c, ldc);
        if (_workers.Count == 1) plan.Share(0);
        else _workers.Run(plan.Share);
    }

    /// <summary>What one thread packs into.</summary>
    private sealed class Buffers : IDisposable
    {
        public readonly float* B = Allocate(StripFloats + 64 * BlockTerms + 64 * 1024);
        public readonly float* Corner = Allocate(1024);

        public void Dispose()
        {
            NativeMemory.AlignedFree(B);
            NativeMemory.AlignedFree(Corner);
        }

        private static float* Allocate(int floats) => Memory(4 * floats);
    }

    private sealed class Plan
    {
        private const int Resumes = 1;
        private const int Ends = 2;

        private readonly Gemm _gemm;
        private readonly Tiles _tiles;
        private readonly int _m, _n, _k, _blocks, _bands, _panels, _strips, _parts;
        private readonly Side _a, _b;
        private readonly float* _c;
        private readonly nint _ldc;
        private readonly bool _packsA;
        private int _nextPack, _packed, _nextTask;

        public Plan(Gemm gemm, int m, int n, int k, Side a, Side b, float* c, nint ldc)
        {
            (_gemm, _m, _n, _k, _a, _b, _ldc) = (gemm, m, n, k, a, b, ldc);
            _c = c;
            _tiles = gemm._tiles;
            _blocks = (k + BlockTerms - 1) / BlockTerms;
            _bands = (m + _tiles.Rows - 1) / _tiles.Rows;
            _panels = (n + _tiles.Columns - 1) / _tiles.Columns;
            var threads = gemm._workers.Count;
            var perStrip = Math.Max(1, StripFloats / ((k + _blocks - 1) / _blocks) / _tiles.Columns);
            _strips = (_panels + perStrip - 1) / perStrip;
            if (_strips % threads != 0) _strips = Math.Min(_panels, (_strips + threads - 1) / threads * threads);
            _parts = _strips % threads == 0 ? 1 : Math.Min(threads, _bands);
            // Rows side by side would be read a few floats at a time, from k places: they are packed, once for all.
            _packsA = a.Row == 1 && a.Term >= Packing.BandWidth && _panels > 1;
            if (_packsA) gemm.Reserve(_blocks * _bands * Packing.BandStride(BlockTerms));
        }

        public void Share(int thread)
        {
            var q0 = Clk(); if (_packsA) PackA(); TA += Clk() - q0;
            var buffers = _gemm._buffers[thread];
            var tasks = _strips * _parts;
            for (var task = Take(ref _nextTask); task < tasks;)
            {
                var next = Take(ref _nextTask);
                Strip(task, next < tasks ? next : -1, buffers);
                task = next;
            }
        }

        private static int Take(ref int counter) => Interlocked.Increment(ref counter) - 1;

        private void PackA()
        {
            var groups = (_bands + BandsAtOnce - 1) / BandsAtOnce;
            Span<int> cuts = stackalloc int[BandsAtOnce + 1];
            for (int share; (share = Take(ref _nextPack)) < groups * _blocks;)
            {
                var (block, first) = (share / groups, share % groups * BandsAtOnce);
                var count = Math.Min(BandsAtOnce, _bands - first);
                for (var i = 0; i <= count; i++) cuts[i] = Cut(_m, _bands, first + i);
                var (from, to) = (Cut(_k, _blocks, block), Cut(_k, _blocks, block + 1));
                Packing.Bands(_a.Floats + cuts[0] + from * _a.Term, _a.Term, cuts[..(count + 1)], to - from, PackedBand(block, first));
                Interlocked.Increment(ref _packed);
            }

            for (var spins = 0; Volatile.Read(ref _packed) < groups * _blocks; spins++)
            {
                if (spins < 10_000) Thread.SpinWait(4);
                else Thread.Yield();
            }
        }

        private float* PackedBand(int block, int band)
        {
            var (from, to) = (Cut(_k, _blocks, block), Cut(_k, _blocks, block + 1));
            return _gemm._bandsOfA + block * _bands * Packing.BandStride(BlockTerms) + band * Packing.BandStride(to - from);
        }

        /// <summary>All terms of one strip of columns, for the rows of one part.</summary>
        private void Strip(int task, int nextTask, Buffers buffers)
        {
            var (left, right) = Columns(task);
            var part = task % _parts;
            for (var block = 0; block < _blocks; block++)
            {
                var (from, to) = (Cut(_k, _blocks, block), Cut(_k, _blocks, block + 1));
                var q0 = Clk(); Packing.Pack(B(left, from), _b.Row, _b.Term, right - left, to - from, _tiles.Columns, _tiles.Lanes, buffers.B); TB += Clk() - q0;
                var soon = block + 1 < _blocks ? Soon(left, right, block + 1)
                    : nextTask >= 0 ? Soon(Columns(nextTask).Left, Columns(nextTask).Right, 0) : default;
                Block(block, left, right, Cut(_bands, _parts, part), Cut(_bands, _parts, part + 1), soon, buffers);
            }
        }

        private (int Left, int Right) Columns(int task) =>
            (Cut(_panels, _strips, task / _parts) * _tiles.Columns, Math.Min(_n, Cut(_panels, _strips, task / _parts + 1) * _tiles.Columns));

        private float* B(int column, int term) => _b.Floats + column * _b.Row + term * _b.Term;

        /// <summary>What will be packed next.</summary>
        private Fetch Soon(int left, int right, int block)
        {
            var (from, to) = (Cut(_k, _blocks, block), Cut(_k, _blocks, block + 1));
            return _b.Row == 1 ? new(B(left, from), to - from, right - left, _b.Term) : new(B(left, from), right - left, to - from, _b.Row);
        }

        /// <summary>One block of terms of a strip.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Block(int block, int left, int right, int firstBand, int lastBand, Fetch soon, Buffers buffers)
        {
            var (from, to) = (Cut(_k, _blocks, block), Cut(_k, _blocks, block + 1));
            var kc = to - from;
            var state = (block > 0 ? Resumes : 0) | (block == _blocks - 1 ? Ends : 0);
            var panels = (right - left + _tiles.Columns - 1) / _tiles.Columns;
            var share = soon.Share((lastBand - firstBand) * panels);
            for (var band = firstBand; band < lastBand; band++)
            {
                var (top, bottom) = (Cut(_m, _bands, band), Cut(_m, _bands, band + 1));
                Side a;
                Fetch below = default;
                if (_packsA)
                {
                    a = new Side((nint)PackedBand(block, band), 1, Packing.BandWidth);
                    if (band + 1 < lastBand) below = new(PackedBand(block, band + 1), 1, kc * Packing.BandWidth, 0);
                }
                else
                {
                    a = new Side((nint)(_a.Floats + top * _a.Row + from * _a.Term), _a.Row, _a.Term);
                    if (band + 1 < lastBand && _a.Term == 1)
                        below = new(_a.Floats + bottom * _a.Row + from, Cut(_m, _bands, band + 2) - bottom, kc, _a.Row);
                }

                Band(a, _c + top * _ldc + left, bottom - top, right - left, kc, state, buffers, ref soon, share, below);
            }
        }

        /// <summary>One row of tiles.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Band(
            Side a, float* c, int m, int columns, int kc, int state, Buffers buffers, ref Fetch soon, int share, Fetch below)
        {
            var (lanes, width) = (_tiles.Lanes, _tiles.Columns);
            var b = buffers.B;
            var resumes = state & Resumes;
            var belowShare = below.Share((columns + width - 1) / width);
            for (var left = 0; left < columns; left += width)
            {
                if ((Mode & 1) != 0) soon.Next(share);
                if ((Mode & 2) != 0) below.Next(belowShare);
                var n = Math.Min(width, columns - left);
                var vectors = (n + lanes - 1) / lanes;
                var place = c + left;
                var next = left + width < columns ? place + width : c + m * _ldc;
                var tile = _tiles.Of(m, vectors);
                int nan;
                if (n == vectors * lanes)
                {
                    nan = tile(a.Floats, a.Row, a.Term, b, place, _ldc, kc, next, resumes);
                }
                else
                {
                    // The columns that fill up the last vector are computed, in a corner, and forgotten.
                    nint stride = vectors * lanes;
                    if (resumes != 0) Copy(place, _ldc, buffers.Corner, stride, m, n);
                    nan = tile(a.Floats, a.Row, a.Term, b, buffers.Corner, stride, kc, buffers.Corner, resumes);
                    Copy(buffers.Corner, stride, place, _ldc, m, n);
                }

                if (nan != 0 && (state & Ends) != 0) Canonicalise(place, m, n);
                b += Packing.PanelStride(vectors * lanes, kc);
            }
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
                for (var j = 0; j < columns; j++)
                {
                    ref var word = ref *((uint*)place + i * _ldc + j);
                    word = Numerics.Law.Canonical(word);
                }
            }
        }

        /// <summary>Where part i of p equal parts of a length begins.</summary>
        private static int Cut(int length, int parts, int i) => (int)((long)length * i / parts);
    }
}
