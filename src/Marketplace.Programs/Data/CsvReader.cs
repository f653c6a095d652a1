using System.Globalization;
using System.Text;

namespace Marketplace.Programs.Data;

/// <summary>Rows of comma-separated values (RFC 4180): quotes, doubled inside, may hold commas and line ends.</summary>
/// <remarks>Beyond the RFC: lines end with LF or CRLF; empty lines and lines that begin with # are skipped.</remarks>
public static class CsvReader
{
    /// <exception cref="FormatException">A quote is misplaced or never closed, or the bytes are no UTF-8.</exception>
    public static IEnumerable<string[]> Rows(TextReader text)
    {
        for (var line = 1; text.Peek() >= 0;)
        {
            if (text.Peek() == '#')
            {
                text.ReadLine();
                line++;
                continue;
            }

            var cells = Row(text, ref line);
            if (cells is not [""]) yield return cells;
        }
    }

    /// <summary>A finite float32, the one nearest to the decimal.</summary>
    public static bool TryNumber(string cell, out float number) =>
        float.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && float.IsFinite(number);

    private static string[] Row(TextReader text, ref int line)
    {
        var begin = line;
        var cells = new List<string>();
        var cell = new StringBuilder();
        while (true)
        {
            if (cell.Length == 0 && text.Peek() == '"') Quoted(text, cell, begin, ref line);
            else Plain(text, cell, begin);
            cells.Add(cell.ToString());
            cell.Clear();
            if (text.Read() == ',') continue;
            line++;
            return [.. cells];
        }
    }

    // Stops before a comma, a line end or the end; a carriage return is dropped only before a line feed or the end.
    private static void Plain(TextReader text, StringBuilder cell, int line)
    {
        while (text.Peek() is >= 0 and not (',' or '\n'))
        {
            var c = (char)text.Read();
            if (c == '"')
                throw new FormatException($"Line {line} has a quote inside a cell that does not begin with one.");
            if (c != '\r' || text.Peek() is not (-1 or '\n')) cell.Append(c);
        }
    }

    private static void Quoted(TextReader text, StringBuilder cell, int begin, ref int line)
    {
        for (text.Read(); ;)
        {
            var c = text.Read();
            if (c < 0) throw new FormatException($"A quote of line {begin} is never closed.");
            if (c == '"')
            {
                if (text.Peek() != '"') break;
                text.Read();
            }
            else if (c == '\n') line++;

            cell.Append((char)c);
        }

        if (text.Peek() == '\r') text.Read();
        if (text.Peek() is not (-1 or ',' or '\n'))
            throw new FormatException($"Line {line} goes on after a closing quote.");
    }
}
