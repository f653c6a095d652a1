using Marketplace.Merkle;
using Marketplace.Numerics;
using Marketplace.Operators;
using Marketplace.Primitives;
using static Marketplace.Operators.Tests.Given;

namespace Marketplace.Operators.Tests;

/// <summary>i8 in words and leaves (B1).</summary>
public class Int8TensorTests
{
    [Fact]
    public void Words_HoldFourElements_AndARowIsFilledWithZeros()
    {
        var x = Tensor.Int8s(Shape.Of(2, 5), 1, -1, 127, -128, 2, 3, 4, 5, 6, -7);
        x.Words.Should().Equal(0x807fff01u, 0x00000002u, 0x06050403u, 0x000000f9u);
        x.WordsPerRow.Should().Be(2);
        x.Row(1).ToArray().Should().Equal(0x06050403u, 0x000000f9u);
        Enumerable.Range(0, 10).Select(e => (int)x.Element(e)).Should().Equal(1, -1, 127, -128, 2, 3, 4, 5, 6, -7);
        x.Copy().Words.Should().Equal(x.Words).And.NotBeSameAs(x.Words);
    }

    [Fact]
    public void Tensor_OfTheWrongNumberOfWords_IsAMistake()
    {
        Action elements = () => _ = new Tensor(ElementType.I8, Shape.Of(2, 5), new uint[10]);
        elements.Should().Throw<InvariantBrokenException>();
        new Tensor(ElementType.I8, Shape.Of(2, 5)).Words.Should().HaveCount(4);
    }

    [Theory]
    [InlineData(255, 1)]
    [InlineData(256, 1)]
    [InlineData(257, 2)]
    [InlineData(600, 3)]
    public void Leaf_Holds256ElementsOfOneRow(int columns, int perRow)
    {
        var x = Int8s(1, 3, columns);
        var tree = x.Tree();
        tree.Leaves.Should().Be(3 * perRow);
        for (var e = 0; e < 3 * columns; e++)
        {
            var (row, column) = (e / columns, e % columns);
            var leaf = tree.LeafBytes((row * perRow) + (column / 256));
            ((sbyte)leaf[column % 256]).Should().Be((sbyte)x.Element(e));
        }

        var last = tree.LeafBytes((3 * perRow) - 1);
        last.Skip(columns - (256 * (perRow - 1))).Should().NotContain(b => b != 0);
        tree.LeafHash((3 * perRow) - 1).Should().Be(Keccak.Hash(last));
        TensorLeaves.PerRow(x.WordsPerRow).Should().Be(perRow);
    }
}
