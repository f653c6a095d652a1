using System.Globalization;
using System.Text;
using Marketplace.Operators;
using Marketplace.Programs.Weights;

namespace Marketplace.Programs.Data;

/// <summary>The header of an npy file: a Python dictionary of three members, read by its grammar alone.</summary>
internal sealed record NpyHeader(StoredType Type, IReadOnlyList<int> Dimensions)
{
    /// <exception cref="FormatException">It is no such header, or of an array that is not read.</exception>
    public static NpyHeader Parse(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IndexOfAnyExceptInRange((byte)' ', (byte)'~') is var other and >= 0
            && !(other == bytes.Length - 1 && bytes[other] == (byte)'\n'))
        {
            throw Malformed();
        }

        return new Reader(Encoding.ASCII.GetString(bytes).TrimEnd('\n')).Header();
    }

    private static FormatException Malformed() => new("The header of the npy file is malformed.");

    private static StoredType TypeOf(string descr) => descr switch
    {
        "<f4" => StoredType.F32,
        "<i4" => StoredType.I32,
        "<i8" => StoredType.I64,
        "|u1" => StoredType.U8,
        "<u2" => StoredType.U16,
        "<f8" => throw new FormatException(
            "The npy file holds float64, which float32 cannot hold exactly: convert it to float32 first."),
        _ when descr.Contains('O', StringComparison.Ordinal) => throw new FormatException(ForeignFile.PickleRefusal),
        _ when descr.StartsWith('>') =>
            throw new FormatException("The npy file is big-endian; little-endian ones are read."),
        _ => throw new FormatException("The npy file is of another type than f4, i4, i8, u1 and u2."),
    };

    /// <summary>dictionary = '{' (text ':' value ',')… '}'; a value is a text, True, False, or a tuple of
    /// numbers.</summary>
    private ref struct Reader(string text)
    {
        private int _at;
        private StoredType? _type;
        private bool? _fortran;
        private List<int>? _dimensions;

        public NpyHeader Header()
        {
            Expect('{');
            while (!Accept('}'))
            {
                Member();
                if (Accept(',')) continue;
                Expect('}');
                break;
            }

            Skip();
            if (_at != text.Length || _type is not { } type || _fortran is not { } fortran || _dimensions is null)
                throw Malformed();
            if (fortran) throw new FormatException("The npy file is in Fortran order; C order is read.");
            return new NpyHeader(type, _dimensions);
        }

        private void Member()
        {
            var name = Text();
            Expect(':');
            if (name == "descr" && _type is null) _type = Descr();
            else if (name == "fortran_order" && _fortran is null) _fortran = Truth();
            else if (name == "shape" && _dimensions is null) _dimensions = Tuple();
            else throw Malformed();
        }

        private StoredType Descr()
        {
            Skip();
            // A list here describes records of several members; one may be an object all the same.
            if (_at < text.Length && text[_at] == '[')
            {
                throw new FormatException(text.Contains("O'", StringComparison.Ordinal)
                    ? ForeignFile.PickleRefusal
                    : "The npy file holds records of several members, which are not read.");
            }

            return TypeOf(Text());
        }

        private bool Truth()
        {
            Skip();
            foreach (var (word, value) in (ReadOnlySpan<(string, bool)>)[("True", true), ("False", false)])
            {
                if (!text.AsSpan(_at).StartsWith(word, StringComparison.Ordinal)) continue;
                _at += word.Length;
                return value;
            }

            throw Malformed();
        }

        // Python writes (), (5,) and (3, 4).
        private List<int> Tuple()
        {
            var dimensions = new List<int>();
            UInt128 elements = 1;
            Expect('(');
            while (!Accept(')'))
            {
                var size = Number();
                if (size == 0) throw new FormatException("The npy file has no elements.");
                if (dimensions.Count == Shape.MaxRank)
                    throw new FormatException($"The npy file has a rank above {Shape.MaxRank}.");
                elements *= size;
                if (elements > (UInt128)Array.MaxLength) throw new FormatException("The npy file is too large.");
                dimensions.Add((int)size);
                if (Accept(',')) continue;
                Expect(')');
                if (dimensions.Count == 1) throw Malformed();
                break;
            }

            return dimensions;
        }

        private ulong Number()
        {
            Skip();
            var begin = _at;
            while (_at < text.Length && char.IsAsciiDigit(text[_at])) _at++;
            var digits = text.AsSpan(begin, _at - begin);
            if (digits.Length == 0 || (digits.Length > 1 && digits[0] == '0')) throw Malformed();
            return ulong.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? number
                : throw new FormatException("The npy file is too large.");
        }

        private string Text()
        {
            Expect('\'');
            var end = text.IndexOf('\'', _at);
            if (end < 0) throw Malformed();
            var inside = text[_at..end];
            _at = end + 1;
            return inside;
        }

        private void Expect(char c)
        {
            if (!Accept(c)) throw Malformed();
        }

        private bool Accept(char c)
        {
            Skip();
            if (_at >= text.Length || text[_at] != c) return false;
            _at++;
            return true;
        }

        private void Skip()
        {
            while (_at < text.Length && text[_at] == ' ') _at++;
        }
    }
}
