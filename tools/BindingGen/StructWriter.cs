using System.Globalization;
using System.Text;

namespace Marketplace.BindingGen;

/// <summary>The structs of all contracts, each once: contracts that share a struct share its record.</summary>
public static class StructWriter
{
    /// <summary>Null if there are none.</summary>
    public static string? Write(ContractAbi[] contracts, string @namespace)
    {
        var structs = new SortedDictionary<string, AbiParameter>(StringComparer.Ordinal);
        foreach (var entry in contracts.SelectMany(c => c.Entries))
        {
            // Of an indexed struct only the hash is there.
            foreach (var parameter in (AbiParameter[])[.. entry.Inputs ?? [], .. entry.Outputs ?? []])
                if (!parameter.Indexed) Collect(parameter, structs);
        }

        if (structs.Count == 0) return null;
        var text = new StringBuilder(Bindings.Opening(@namespace, "System.Numerics", "Marketplace.Primitives"));
        foreach (var (name, shape) in structs) Struct(text, name, shape.Components!);
        return text.ToString();
    }

    private static void Collect(AbiParameter parameter, SortedDictionary<string, AbiParameter> structs)
    {
        if (parameter.Components is null) return;
        var shape = parameter with { Type = "tuple" };
        var name = CSharpTypes.StructName(parameter);
        if (!structs.TryAdd(name, shape) && Shape(structs[name]) != Shape(shape))
            throw new BindingException($"Two different structs are called {name}.");
        foreach (var component in parameter.Components) Collect(component, structs);
    }

    private static string Shape(AbiParameter shape) =>
        shape.Canonical + string.Concat(shape.Components!.Select(c => " " + c.Name));

    private static void Struct(StringBuilder text, string name, AbiParameter[] members)
    {
        var names = CSharpTypes.Names(members);
        var parameters = string.Join(", ", members.Select((p, i) => $"{CSharpTypes.TypeOf(p)} {names[i]}"));
        var encoded = string.Join(", ", members.Select((p, i) => CSharpTypes.Encoded(p, names[i])));
        var decoded = string.Join(", ", members.Select((p, i) => CSharpTypes.Decoded(p, $"values[{i}]")));
        text.Append(CultureInfo.InvariantCulture, $$"""

            /// <summary>{{AbiParameter.ListOf(members)}}.</summary>
            public sealed record {{name}}({{parameters}})
            {
                internal object[] ToAbi() => [{{encoded}}];

                internal static {{name}} FromAbi(object value)
                {
                    var values = (object[])value;
                    return new {{name}}({{decoded}});
                }
            }

            """);
    }
}
