namespace Marketplace.Backends.Cpu.Functions;

/// <summary>A register of 32-bit words.</summary>
internal interface IWordVector<W> where W : unmanaged
{
    /// <summary>How many words, a power of two up to <see cref="Most"/>.</summary>
    static abstract int Count { get; }

    /// <summary>The words of the widest register.</summary>
    const int Most = 16;

    static abstract unsafe W Load(uint* source);

    static abstract unsafe void Store(W words, uint* target);

    static abstract W Constant(uint bits);

    static abstract W And(W a, W b);

    static abstract W Xor(W a, W b);

    /// <summary>The floats, at most and at least so much; a NaN stays.</summary>
    static abstract W Within(W floats, float least, float most);

    /// <summary>The words, every NaN among them in its one form (F4).</summary>
    static abstract W Canonical(W words);
}
