using Marketplace.Merkle;
using Marketplace.Numerics;
using Marketplace.Primitives;

namespace Marketplace.Operators;

/// <summary>A shape and its 32-bit patterns, row by row. The words are shared, not copied: who keeps a tensor must not
/// let others write it.</summary>
public sealed class Tensor
{
    public Tensor(ElementType type, Shape shape, uint[] words)
    {
        Invariant.That(words.Length == shape.Elements, "a tensor has as many words as its shape has elements");
        Type = type;
        Shape = shape;
        Words = words;
    }

    /// <summary>All zeros.</summary>
    public Tensor(ElementType type, Shape shape)
        : this(type, shape, new uint[shape.Elements])
    {
    }

    public ElementType Type { get; }

    public Shape Shape { get; }

    public uint[] Words { get; }

    public int Rows => (int)Shape.Rows;

    public int Columns => (int)Shape.D3;

    public ReadOnlySpan<uint> Row(long row) => Words.AsSpan((int)(row * Columns), Columns);

    /// <summary>The commitment, with all nodes (C2).</summary>
    public TensorTree Tree() => new(Words, Rows, Columns);

    public Tensor Copy() => new(Type, Shape, (uint[])Words.Clone());

    /// <summary>Floats, each stored canonical (F4).</summary>
    public static Tensor Floats(Shape shape, params ReadOnlySpan<float> values)
    {
        var words = new uint[values.Length];
        for (var i = 0; i < words.Length; i++) words[i] = Law.Canonical(BitConverter.SingleToUInt32Bits(values[i]));
        return new Tensor(ElementType.F32, shape, words);
    }

    public static Tensor Ints(Shape shape, params ReadOnlySpan<int> values)
    {
        var words = new uint[values.Length];
        for (var i = 0; i < words.Length; i++) words[i] = unchecked((uint)values[i]);
        return new Tensor(ElementType.I32, shape, words);
    }
}
