using Marketplace.Merkle;
using Marketplace.Numerics;
using Marketplace.Primitives;

namespace Marketplace.Operators;

/// <summary>A shape and its 32-bit words, row by row: an element each, or four of i8 (B1). The words are shared, not
/// copied: who keeps a tensor must not let others write it.</summary>
public sealed class Tensor
{
    public Tensor(ElementType type, Shape shape, uint[] words)
    {
        Invariant.That(words.Length == shape.Words(type), "a tensor has as many words as its shape and type say");
        Type = type;
        Shape = shape;
        Words = words;
    }

    /// <summary>All zeros.</summary>
    public Tensor(ElementType type, Shape shape)
        : this(type, shape, new uint[shape.Words(type)])
    {
    }

    public ElementType Type { get; }

    public Shape Shape { get; }

    public uint[] Words { get; }

    public int Rows => (int)Shape.Rows;

    public int Columns => (int)Shape.D3;

    /// <summary>Of a row: as many as columns, but of i8 a quarter.</summary>
    public int WordsPerRow => (int)Shape.WordsPerRow(Type);

    /// <summary>The words of a row.</summary>
    public ReadOnlySpan<uint> Row(long row) => Words.AsSpan((int)(row * WordsPerRow), WordsPerRow);

    /// <summary>A flat element as a 32-bit word; of i8 the word of the same number.</summary>
    public uint Element(long flat) => Type == ElementType.I8
        ? Int8Words.Element(Row(flat / Columns), (int)(flat % Columns))
        : Words[flat];

    /// <summary>The commitment, with all nodes (C2).</summary>
    public TensorTree Tree() => new(Words, Rows, WordsPerRow);

    /// <summary>The commitment alone: cheaper than the tree where nothing will be opened (C2).</summary>
    public Hash32 Root() => TensorRoot.Of(Words, Rows, WordsPerRow, TreeHashing.For(sizeof(uint) * (long)Words.Length));

    public Tensor Copy() => new(Type, Shape, (uint[])Words.Clone());

    /// <summary>Floats, each stored canonical (F4).</summary>
    public static Tensor Floats(Shape shape, params ReadOnlySpan<float> values)
    {
        var words = new uint[values.Length];
        for (var i = 0; i < words.Length; i++) words[i] = Law.Canonical(BitConverter.SingleToUInt32Bits(values[i]));
        return new Tensor(ElementType.F32, shape, words);
    }

    public static Tensor Int8s(Shape shape, params ReadOnlySpan<sbyte> values)
    {
        Invariant.That(values.Length == shape.Elements, "a tensor has a value for each of its elements");
        var tensor = new Tensor(ElementType.I8, shape);
        var elements = new uint[values.Length];
        for (var i = 0; i < elements.Length; i++) elements[i] = unchecked((uint)values[i]);
        Int8Words.Pack(elements, tensor.Columns, tensor.Words);
        return tensor;
    }

    public static Tensor Ints(Shape shape, params ReadOnlySpan<int> values)
    {
        var words = new uint[values.Length];
        for (var i = 0; i < words.Length; i++) words[i] = unchecked((uint)values[i]);
        return new Tensor(ElementType.I32, shape, words);
    }
}
