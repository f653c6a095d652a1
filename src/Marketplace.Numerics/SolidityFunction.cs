using System.Globalization;

namespace Marketplace.Numerics;

/// <summary>
/// Prints a recorded expression as the body of a Solidity function: what is used twice gets a name, the rest stays
/// nested.
/// </summary>
internal sealed class SolidityFunction
{
    private readonly Dictionary<SolidityTerm, int> _uses = [];
    private readonly Dictionary<SolidityTerm, string> _names = [];
    private readonly List<string> _lines = [];

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
        var call = $"{term.Head}({string.Join(", ", term.Arguments.Select(Print))})";
        if (_uses[term] == 1) return call;
        name = "shared" + (_names.Count + 1).ToString(CultureInfo.InvariantCulture);
        _names.Add(term, name);
        _lines.Add($"uint256 {name} = {call};");
        return name;
    }
}
