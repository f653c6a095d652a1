using System.Numerics;
using Marketplace.Merkle;
using Marketplace.Numerics;
using Marketplace.Operators;
using Marketplace.Primitives;
using Marketplace.Protocol.Disputes;

namespace Marketplace.World.Synthetic;

/// <summary>The environment before one operation, of which exists what a game about one of its units opens: the output's slot,
/// the operands' slots and the leaves that the unit reads.</summary>
public sealed class SyntheticEnvironment
{
    private readonly Descriptor _operation;
    private readonly IReadOnlyList<OperandLeaf> _read;
    private readonly Dictionary<(int Slot, long Leaf), byte[]> _leaves = [];
    private readonly Dictionary<int, SyntheticTree> _operands = [];
    private readonly SyntheticTree _slots;

    /// <param name="depth">D: the slot tree has one level more.</param>
    public SyntheticEnvironment(LargeOperation large, int depth, Draws draws)
        : this(large, depth, draws, RowNumber(large), draws.Leaf)
    {
    }

    /// <param name="row">What the indices of a Gather or a ScatterAdd hold; null for any integers.</param>
    /// <param name="content">Of a leaf of a type.</param>
    public SyntheticEnvironment(LargeOperation large, int depth, Draws draws, uint? row, Func<ElementType, byte[]> content)
    {
        _operation = large.Operation;
        _read = Operators.Chain.Leaves(_operation, large.Flat, large.Unit, row ?? 0);
        foreach (var slot in _read.GroupBy(leaf => leaf.Slot))
        {
            var operand = _operation.Operands[slot.First().Operand];
            foreach (var leaf in slot.Where(l => l.IsRead).DistinctBy(l => l.Leaf))
                _leaves.Add((leaf.Slot, leaf.Leaf), Content(operand, row, content));
            var opened = slot.Where(l => l.IsRead).DistinctBy(l => l.Leaf)
                .ToDictionary(l => l.Leaf, l => Keccak.Hash(_leaves[(l.Slot, l.Leaf)]));
            // A table that an index misses has a root all the same.
            if (opened.Count == 0) opened.Add(0, draws.Hash());
            _operands.Add(slot.Key, new SyntheticTree(
                MerkleTree.Depth(TensorLeaves.Count(operand.Rows, operand.WordsPerRow)), opened, draws));
        }

        var slots = _operands.ToDictionary(o => (long)o.Key, o => o.Value.Root);
        slots.TryAdd(_operation.Slot, draws.Hash());
        OldOutput = slots[_operation.Slot];
        _slots = new SyntheticTree(depth + 1, slots, draws);
    }

    /// <summary>E_j.</summary>
    public Hash32 Root => _slots.Root;

    /// <summary>The root of what stands in the output's slot.</summary>
    public Hash32 OldOutput { get; }

    public Hash32[] OutputPath => _slots.Path(_operation.Slot);

    /// <summary>The opened operands, as the last move shows them (B12).</summary>
    public byte[] Witness()
    {
        var packer = new Packer();
        if (_read.Count == 0) return packer.ToArray();

        // The first slot's path is whole; a later one ends where it meets the first.
        var first = _read[0].Slot;
        packer.Word(_operands[first].Root).Words(_slots.Path(first));
        foreach (var slot in _read.Skip(1).Select(l => l.Slot).Where(slot => slot != first))
            packer.Word(_operands[slot].Root).Words(_slots.Path(slot).Take(BitOperations.Log2((uint)(slot ^ first))));
        foreach (var leaf in _read.Where(l => l.IsRead))
            packer.Bytes(_leaves[(leaf.Slot, leaf.Leaf)]).Words(_operands[leaf.Slot].Path(leaf.Leaf));
        return packer.ToArray();
    }

    /// <summary>How deep each opened operand's tree is, in the order of the descriptor.</summary>
    public IReadOnlyList<int> OperandDepths =>
        [.. _operation.Operands.Select(o => MerkleTree.Depth(TensorLeaves.Count(o.Rows, o.WordsPerRow)))];

    /// <summary>What the indices of a Gather or a ScatterAdd hold: a row of the table, or the row that is summed, so that
    /// the operation has something to do.</summary>
    private static uint? RowNumber(LargeOperation large) => large.Operation.OpCode switch
    {
        OpCode.Gather => (uint)(large.Operation.Operands[1].Rows - 2),
        OpCode.ScatterAdd => (uint)large.Operation.Shape.Index(large.Flat).I2,
        _ => null,
    };

    private static byte[] Content(Operand operand, uint? row, Func<ElementType, byte[]> content)
    {
        var leaf = content(operand.Type);
        if (row is not { } index || operand.Type != ElementType.I32) return leaf;
        for (var at = 0; at < leaf.Length; at += 4) BitConverter.TryWriteBytes(leaf.AsSpan(at), index);
        return leaf;
    }
}
