using System.Collections.Immutable;
using Marketplace.Merkle;
using Marketplace.Operators;
using Marketplace.Primitives;
using Marketplace.Programs;

namespace Marketplace.Execution;

/// <summary>The roots S_0, S_c, S_2c … S_N that a claim posts, and their trace root (B7).</summary>
public sealed class Checkpoints
{
    private readonly MerkleLevels _pairs;

    /// <param name="roots">m + 1 of them, m ≥ 1.</param>
    public Checkpoints(ImmutableArray<Hash32> roots)
    {
        Roots = roots;
        _pairs = new MerkleLevels(DissectionTree.PairLeaves(roots.AsSpan()));
    }

    public ImmutableArray<Hash32> Roots { get; }

    /// <summary>m.</summary>
    public int Intervals => Roots.Length - 1;

    /// <summary>The Merkle root over H(S_k ‖ S_k+1).</summary>
    public Hash32 TraceRoot => _pairs.Root;

    /// <summary>The siblings that open interval k under the trace root.</summary>
    public Hash32[] Path(int interval) => _pairs.Path(interval);

    /// <summary>Runs the whole program in fast mode.</summary>
    /// <param name="onCheckpoint">Called with every checkpoint's number and state, 0 and m included.</param>
    public static Checkpoints Run(
        Program program, CommittedState initial, IBackend backend, Action<int, CommittedState>? onCheckpoint = null)
    {
        var roots = ImmutableArray.CreateBuilder<Hash32>(program.Intervals + 1);
        roots.Add(initial.Root);
        onCheckpoint?.Invoke(0, initial);

        var run = new FastRun(program, initial, 0, backend);
        for (var checkpoint = 1; checkpoint <= program.Intervals; checkpoint++)
        {
            while (run.Step < program.CheckpointStep(checkpoint)) run.Advance();
            var state = run.Snapshot();
            roots.Add(state.Root);
            onCheckpoint?.Invoke(checkpoint, state);
        }

        return new Checkpoints(roots.MoveToImmutable());
    }
}
