using System.Collections.Immutable;
using Marketplace.Merkle;
using Marketplace.Operators;
using Marketplace.Primitives;

namespace Marketplace.Programs;

/// <summary>The operations of one kind of step, in order of execution, and their tree (C4).</summary>
public sealed class Phase
{
    private readonly Lazy<MerkleLevels> _tree;

    public Phase(ImmutableArray<Descriptor> operations)
    {
        Operations = operations;
        _tree = new(() => new MerkleLevels([.. Operations.Select(op => op.Leaf)]));
    }

    public ImmutableArray<Descriptor> Operations { get; }

    /// <summary>The Merkle root over the descriptors' leaves.</summary>
    public Hash32 Root => _tree.Value.Root;

    /// <summary>The siblings that open descriptor j under the root.</summary>
    public Hash32[] Path(int operation) => _tree.Value.Path(operation);
}
