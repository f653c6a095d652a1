using System.Globalization;

namespace Marketplace.Numerics;

/// <summary>
/// Prints a recorded expression as the body of a Solidity function: what is used twice gets a name, and so does the
/// longest part of what would not fit a line; the rest stays nested.
/// </summary>
internal sealed class SolidityFunction
{
    /// <summary>The longest call that fits a line of 120 behind its indent and its name.</summary>
    private const int MaxCall = 92;

    private readonly Dictionary<SolidityTerm, int> _uses = [];
    private readonly Dictionary<SolidityTerm, string> _names = [];
    private readonly List<string> _lines = [];
    private int _parts;

    private SolidityFunction()
    {
    }

    /// <summary>The statements, unindented, the last one a return.</summary>
    public static IReadOnlyList<string> Body(SolidityText result)
    {
        var printer = new SolidityFunction();
        printer.Count(result.Term);
        var value = printer.Print(result.Term);
        return [.. printer._lines, $"return {value};"];
    }

    private void Count(SolidityTerm term)
    {
        if (term.IsName) return;
        _uses[term] = _uses.GetValueOrDefault(term) + 1;
        if (_uses[term] > 1) return;
        foreach (var argument in term.Arguments) Count(argument);
    }

    private string Print(SolidityTerm term)
    {
        if (term.IsName) return term.Head;
        if (_names.TryGetValue(term, out var name)) return name;
        var call = Call(term.Head, [.. term.Arguments.Select(Print)]);
        if (_uses[term] == 1) return call;
        name = Named("shared", _names.Count + 1, call);
        _names.Add(term, name);
        return name;
    }

    private string Call(string head, string[] arguments)
    {
        string text;
        while ((text = $"{head}({string.Join(", ", arguments)})").Length > MaxCall)
        {
            var longest = Array.IndexOf(arguments, arguments.MaxBy(argument => argument.Length));
            arguments[longest] = Named("part", ++_parts, arguments[longest]);
        }

        return text;
    }

    private string Named(string kind, int number, string value)
    {
        var name = kind + number.ToString(CultureInfo.InvariantCulture);
        _lines.Add($"uint256 {name} = {value};");
        return name;
    }
}
