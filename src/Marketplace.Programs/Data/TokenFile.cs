using Marketplace.Numerics;
using Marketplace.Operators;
using Marketplace.Programs.Weights;

namespace Marketplace.Programs.Data;

/// <summary>Token ids that the user's own tokenizer has made, from .npy or safetensors files.</summary>
public static class TokenFile
{
    /// <summary>Records from one or several files: streams of rank 1, which are joined and cut, or rows of rank 2,
    /// which are records already.</summary>
    /// <param name="sequence">Needed for rank 1; rows have sequence + 1 columns, if it is given.</param>
    /// <exception cref="FormatException">A file is of another form; one sentence says why.</exception>
    public static TokenRecords Read(IEnumerable<Stream> files, int? sequence)
    {
        var tokens = new List<uint>();
        int? width = null;
        foreach (var (file, index) in files.Select((file, index) => (file, index)))
        {
            var (dimensions, tensor) = ReadOne(file);
            if (tensor.Type != ElementType.I32)
                throw new FormatException("Tokens are integers; this file holds others.");
            if (tensor.Words.Any(word => (int)word < 0)) throw new FormatException("A token is negative.");
            if (dimensions.Count is not (1 or 2))
                throw new FormatException(
                    $"Tokens are a stream of rank 1 or records of rank 2; this file has rank {dimensions.Count}.");
            int? columns = dimensions.Count == 2 ? dimensions[1] : null;
            if (index > 0 && columns != width)
                throw new FormatException("The files hold records of different lengths.");
            width = columns;
            if ((long)tokens.Count + tensor.Words.Length > Array.MaxLength)
                throw new FormatException("There are too many tokens.");
            tokens.AddRange(tensor.Words);
        }

        if (width is { } row) return Rows(tokens, row, sequence);
        return sequence is { } length
            ? TokenRecords.OfStream([.. tokens], length)
            : throw new FormatException("A stream of tokens has to be cut: the length of a sequence is missing.");
    }

    private static TokenRecords Rows(List<uint> tokens, int width, int? sequence)
    {
        if (width < 2 || width > DataField.MaxWidth)
            throw new FormatException($"A record has 2 to {DataField.MaxWidth} tokens, not {width}.");
        if (sequence is { } length && length + 1 != width)
            throw new FormatException($"A record of this file has {width} tokens, not {length} and the next one.");
        return TokenRecords.OfRows([.. tokens], width);
    }

    private static (IReadOnlyList<int> Dimensions, Tensor Tensor) ReadOne(Stream file)
    {
        var first = new byte[6];
        file.Position = 0;
        var there = file.ReadAtLeast(first, first.Length, throwOnEndOfStream: false);
        if (NpyFile.IsNpy(first.AsSpan(0, there)))
        {
            var npy = NpyFile.Read(file);
            return (npy.Dimensions, npy.Tensor);
        }

        var tensors = SafetensorsFile.Open(file);
        return tensors.Header.Entries is [var entry]
            ? (entry.Dimensions, tensors.Read(entry.Name))
            : throw new FormatException($"A file of tokens holds one tensor, not {tensors.Header.Entries.Count}.");
    }
}
