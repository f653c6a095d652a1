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
        : this(words, rows, columns, TreeHashing.For(sizeof(uint) * (long)words.Length))
    {
    }

    /// <inheritdoc cref="TensorTree(uint[], int, int)"/>
    public TensorTree(uint[] words, int rows, int columns, TreeHashing how)
        : this(words, rows, columns, new MerkleLevels(Hashing(words, rows, columns, how).Build()))
    {
    }

    private TensorTree(uint[] words, int rows, int columns, MerkleLevels levels)
    {
        _words = words;
        _levels = levels;
        Rows = rows;
        Columns = columns;
    }

    public int Rows { get; }

    public int Columns { get; }

    public int Leaves => _levels.Leaves;

    public int Depth => _levels.Depth;

    public Hash32 Root => _levels.Root;

    /// <summary>The tree of other words of the same shape; only leaves that differ and their ancestors are hashed. This
    /// tree stays as it is.</summary>
    public TensorTree Update(uint[] words) => Update(words, TreeHashing.For(sizeof(uint) * (long)words.Length));

    /// <inheritdoc cref="Update(uint[])"/>
    public TensorTree Update(uint[] words, TreeHashing how)
    {
        var levels = Hashing(words, Rows, Columns, how).BuildFrom(_words, _levels.Levels);
        return new(words, Rows, Columns, ReferenceEquals(levels, _levels.Levels) ? _levels : new MerkleLevels(levels));
    }

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

    private static TensorHashing Hashing(uint[] words, int rows, int columns, TreeHashing how)
    {
        Invariant.That(words.Length == (long)rows * columns, "a tensor has rows · columns words");
        Invariant.That(how.Threads >= 1, "somebody hashes");
        return new TensorHashing(words, rows, columns, how);
    }
}
