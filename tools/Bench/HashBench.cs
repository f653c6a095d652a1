using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Marketplace.Merkle;
using Marketplace.Primitives;

namespace Marketplace.Bench;

/// <summary>Tensors of 256-byte leaves with their whole tree (C0-C2), beside the library's SHA-256 of the same
/// leaves.</summary>
/// <param name="largeBytes">A tensor that lies in memory.</param>
/// <param name="smallBytes">A tensor that stays in the second cache.</param>
public sealed class HashBench(int largeBytes = 32 << 20, int smallBytes = 512 << 10) : IBench
{
    private const string OfLeaves = "SHA256.HashData, leaves only";

    public string Name => "hash";

    public IEnumerable<BenchCase> Cases(int threads)
    {
        var large = Words(largeBytes);
        var small = Words(smallBytes);
        var best = KeccakPaths.Best;
        yield return Tree("hash-256-1", large, new TreeHashing(best, 1));
        yield return Tree("hash-256-1-cache", small, new TreeHashing(best, 1));
        yield return Root("root-256-1", large, new TreeHashing(best, 1));
        if (threads > 1)
        {
            yield return Root($"root-256-{threads}", large, new TreeHashing(best, threads));
            yield return Tree($"hash-256-{threads}", large, new TreeHashing(best, threads));
            yield return Tree($"hash-256-{threads}-cache", small, new TreeHashing(best, threads));
        }

        if (best >= KeccakPath.Avx2)
        {
            yield return Tree("hash-avx2-1", large, new TreeHashing(KeccakPath.Avx2, 1));
            if (threads > 1)
                yield return Tree($"hash-avx2-{threads}", large, new TreeHashing(KeccakPath.Avx2, threads));
        }

        yield return Scalar(small);
        yield return Nodes();
        yield return Incremental(large, 1);
        if (threads > 1) yield return Incremental(large, threads);
    }

    private BenchCase Tree(string name, uint[] words, TreeHashing how) => Case(name, words, how) with
    {
        Ours = () => Build(words, how),
        Against = new Comparison.Rival(OfLeaves, () => Sha256(words, TensorLeaves.Size, how.Threads)),
    };

    // The same hashes, of which only the root is kept, as a trace does.
    private BenchCase Root(string name, uint[] words, TreeHashing how) => Case(name, words, how) with
    {
        Ours = () => TensorRoot.Of(words, 1, words.Length, how),
        Against = new Comparison.Rival(OfLeaves, () => Sha256(words, TensorLeaves.Size, how.Threads)),
    };

    private BenchCase Scalar(uint[] words) => Case("hash-scalar", words, new TreeHashing(KeccakPath.Scalar, 1)) with
    {
        Ours = () => Build(words, new TreeHashing(KeccakPath.Scalar, 1)),
        Against = new Comparison.Bound(
            $"our {KeccakPaths.Best} path", () => Build(words, new TreeHashing(KeccakPaths.Best, 1))),
    };

    private BenchCase Nodes()
    {
        const int size = 2 * Hash32.Size;
        var words = Words(smallBytes);
        var hashes = new Hash32[smallBytes / size];
        return Case("nodes", words, new TreeHashing(KeccakPaths.Best, 1)) with
        {
            Shape = $"{hashes.Length} x {size} B",
            Ours = () => Keccak.HashMany(MemoryMarshal.AsBytes(words.AsSpan()), size, hashes),
            Against = new Comparison.Rival("SHA256.HashData", () => Sha256(words, size, 1)),
        };
    }

    // Two versions in turn, one leaf in a hundred apart; no tree may do with less than comparing them.
    private BenchCase Incremental(uint[] words, int threads)
    {
        var how = new TreeHashing(KeccakPaths.Best, threads);
        var next = (uint[])words.Clone();
        for (var leaf = 0; leaf < next.Length / TensorLeaves.Words; leaf += 100) next[TensorLeaves.Words * leaf + 63]++;
        var (old, tree) = (words, new TensorTree(words, 1, words.Length, how));
        return Case($"incremental-{threads}", words, how) with
        {
            Shape = $"{words.Length * sizeof(uint)} B, 1 % of leaves changed",
            Ours = () =>
            {
                old = ReferenceEquals(old, words) ? next : words;
                tree = tree.Update(old, how);
            },
            Against = new Comparison.Bound("comparing the words", () => Compare(words, next, threads)),
        };
    }

    private BenchCase Case(string name, uint[] words, TreeHashing how) => new()
    {
        Bench = Name,
        Name = name,
        Shape = $"{words.Length * sizeof(uint)} B in {TensorLeaves.Size} B leaves",
        Threads = how.Threads,
        Unit = "GB/s",
        Work = words.Length * sizeof(uint) * 1e-9,
        Ours = () => { },
        PeakBits = how.Path == KeccakPath.Avx512 ? 512 : 256,
        Notes = new Dictionary<string, string>
        {
            ["path"] = how.Path.ToString(),
            // A process that has AVX-512 encodes also the 256-bit path with it: 32 registers, three-input logic.
            ["encoding"] = KeccakPaths.Best == KeccakPath.Avx512 && how.Path != KeccakPath.Scalar ? "EVEX" : "VEX",
        },
    };

    private static uint[] Words(int bytes)
    {
        var words = new uint[bytes / sizeof(uint)];
        new Random(1).NextBytes(MemoryMarshal.AsBytes(words.AsSpan()));
        return words;
    }

    private static void Build(uint[] words, TreeHashing how) => _ = new TensorTree(words, 1, words.Length, how).Root;

    private static void Sha256(uint[] words, int size, int threads) =>
        Split(words.Length * sizeof(uint) / size, threads, (from, to) => Sha256(words, size, from, to));

    private static void Sha256(uint[] words, int size, int from, int to)
    {
        Span<byte> hash = stackalloc byte[Hash32.Size];
        var bytes = MemoryMarshal.AsBytes(words.AsSpan());
        for (var i = from; i < to; i++) SHA256.HashData(bytes.Slice(i * size, size), hash);
    }

    private static void Compare(uint[] one, uint[] other, int threads) =>
        Split(one.Length / TensorLeaves.Words, threads, (from, to) => Compare(one, other, from, to));

    private static void Compare(uint[] one, uint[] other, int from, int to)
    {
        for (var leaf = from; leaf < to; leaf++)
        {
            var place = leaf * TensorLeaves.Words;
            one.AsSpan(place, TensorLeaves.Words).SequenceEqual(other.AsSpan(place, TensorLeaves.Words));
        }
    }

    private static void Split(int count, int threads, Action<int, int> work)
    {
        if (threads == 1) work(0, count);
        else Parallel.For(0, threads, i => work(Share(i), Share(i + 1)));

        int Share(int parts) => (int)((long)count * parts / threads);
    }
}
