using System.Collections.Immutable;
using Marketplace.Numerics;
using Marketplace.Operators;
using Marketplace.Programs.Data;

namespace Marketplace.Agents.Submission;

/// <summary>A table of numbers with a class for each row, as it stands in a file of comma-separated values.</summary>
/// <param name="Columns">Names of the columns that hold numbers.</param>
/// <param name="Classes">Names of the classes, in the order in which they first occur.</param>
/// <param name="Features">Row by row, float32.</param>
/// <param name="Labels">Numbers of classes.</param>
public sealed record LabelledTable(
    ImmutableArray<string> Columns, ImmutableArray<string> Classes, ImmutableArray<float[]> Features, ImmutableArray<int> Labels)
{
    public int Rows => Features.Length;

    /// <exception cref="JobFileException">The text is no such table.</exception>
    public static LabelledTable Parse(string text, string labelColumn)
    {
        var lines = RowsOf(text);
        if (lines.Count < 3) throw new JobFileException("The table has fewer than two rows.");
        var header = lines[0];
        var label = Array.IndexOf(header, labelColumn);
        if (label < 0) throw new JobFileException($"The table has no column \"{labelColumn}\".");
        if (header.Length < 2) throw new JobFileException("The table has no column of numbers.");

        var classes = new List<string>();
        var features = ImmutableArray.CreateBuilder<float[]>();
        var labels = ImmutableArray.CreateBuilder<int>();
        for (var i = 1; i < lines.Count; i++)
        {
            var cells = lines[i];
            if (cells.Length != header.Length)
                throw new JobFileException($"Row {i} of the table has {cells.Length} cells, not {header.Length}.");
            if (!classes.Contains(cells[label])) classes.Add(cells[label]);
            labels.Add(classes.IndexOf(cells[label]));
            features.Add([.. cells.Where((_, c) => c != label).Select(cell => Number(cell, i))]);
        }

        if (classes.Count < 2) throw new JobFileException("The table has only one class.");
        return new LabelledTable(
            [.. header.Where((_, c) => c != label)], [.. classes], features.ToImmutable(), labels.ToImmutable());
    }

    private static List<string[]> RowsOf(string text)
    {
        try
        {
            using var reader = new StringReader(text);
            return [.. CsvReader.Rows(reader)];
        }
        catch (FormatException e)
        {
            throw new JobFileException($"The table is wrong: {e.Message}");
        }
    }

    private static float Number(string cell, int row) =>
        CsvReader.TryNumber(cell, out var x)
            ? x
            : throw new JobFileException($"Row {row} of the table holds \"{cell}\", which is no finite number.");
}

/// <summary>Training and held-out rows, standardised by the training rows in float32: the same bits on every machine.</summary>
/// <param name="Features">f32, [rows, columns].</param>
/// <param name="Labels">i32, [rows, 1].</param>
public sealed record DataSplit(Tensor Features, Tensor Labels, Tensor HeldOutFeatures, int[] HeldOutLabels)
{
    /// <summary>Keeps back rows 0, n, 2n … (counted from 0).</summary>
    /// <exception cref="JobFileException">A column has the same value in all training rows, or there are no rows left.</exception>
    public static DataSplit Of(LabelledTable table, int holdOutEvery)
    {
        var heldOut = Enumerable.Range(0, table.Rows).Where(r => r % holdOutEvery == 0).ToArray();
        var training = Enumerable.Range(0, table.Rows).Where(r => r % holdOutEvery != 0).ToArray();
        if (training.Length < 2) throw new JobFileException("Fewer than two rows are left to train on.");

        var columns = table.Columns.Length;
        var (mean, deviation) = (new uint[columns], new uint[columns]);
        for (var c = 0; c < columns; c++)
        {
            (mean[c], deviation[c]) = Moments(table, training, c);
            if (deviation[c] == 0)
                throw new JobFileException($"Column \"{table.Columns[c]}\" has the same value in all training rows.");
        }

        return new DataSplit(
            Standardised(table, training, mean, deviation),
            Tensor.Ints(Shape.Of(training.Length, 1), [.. training.Select(r => table.Labels[r])]),
            Standardised(table, heldOut, mean, deviation),
            [.. heldOut.Select(r => table.Labels[r])]);
    }

    /// <summary>Mean and standard deviation over the rows, added in their order (F1).</summary>
    private static (uint Mean, uint Deviation) Moments(LabelledTable table, int[] rows, int column)
    {
        var count = Law.FromInt((uint)rows.Length);
        uint sum = 0;
        foreach (var r in rows) sum = Law.Add(sum, Bits(table, r, column));
        var mean = Law.Div(sum, count);
        uint squares = 0;
        foreach (var r in rows)
        {
            var d = Law.Sub(Bits(table, r, column), mean);
            squares = Law.Fma(d, d, squares);
        }

        return (mean, Law.Sqrt(Law.Div(squares, count)));
    }

    private static Tensor Standardised(LabelledTable table, int[] rows, uint[] mean, uint[] deviation)
    {
        var words = new uint[rows.Length * mean.Length];
        for (var i = 0; i < words.Length; i++)
        {
            var (r, c) = (rows[i / mean.Length], i % mean.Length);
            words[i] = Law.Div(Law.Sub(Bits(table, r, c), mean[c]), deviation[c]);
        }

        return new Tensor(ElementType.F32, Shape.Of(rows.Length, mean.Length), words);
    }

    private static uint Bits(LabelledTable table, int row, int column) =>
        BitConverter.SingleToUInt32Bits(table.Features[row][column]);
}
