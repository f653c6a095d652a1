using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Marketplace.Backends.Cpu;
using Marketplace.Backends.Cpu.Functions;

namespace Marketplace.ProveFunctions;

/// <summary>What one path gave for all inputs.</summary>
/// <param name="Wrong">Inputs whose result is not the reference's.</param>
/// <param name="Examples">The first patterns of each block that are wrong, a few.</param>
/// <param name="Digest">SHA-256 over the SHA-256s of the 256 blocks of 2^24 results, little-endian.</param>
/// <param name="Seconds">In the kernel, all threads together.</param>
internal sealed record PathResult(
    CpuPath Path, long Inputs, long Wrong, uint[] Examples, string Digest, double Seconds);

/// <summary>One function on all 2^32 inputs: the reference once, and every asked path against it.</summary>
internal sealed unsafe class Proof(Reference reference, ElementaryFunction function, IReadOnlyList<CpuPath> paths)
{
    private const int Blocks = 256;
    private const int BlockWords = 1 << 24;
    private const int PieceWords = 1 << 15;
    private const int ExamplesPerBlock = 4;

    private readonly byte[][,] _digests = [.. paths.Select(_ => new byte[Blocks, SHA256.HashSizeInBytes])];
    private readonly long[] _wrong = new long[paths.Count];
    private readonly long[] _ticks = new long[paths.Count];
    private readonly List<uint>[] _examples = [.. paths.Select(_ => new List<uint>())];
    private long _exact;

    /// <summary>How many values MPFR computed.</summary>
    public long Exact => _exact;

    /// <param name="threads">How many blocks are worked on at once.</param>
    public IReadOnlyList<PathResult> Run(int threads)
    {
        Parallel.For(0, Blocks, new ParallelOptions { MaxDegreeOfParallelism = threads }, Block);
        return [.. paths.Select((path, p) => new PathResult(
            path, (long)Blocks * BlockWords, _wrong[p], [.. _examples[p].Order()], Digest(_digests[p]),
            _ticks[p] / (double)Stopwatch.Frequency))];
    }

    private void Block(int block)
    {
        var expected = new uint[PieceWords];
        var input = new uint[PieceWords];
        var output = new uint[PieceWords];
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var wrong = new long[paths.Count];
        long exact = 0;
        for (var piece = 0; piece < BlockWords; piece += PieceWords)
        {
            var first = ((uint)block * BlockWords) + (uint)piece;
            exact += reference.Block(function, first, expected);
            hash.AppendData(MemoryMarshal.AsBytes<uint>(expected));
            for (var p = 0; p < paths.Count; p++)
            {
                Kernel(p, first, input, output);
                if (!expected.AsSpan().SequenceEqual(output)) wrong[p] += Count(p, first, expected, output);
            }
        }

        Interlocked.Add(ref _exact, exact);
        var right = hash.GetHashAndReset();
        for (var p = 0; p < paths.Count; p++)
        {
            Interlocked.Add(ref _wrong[p], wrong[p]);
            // Equal results have equal digests; only where some differ they have to be computed once more.
            var digest = wrong[p] == 0 ? right : OwnDigest(p, block, input, output);
            for (var i = 0; i < digest.Length; i++) _digests[p][block, i] = digest[i];
        }
    }

    private void Kernel(int path, uint first, uint[] input, uint[] output)
    {
        for (var i = 0; i < input.Length; i++) input[i] = first + (uint)i;
        var begun = Stopwatch.GetTimestamp();
        fixed (uint* x = input, y = output) FunctionKernels.Of(function, paths[path])(x, y, input.Length);
        Interlocked.Add(ref _ticks[path], Stopwatch.GetTimestamp() - begun);
    }

    private long Count(int path, uint first, uint[] expected, uint[] output)
    {
        long wrong = 0;
        for (var i = 0; i < expected.Length; i++)
        {
            if (expected[i] == output[i]) continue;
            wrong++;
            lock (_examples[path])
            {
                if (_examples[path].Count < ExamplesPerBlock * Blocks && wrong <= ExamplesPerBlock)
                    _examples[path].Add(first + (uint)i);
            }
        }

        return wrong;
    }

    private byte[] OwnDigest(int path, int block, uint[] input, uint[] output)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var piece = 0; piece < BlockWords; piece += PieceWords)
        {
            Kernel(path, ((uint)block * BlockWords) + (uint)piece, input, output);
            hash.AppendData(MemoryMarshal.AsBytes<uint>(output));
        }

        return hash.GetHashAndReset();
    }

    private static string Digest(byte[,] digests)
    {
        var all = new byte[digests.Length];
        Buffer.BlockCopy(digests, 0, all, 0, all.Length);
        return Convert.ToHexStringLower(SHA256.HashData(all));
    }
}
