namespace Marketplace.Operators;

/// <summary>How i8 elements lie in 32-bit words (B1): four in a word, the first in its lowest byte, each row filled
/// with zero bytes to whole words.</summary>
public static class Int8Words
{
    /// <summary>Elements of a word.</summary>
    public const int PerWord = 4;

    /// <summary>Words of a row: ⌈columns / 4⌉.</summary>
    public static long PerRow(long columns) => (columns + PerWord - 1) / PerWord;

    /// <summary>An element of a row as the 32-bit word of the same number.</summary>
    public static uint Element(ReadOnlySpan<uint> row, int column) =>
        unchecked((uint)(sbyte)(row[column / PerWord] >> (8 * (column % PerWord))));

    /// <summary>Writes all words of a tensor.</summary>
    /// <param name="elements">rows · columns numbers as 32-bit words, row by row; of each the lowest byte is
    /// kept.</param>
    /// <param name="words">rows · <see cref="PerRow"/> words.</param>
    public static void Pack(ReadOnlySpan<uint> elements, int columns, Span<uint> words)
    {
        words.Clear();
        var perRow = (int)PerRow(columns);
        for (var e = 0; e < elements.Length; e++)
        {
            var (row, column) = (e / columns, e % columns);
            words[(row * perRow) + (column / PerWord)] |= (elements[e] & 0xff) << (8 * (column % PerWord));
        }
    }
}
