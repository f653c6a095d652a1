using System.Globalization;
using System.Text;

namespace Marketplace.BindingGen;

/// <summary>One contract: a record per function and per event, and the table of its errors.</summary>
public static class ContractWriter
{
    public static string Write(ContractAbi contract, string @namespace)
    {
        var text = new StringBuilder(
            Bindings.Opening(@namespace, "System.Numerics", "Marketplace.Chain", "Marketplace.Primitives"));
        text.Append(CultureInfo.InvariantCulture, $"\n/// <summary>The contract {contract.Name}.</summary>\n");
        text.Append(CultureInfo.InvariantCulture, $"public static class {contract.Name}\n{{\n");
        Errors(text, contract);
        Events(text, contract);
        foreach (var (name, entry) in Named(contract.OfKind("function"), "Call")) Function(text, name, entry);
        foreach (var (name, entry) in Named(contract.OfKind("event"), "Event")) Event(text, name, entry);
        return text.Append("}\n").ToString();
    }

    /// <summary>Overloads are told apart by a number, in the order of their signatures.</summary>
    private static IEnumerable<(string Name, AbiEntry Entry)> Named(IEnumerable<AbiEntry> entries, string suffix) =>
        entries.GroupBy(e => CSharpTypes.Pascal(e.Name!, 0)).SelectMany(group => group.Select(
            (e, i) => (group.Key + (i == 0 ? "" : (i + 1).ToString(CultureInfo.InvariantCulture)) + suffix, e)));

    private static void Errors(StringBuilder text, ContractAbi contract)
    {
        text.Append("    /// <summary>What the contract may refuse with.</summary>\n");
        text.Append("    public static ErrorTable Errors { get; } = new(");
        foreach (var (error, i) in contract.OfKind("error").Select((e, i) => (e, i)))
        {
            text.Append(i == 0 ? "\n" : ",\n");
            text.Append(CultureInfo.InvariantCulture, $"        new AbiError(\"{error.Name}\", \"{AbiParameter.ListOf(error.Inputs!)}\")");
        }

        text.Append(");\n\n");
    }

    private static void Events(StringBuilder text, ContractAbi contract)
    {
        text.Append("    /// <summary>What the contract says.</summary>\n");
        text.Append("    public static EventTable Events { get; } = EventTable.Empty");
        foreach (var (name, _) in Named(contract.OfKind("event"), "Event"))
            text.Append(CultureInfo.InvariantCulture, $"\n        .With<{name}>()");
        text.Append(";\n");
    }

    private static void Function(StringBuilder text, string name, AbiEntry function)
    {
        var inputs = function.Inputs!;
        var outputs = function.Outputs!;
        var names = CSharpTypes.Names(inputs);
        var result = Result(outputs);
        var arguments = string.Join(", ", inputs.Select((p, i) => CSharpTypes.Encoded(p, names[i])));
        // A single array would be taken for the list of all arguments.
        if (inputs.Length == 1) arguments = "(object)" + arguments;
        var contract = result is null ? "IContractCall" : $"IContractCall<{result}>";
        text.Append(CultureInfo.InvariantCulture, $$"""

                /// <summary>{{function.Signature}}, {{function.StateMutability}}.</summary>
                public sealed record {{name}}({{Parameters(inputs, names)}}) : {{contract}}
                {
                    public static AbiFunction Definition { get; } =
                        new("{{function.Name}}", "{{AbiParameter.ListOf(inputs)}}", "{{AbiParameter.ListOf(outputs)}}");

                    public byte[] Encode() => Definition.EncodeCall({{arguments}});

            """);
        if (result is not null)
        {
            var values = outputs.Select((p, i) => CSharpTypes.Decoded(p, $"values[{i}]")).ToArray();
            text.Append(CultureInfo.InvariantCulture, $$"""

                        public {{result}} DecodeResult(ReadOnlySpan<byte> data)
                        {
                            var values = Definition.DecodeResult(data);
                            return {{(values.Length == 1 ? values[0] : "(" + string.Join(", ", values) + ")")}};
                        }

                """);
        }

        text.Append("    }\n");
    }

    private static void Event(StringBuilder text, string name, AbiEntry entry)
    {
        if (entry.Anonymous) throw new BindingException($"The event {entry.Name} is anonymous; it cannot be told from others.");
        var inputs = entry.Inputs!.Select(p => p.Indexed ? AsTopic(p) : p).ToArray();
        var names = CSharpTypes.Names(inputs);
        var indexed = string.Concat(inputs.Select((p, i) => p.Indexed ? ", " + i.ToString(CultureInfo.InvariantCulture) : ""));
        var parameters = inputs.Select((p, i) => $"{CSharpTypes.TypeOf(p)} {names[i]}");
        var values = inputs.Select((p, i) => CSharpTypes.Decoded(p, $"values[{i}]"));
        // Data of which the ABI tells nothing are the reader's own business.
        var hasRaw = inputs.Length == entry.Inputs!.Count(p => p.Indexed);
        if (hasRaw) (parameters, values) = (parameters.Append("byte[] Data"), values.Append("log.Data"));
        text.Append(CultureInfo.InvariantCulture, $$"""

                /// <summary>{{entry.Signature}}{{(hasRaw ? ", and its data as they are" : "")}}.</summary>
                public sealed record {{name}}({{string.Join(", ", parameters)}}) : IContractEvent<{{name}}>
                {
                    public static AbiEvent Definition { get; } = new("{{entry.Name}}", "{{AbiParameter.ListOf(entry.Inputs!)}}"{{indexed}});

                    public static {{name}} Decode(ChainLog log)
                    {
                        var values = Definition.Decode(log);
                        return new {{name}}({{string.Join(", ", values)}});
                    }
                }

            """);
    }

    /// <summary>An indexed value that does not fit a word is only there as its hash.</summary>
    private static AbiParameter AsTopic(AbiParameter p) =>
        p.Components is not null || p.Type.EndsWith(']') || p.Type is "bytes" or "string"
            ? p with { Name = p.Name + "Hash", Type = "bytes32", Components = null }
            : p;

    private static string? Result(AbiParameter[] outputs) => outputs.Length switch
    {
        0 => null,
        1 => CSharpTypes.TypeOf(outputs[0]),
        _ => "(" + Parameters(outputs, CSharpTypes.Names(outputs)) + ")",
    };

    private static string Parameters(AbiParameter[] parameters, string[] names) =>
        string.Join(", ", parameters.Select((p, i) => $"{CSharpTypes.TypeOf(p)} {names[i]}"));
}
