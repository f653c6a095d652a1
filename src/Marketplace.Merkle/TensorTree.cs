using Marketplace.Primitives;

namespace Marketplace.Merkle;

/// <summary>A tensor's commitment (C2) with all nodes kept. The words must not change while the tree is in
/// use.</summary>
public sealed class TensorTree
{
    private readonly uint[] _words;
    private readonly MerkleLevels _levels;

    /// <param name="words">rows · columns patterns, row by row.</param>
    public TensorTree(uint[] words, int rows, int columns)
    {
        _words = words;
        Rows = rows;
        Columns = columns;
        _levels = new MerkleLevels(TensorLeaves.Hashes(words, rows, columns));
    }

    public int Rows { get; }

    public int Columns { get; }

    public int Leaves => _levels.Leaves;

    public int Depth => _levels.Depth;

    public Hash32 Root => _levels.Root;

    public Hash32 LeafHash(long leaf) => _levels.Leaf(leaf);

    /// <summary>The 256 bytes of a leaf.</summary>
    public byte[] LeafBytes(long leaf)
    {
        var bytes = new byte[TensorLeaves.Size];
        TensorLeaves.Write(_words, Columns, leaf, bytes);
        return bytes;
    }

    /// <inheritdoc cref="MerkleLevels.Path"/>
    public Hash32[] Path(long leaf) => _levels.Path(leaf);

    /// <inheritdoc cref="MerkleLevels.PrefixRoot"/>
    public Hash32 PrefixRoot(long written) => _levels.PrefixRoot(written);

    /// <inheritdoc cref="MerkleLevels.LeftSiblings"/>
    public Hash32[] LeftSiblings(long leaf) => _levels.LeftSiblings(leaf);
}
