using Marketplace.Primitives;

namespace Marketplace.Merkle;

/// <summary>How a tree is hashed. It changes the time, never a bit.</summary>
/// <param name="Path">One that this machine has.</param>
/// <param name="Threads">Most threads at work, at least 1.</param>
public readonly record struct TreeHashing(KeccakPath Path, int Threads)
{
    // Below this many bytes a second thread costs more than it brings.
    private const long WorthThreads = 256 * 1024;

    /// <summary>The widest path; every core for a large tensor, one for a small one.</summary>
    public static TreeHashing For(long bytes) =>
        new(KeccakPaths.Best, bytes < WorthThreads ? 1 : Environment.ProcessorCount);
}
