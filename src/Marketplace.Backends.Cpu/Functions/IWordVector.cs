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

    /// <summary>The words, every NaN among them in its one form (F4).</summary>
    static abstract W Canonical(W words);
}
