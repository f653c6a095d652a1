namespace Marketplace.Programs.Data;

/// <summary>Records of tokens, each a window on one long row of them.</summary>
/// <remarks>A record of a stream holds sequence + 1 tokens, so that each of its first ones has a next one to be learnt;
/// windows begin every <c>sequence</c> tokens and overlap by one. What is left at the end is not used.</remarks>
public sealed class TokenRecords : IRecordSource
{
    private readonly Action<int, Span<uint>> _copy;
    private readonly int _stride;

    private TokenRecords(int tokens, int width, int stride, Action<int, Span<uint>> copy)
    {
        if (tokens < width) throw new FormatException($"There are {tokens} tokens; one record takes {width}.");
        (_stride, _copy) = (stride, copy);
        Records = ((tokens - width) / stride) + 1;
        Fields = [DataField.TokensOf(width - 1)];
    }

    public IReadOnlyList<DataField> Fields { get; }

    public int Records { get; }

    /// <summary>Windows on text, whose bytes are the tokens.</summary>
    /// <param name="sequence">1 to <see cref="DataField.MaxWidth"/> − 1.</param>
    /// <exception cref="FormatException">There is not enough for one record.</exception>
    public static TokenRecords OfBytes(byte[] text, int sequence) =>
        new(text.Length, sequence + 1, sequence, (at, words) =>
    {
        for (var i = 0; i < words.Length; i++) words[i] = text[at + i];
    });

    /// <summary>Windows on a stream of tokens.</summary>
    /// <exception cref="FormatException">There is not enough for one record.</exception>
    public static TokenRecords OfStream(uint[] tokens, int sequence) => Of(tokens, sequence + 1, sequence);

    /// <summary>Records of so many tokens that somebody else has cut.</summary>
    public static TokenRecords OfRows(uint[] tokens, int width) => Of(tokens, width, width);

    public void Copy(int record, int field, Span<uint> words) => _copy(record * _stride, words);

    private static TokenRecords Of(uint[] tokens, int width, int stride) =>
        new(tokens.Length, width, stride, (at, words) => tokens.AsSpan(at, words.Length).CopyTo(words));
}
