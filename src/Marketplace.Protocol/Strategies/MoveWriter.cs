using System.Numerics;
using Marketplace.Execution;
using Marketplace.Merkle;
using Marketplace.Numerics;
using Marketplace.Operators;
using Marketplace.Primitives;
using Marketplace.Protocol.Disputes;

namespace Marketplace.Protocol.Strategies;

/// <summary>The pieces of which moves are made (B12).</summary>
public static class MoveWriter
{
    /// <summary>segment ‖ start ‖ end ‖ path of segment i of a dissection of roots.</summary>
    public static byte[] Pick(IReadOnlyList<Hash32> values, int i) => new Packer()
        .Number((ulong)i, 1)
        .Word(values[i])
        .Word(values[i + 1])
        .Words(DissectionTree.PairPath([.. values], i))
        .ToArray();

    /// <summary>segment ‖ chunk ‖ path of segment i of a dissection of accumulators.</summary>
    public static byte[] PickTerm(uint[] values, int i) => new Packer()
        .Number((ulong)i, 1)
        .Bytes(DissectionTree.TermChunk(values, i / DissectionTree.SegmentsPerChunk))
        .Words(DissectionTree.TermPath(values, i))
        .ToArray();

    /// <summary>E_j ‖ step ‖ D ‖ descriptor.</summary>
    public static byte[] Site(StepTrace step, int operation) =>
        Site(step.EnvironmentRoot(operation), step.Step, step.Program.Depth, step.Phase.Operations[operation]);

    /// <summary>The same of an operation whose environment before it has this root.</summary>
    /// <param name="depth">D.</param>
    public static byte[] Site(Hash32 environment, uint step, int depth, Descriptor operation) => new Packer()
        .Word(environment)
        .Number(step, 4)
        .Number((ulong)depth, 1)
        .Bytes(operation.Encode())
        .ToArray();

    /// <summary>Word i of a claimed leaf and its siblings among the leaf's eight.</summary>
    public static byte[] WordOpening(byte[] leaf, int i)
    {
        var words = TensorLeaves.Nodes(leaf);
        return new Packer().Word(words[i]).Words(MerkleTree.Path(words, i)).ToArray();
    }

    /// <summary>Bytes of an element in a leaf (B1).</summary>
    public static int ElementSize(ElementType type) => type == ElementType.I8 ? 1 : 4;

    /// <summary>The flat number of an element of an output leaf.</summary>
    public static long Flat(Descriptor descriptor, long leaf, int element)
    {
        var perRow = TensorLeaves.PerRow(descriptor.Shape.WordsPerRow(descriptor.Type));
        var perLeaf = TensorLeaves.Size / ElementSize(descriptor.Type);
        return leaf / perRow * descriptor.Shape.D3 + perLeaf * (leaf % perRow) + element;
    }

    /// <summary>The operand leaves that one unit of an element reads, opened under E_j.</summary>
    public static byte[] Witness(StepTrace step, int operation, long flat, long unit)
    {
        var descriptor = step.Phase.Operations[operation];
        var leaves = Leaves(step, operation, descriptor, flat, unit);
        var packer = new Packer();
        if (leaves.Count == 0) return packer.ToArray();

        // The first slot's path is whole; a later one ends where it meets the first.
        var first = leaves[0].Slot;
        packer.Word(step.SlotRoot(operation, first)).Words(step.SlotPath(operation, first));
        foreach (var slot in leaves.Skip(1).Select(l => l.Slot).Where(slot => slot != first))
        {
            var level = BitOperations.Log2((uint)(slot ^ first));
            packer.Word(step.SlotRoot(operation, slot)).Words(step.SlotPath(operation, slot).Take(level));
        }

        foreach (var leaf in leaves.Where(l => l.IsRead))
        {
            var tree = step.TreeAt(operation, leaf.Slot);
            packer.Bytes(tree.LeafBytes(leaf.Leaf)).Words(tree.Path(leaf.Leaf));
        }

        return packer.ToArray();
    }

    private static IReadOnlyList<OperandLeaf> Leaves(StepTrace step, int operation, Descriptor descriptor, long flat, long unit)
    {
        if (descriptor.OpCode != OpCode.Gather) return Chain.Leaves(descriptor, flat, unit);
        var indices = Chain.Leaves(descriptor, flat, unit)[0];
        var row = step.TensorAt(operation, indices.Slot).Row(indices.Row)[(int)indices.Column];
        return Chain.Leaves(descriptor, flat, unit, row);
    }
}
