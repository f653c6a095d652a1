using System.Buffers.Binary;
using System.Numerics;
using Marketplace.Merkle;
using Marketplace.Numerics;
using Marketplace.Primitives;
using Marketplace.Protocol.Disputes;

namespace Marketplace.Protocol.Referee;

/// <summary>Opens operand leaves under an environment root (B12). Mirror of Witnesses.sol.</summary>
internal static class Witnesses
{
    /// <summary>The roots of operands first … first + count − 1.</summary>
    public static Hash32[] OpenSlots(Cursor c, DescriptorView d, int first, int count, Hash32 environment, int depth)
    {
        var roots = new Hash32[count];
        var slot = d.Operand(first).Slot;
        roots[0] = c.Word();
        var path = c.Words(depth + 1);
        if (MerkleTree.RootFromPath(roots[0], slot, path) != environment) throw new Refusal(Reason.WrongOpening);

        for (var i = 1; i < count; i++)
        {
            var other = d.Operand(first + i).Slot;
            if (other == slot)
            {
                roots[i] = roots[0];
                continue;
            }

            // The paths meet at the level of the highest bit in which the numbers differ.
            var level = BitOperations.Log2((uint)(other ^ slot));
            roots[i] = c.Word();
            var lower = c.Words(level);
            if (MerkleTree.RootFromPath(roots[i], other, lower) != path[level]) throw new Refusal(Reason.WrongOpening);
        }

        return roots;
    }

    /// <summary>The 256 bytes of leaf <paramref name="unit"/> of an operand's row.</summary>
    public static ReadOnlyMemory<byte> OpenLeaf(Cursor c, OperandView operand, Hash32 root, ulong row, ulong unit)
    {
        var perRow = operand.LeavesPerRow;
        var levels = MerkleTree.Depth((long)(operand.Rows * perRow));
        var leaf = c.Take(TensorLeaves.Size);
        var path = c.Words(levels);
        if (MerkleTree.RootFromPath(Keccak.Hash(leaf.Span), (long)(row * perRow + unit), path) != root)
        {
            throw new Refusal(Reason.WrongOpening);
        }

        return leaf;
    }

    /// <summary>The pattern of flat element <paramref name="flat"/> of an operand, whose leaf is opened; of i8 its byte,
    /// extended by its sign.</summary>
    public static uint OpenElement(Cursor c, OperandView operand, Hash32 root, ulong flat)
    {
        var column = flat % operand.Columns;
        var perLeaf = DescriptorView.LeafElements(operand.Type);
        var leaf = OpenLeaf(c, operand, root, flat / operand.Columns, column / perLeaf);
        var place = (int)(column % perLeaf);
        return operand.Type == (byte)ElementType.I8 ? Signed(leaf, place) : Lane(leaf, place);
    }

    /// <summary>Byte <paramref name="i"/> of a leaf as the 32-bit pattern of the same number.</summary>
    public static uint Signed(ReadOnlyMemory<byte> leaf, int i) => unchecked((uint)(sbyte)leaf.Span[i]);

    /// <summary>Word <paramref name="i"/> of a leaf: 4 little-endian bytes.</summary>
    public static uint Lane(ReadOnlyMemory<byte> leaf, int i) => BinaryPrimitives.ReadUInt32LittleEndian(leaf.Span[(4 * i)..]);
}
