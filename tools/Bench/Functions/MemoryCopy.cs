using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Marketplace.Backends.Cpu;

namespace Marketplace.Bench.Functions;

/// <summary>A copy from memory to memory: no function that reads and writes as many bytes is faster.</summary>
public sealed unsafe class MemoryCopy : IShared, IDisposable
{
    /// <summary>Words that a thread takes at a time.</summary>
    private const long Piece = 1 << 18;

    private readonly uint[] _source, _target;
    private readonly Workers _workers;
    private bool _streams;
    private long _words, _next;

    /// <param name="words">Of the source, and of the target; both far larger than any cache.</param>
    public MemoryCopy(int words, int threads)
    {
        // The pinned heap: addresses are good for ever.
        _source = GC.AllocateArray<uint>(words, pinned: true);
        _target = GC.AllocateArray<uint>(words, pinned: true);
        Array.Fill(_source, 1u);
        Array.Fill(_target, 2u);
        _workers = new Workers(threads);
    }

    /// <summary>The faster of plain stores and of stores past the caches, found by three runs of each.</summary>
    /// <param name="bytes">Read and written together.</param>
    public Action Best(long bytes)
    {
        var times = new Dictionary<bool, double>();
        foreach (var streams in new[] { false, true })
        {
            times[streams] = double.PositiveInfinity;
            for (var run = 0; run < 3; run++)
            {
                var start = Clock.For(_workers.Count);
                Copy(bytes, streams);
                times[streams] = Math.Min(times[streams], Clock.For(_workers.Count) - start);
            }
        }

        var best = times[true] < times[false];
        return () => Copy(bytes, best);
    }

    /// <summary>Whether the target has become the source.</summary>
    public bool IsDone => _target.AsSpan().SequenceEqual(_source);

    public void Share(int thread)
    {
        // Around and around, piece after piece, until as many words are copied as there are to be.
        var pieces = (_source.Length + Piece - 1L) / Piece;
        for (long taken; (taken = Interlocked.Increment(ref _next) - 1) / pieces * _source.Length < _words;)
        {
            var (round, piece) = Math.DivRem(taken, pieces);
            var first = piece * Piece;
            var words = Math.Min(Math.Min(Piece, _source.Length - first), _words - round * _source.Length - first);
            if (words <= 0) continue;
            fixed (uint* source = _source, target = _target)
            {
                if (_streams) Stream(source + first, target + first, words);
                else Plain(source + first, target + first, words);
            }
        }
    }

    public void Dispose() => _workers.Dispose();

    private void Copy(long bytes, bool streams)
    {
        (_words, _streams, _next) = (bytes / (2 * sizeof(uint)), streams, 0);
        _workers.Run(this);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Plain(uint* source, uint* target, long words)
    {
        var end = source + words / 32 * 32;
        for (; source < end; source += 32, target += 32)
        {
            Vector512.Load(source).Store(target);
            Vector512.Load(source + 16).Store(target + 16);
        }

        for (end += words % 32; source < end; source++, target++) *target = *source;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Stream(uint* source, uint* target, long words)
    {
        // Such stores want whole lines; the array's first word need not begin one.
        for (; ((nint)target & 63) != 0; source++, target++, words--) *target = *source;
        var end = source + words / 32 * 32;
        for (; source < end; source += 32, target += 32)
        {
            Vector512.Load(source).StoreAlignedNonTemporal(target);
            Vector512.Load(source + 16).StoreAlignedNonTemporal(target + 16);
        }

        for (end += words % 32; source < end; source++, target++) *target = *source;
    }
}
