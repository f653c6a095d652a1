using System.Globalization;

namespace Marketplace.Chain;

/// <summary>Reads the canonical spelling of ABI types.</summary>
internal sealed class AbiTypeParser(string text)
{
    private const int NestingMax = 32;

    private int _at;
    private int _nesting;

    public AbiType ParseAll()
    {
        var type = Next();
        return _at == text.Length ? type : throw Wrong();
    }

    private AbiType Next()
    {
        if (++_nesting > NestingMax) throw Wrong();
        var type = At('(') ? Tuple() : Elementary();
        while (At('[')) type = Array(type);
        _nesting--;
        return type;
    }

    private AbiTuple Tuple()
    {
        Take('(');
        var components = new List<AbiType>();
        while (!At(')'))
        {
            if (components.Count > 0) Take(',');
            components.Add(Next());
        }

        Take(')');
        return new AbiTuple(components);
    }

    private AbiArray Array(AbiType element)
    {
        // Elements without a size would let a few bytes claim a long array.
        if (element.HeadSize == 0) throw Wrong();
        Take('[');
        int? length = At(']') ? null : Number();
        if (length is 0) throw Wrong();
        Take(']');
        return new AbiArray(element, length);
    }

    private AbiType Elementary()
    {
        var word = Word();
        return word switch
        {
            "bool" => new AbiBool(),
            "address" => new AbiAddress(),
            "string" => new AbiBytes(IsText: true),
            "uint" => new AbiInteger(Bits(), IsSigned: false),
            "int" => new AbiInteger(Bits(), IsSigned: true),
            "bytes" when _at < text.Length && char.IsAsciiDigit(text[_at]) => new AbiFixedBytes(Within(Number(), 1, 32)),
            "bytes" => new AbiBytes(IsText: false),
            _ => throw Wrong(),
        };
    }

    private string Word()
    {
        var start = _at;
        while (_at < text.Length && char.IsAsciiLetterLower(text[_at])) _at++;
        return text[start.._at];
    }

    private int Bits()
    {
        var bits = Within(Number(), 8, 256);
        return bits % 8 == 0 ? bits : throw Wrong();
    }

    private int Number()
    {
        var start = _at;
        while (_at < text.Length && char.IsAsciiDigit(text[_at])) _at++;
        return int.TryParse(text.AsSpan(start, _at - start), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Wrong();
    }

    private int Within(int number, int min, int max) => number >= min && number <= max ? number : throw Wrong();

    private bool At(char c) => _at < text.Length && text[_at] == c;

    private void Take(char c)
    {
        if (!At(c)) throw Wrong();
        _at++;
    }

    private FormatException Wrong() => new($"'{text}' is no type of the ABI (see position {_at}).");
}
