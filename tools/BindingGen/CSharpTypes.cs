using System.Globalization;

namespace Marketplace.BindingGen;

/// <summary>How the types of the ABI look in C#, and how their values go to and from what the codec handles.</summary>
public static class CSharpTypes
{
    public static string TypeOf(AbiParameter parameter) =>
        ElementOf(parameter) is { } element ? $"IReadOnlyList<{TypeOf(element)}>"
        : parameter.Components is not null ? StructName(parameter)
        : Elementary(parameter.Type);

    /// <summary>From the C# value to the codec's.</summary>
    public static string Encoded(AbiParameter parameter, string value, int depth = 0)
    {
        var item = "e" + depth.ToString(CultureInfo.InvariantCulture);
        return ElementOf(parameter) is { } element
            ? $"{value}.Select({item} => (object){Encoded(element, item, depth + 1)}).ToArray()"
            : parameter.Components is not null ? value + ".ToAbi()" : value;
    }

    /// <summary>From the codec's value to the C# one.</summary>
    public static string Decoded(AbiParameter parameter, string value, int depth = 0)
    {
        var item = "e" + depth.ToString(CultureInfo.InvariantCulture);
        return ElementOf(parameter) is { } element
            ? $"((object[]){value}).Select({item} => {Decoded(element, item, depth + 1)}).ToArray()"
            : parameter.Components is not null ? $"{StructName(parameter)}.FromAbi({value})" : $"({TypeOf(parameter)}){value}";
    }

    /// <summary><c>struct Market.Job[]</c> is called Job.</summary>
    public static string StructName(AbiParameter parameter)
    {
        const string prefix = "struct ";
        if (parameter.InternalType?.StartsWith(prefix, StringComparison.Ordinal) != true)
            throw new BindingException($"The tuple '{parameter.Name}' has no struct's name.");
        return parameter.InternalType[prefix.Length..].Split('[')[0].Split('.')[^1];
    }

    /// <summary>A name as C# spells public members: <c>_amountDown</c> becomes AmountDown.</summary>
    public static string Pascal(string name, int position)
    {
        var trimmed = name.Trim('_');
        return trimmed.Length == 0
            ? "Value" + position.ToString(CultureInfo.InvariantCulture)
            : char.ToUpperInvariant(trimmed[0]) + trimmed[1..];
    }

    /// <summary>The names of a list of parameters: each different, none of those that the generated record has itself.</summary>
    public static string[] Names(AbiParameter[] parameters)
    {
        var taken = new HashSet<string> { "Definition", "Encode", "Decode", "DecodeResult", "ToAbi", "FromAbi", "Equals", "ToString" };
        var names = parameters.Select((p, i) => Pascal(p.Name, i)).ToArray();
        for (var i = 0; i < names.Length; i++)
        {
            while (!taken.Add(names[i])) names[i] += "Value";
        }

        return names;
    }

    private static AbiParameter? ElementOf(AbiParameter parameter) => parameter.Type.EndsWith(']')
        ? parameter with { Type = parameter.Type[..parameter.Type.LastIndexOf('[')] }
        : null;

    private static string Elementary(string type) => type switch
    {
        "bool" => "bool",
        "address" => "Address",
        "string" => "string",
        "bytes32" => "Hash32",
        _ when type.StartsWith("bytes", StringComparison.Ordinal) => "byte[]",
        _ when type.StartsWith("uint", StringComparison.Ordinal) => Bits(type, "uint") switch
        {
            8 => "byte",
            16 => "ushort",
            <= 32 => "uint",
            <= 64 => "ulong",
            <= 128 => "UInt128",
            _ => "BigInteger",
        },
        _ when type.StartsWith("int", StringComparison.Ordinal) => Bits(type, "int") switch
        {
            8 => "sbyte",
            16 => "short",
            <= 32 => "int",
            <= 64 => "long",
            <= 128 => "Int128",
            _ => "BigInteger",
        },
        _ => throw new BindingException($"The type {type} has no form in C#."),
    };

    private static int Bits(string type, string prefix) => int.Parse(type.AsSpan(prefix.Length), CultureInfo.InvariantCulture);
}
