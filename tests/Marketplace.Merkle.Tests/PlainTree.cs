using System.Buffers.Binary;
using Marketplace.Primitives;
using Marketplace.Primitives.Tests;

namespace Marketplace.Merkle.Tests;

/// <summary>A tensor's tree one hash after the other, as B1 and C2 say it: what fast code is held against.</summary>
internal sealed class PlainTree
{
    public PlainTree(uint[] words, int rows, int columns)
    {
        var leaves = new List<Hash32>();
        for (var row = 0; row < rows; row++)
        {
            for (var first = 0; first < columns; first += 64)
            {
                var leaf = new byte[256];
                for (var c = first; c < Math.Min(columns, first + 64); c++)
                    BinaryPrimitives.WriteUInt32LittleEndian(leaf.AsSpan(4 * (c - first)), words[row * columns + c]);
                leaves.Add(PlainKeccak.Hash(leaf));
            }
        }

        Leaves = leaves;
        var (level, missing) = (leaves, Hash32.Zero);
        while (level.Count > 1)
        {
            var below = level;
            level = [];
            for (var i = 0; i < below.Count; i += 2)
                level.Add(PlainKeccak.Hash(below[i], i + 1 < below.Count ? below[i + 1] : missing));
            missing = PlainKeccak.Hash(missing, missing);
        }

        Root = level[0];
    }

    public IReadOnlyList<Hash32> Leaves { get; }

    public Hash32 Root { get; }
}
