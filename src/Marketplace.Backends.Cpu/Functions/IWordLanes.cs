namespace Marketplace.Backends.Cpu.Functions;

/// <summary>A register of 32-bit words and its way to double lanes and back.</summary>
/// <typeparam name="W">The words.</typeparam>
/// <typeparam name="D">Half as many doubles, or one for one.</typeparam>
internal interface IWordLanes<W, D> : IWordVector<W> where W : unmanaged where D : struct, IDoubleLanes<D>
{
    /// <summary>The first half of the floats.</summary>
    static abstract D Lower(W floats);

    /// <summary>The second half; of a single word the word again.</summary>
    static abstract D Upper(W floats);

    /// <summary>Rounded to nearest even, subnormals kept; of a single word the lower argument counts.</summary>
    static abstract W Narrow(D lower, D upper);

    /// <summary>Whether all words are equal as patterns.</summary>
    static abstract bool AllEqual(W a, W b);

    /// <summary>Whether ((word &amp; mask) - first) modulo 2^32 is below count for all words.</summary>
    static abstract bool AllInside(W words, uint mask, uint first, uint count);
}
