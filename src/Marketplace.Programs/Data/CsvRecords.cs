using System.Globalization;
using System.Text;

namespace Marketplace.Programs.Data;

/// <summary>Records of a table: one column is the class, all others are numbers.</summary>
/// <remarks>Numbers are taken as they are: who wants columns of mean 0 and deviation 1 makes them so before.</remarks>
public sealed class CsvRecords : IRecordSource
{
    private readonly List<uint> _features = [];
    private readonly List<string> _names = [];
    private readonly int[] _labels;
    private readonly int _columns;

    /// <param name="tables">One or several tables with the same header line, UTF-8.</param>
    /// <param name="label">The column that holds the class: its name, or its number from 0 if none has this
    /// name.</param>
    /// <exception cref="FormatException">They are no such tables; one sentence says why.</exception>
    public CsvRecords(IEnumerable<Stream> tables, string label)
    {
        string[]? header = null;
        try
        {
            foreach (var table in tables) ReadTable(table, label, ref header);
        }
        catch (DecoderFallbackException)
        {
            throw new FormatException("The table is not in UTF-8.");
        }

        if (header is null || _names.Count == 0) throw new FormatException("The table has no rows.");
        _columns = header.Length - 1;
        (Classes, _labels) = Numbered(_names);
        Fields = [DataField.FeaturesOf(_columns), DataField.LabelsField];
    }

    public IReadOnlyList<DataField> Fields { get; }

    public int Records => _labels.Length;

    /// <summary>Names of the classes in ordinal order, the number of a class being its place; empty if the table holds
    /// numbers of classes.</summary>
    public IReadOnlyList<string> Classes { get; }

    public void Copy(int record, int field, Span<uint> words)
    {
        if (field == 1) words[0] = (uint)_labels[record];
        else
            for (var c = 0; c < _columns; c++) words[c] = _features[(record * _columns) + c];
    }

    private void ReadTable(Stream table, string label, ref string[]? header)
    {
        using var text = new StreamReader(
            table, new UTF8Encoding(false, throwOnInvalidBytes: true), detectEncodingFromByteOrderMarks: false, leaveOpen: true);
        // A byte order mark is no part of the first name.
        if (text.Peek() == '\ufeff') text.Read();
        var row = 0;
        foreach (var cells in CsvReader.Rows(text))
        {
            if (row++ > 0) AddRow(cells, header!.Length, ColumnOf(header, label), row - 1);
            else if (header is null) header = Checked(cells, label);
            else if (!cells.SequenceEqual(header, StringComparer.Ordinal))
                throw new FormatException("The tables have different header lines.");
        }
    }

    private static string[] Checked(string[] header, string label)
    {
        if (ColumnOf(header, label) < 0) throw new FormatException($"The table has no column \"{label}\".");
        if (header.Length < 2) throw new FormatException("The table has no column of numbers.");
        return header.Length - 1 <= DataField.MaxWidth ? header : throw new FormatException("The table has too many columns.");
    }

    private void AddRow(string[] cells, int columns, int label, int row)
    {
        if (cells.Length != columns)
            throw new FormatException($"Row {row} of the table has {cells.Length} cells, not {columns}.");
        if ((long)_features.Count + columns > Array.MaxLength) throw new FormatException("The table is too large.");
        for (var c = 0; c < columns; c++)
        {
            if (c == label) continue;
            if (!CsvReader.TryNumber(cells[c], out var number))
                throw new FormatException(
                    $"Row {row} of the table holds \"{Shown(cells[c])}\", which is no finite float32.");
            _features.Add(BitConverter.SingleToUInt32Bits(number));
        }

        if (cells[label].Length == 0) throw new FormatException($"Row {row} of the table names no class.");
        _names.Add(cells[label]);
    }

    private static int ColumnOf(string[] header, string label)
    {
        var named = Array.IndexOf(header, label);
        if (named >= 0) return named;
        return TryClass(label, out var number) && number < header.Length ? number : -1;
    }

    private static (IReadOnlyList<string> Classes, int[] Labels) Numbered(List<string> names)
    {
        var labels = new int[names.Count];
        var numbers = true;
        for (var i = 0; i < labels.Length && numbers; i++) numbers = TryClass(names[i], out labels[i]);
        if (numbers) return ([], labels);
        string[] classes = [.. names.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        return (classes, [.. names.Select(name => Array.BinarySearch(classes, name, StringComparer.Ordinal))]);
    }

    private static bool TryClass(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private static string Shown(string cell) => cell.Length <= 40 ? cell : cell[..40] + "…";
}
