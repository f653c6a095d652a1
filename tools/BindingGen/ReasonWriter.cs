using System.Text;

namespace Marketplace.BindingGen;

/// <summary>The reasons of the contracts as an enum: every custom error that has no arguments.</summary>
public static class ReasonWriter
{
    public static string Write(ContractAbi[] contracts, string @namespace)
    {
        var names = contracts
            .SelectMany(c => c.OfKind("error"))
            .Where(e => e.Inputs!.Length == 0)
            .Select(e => e.Name!)
            .Distinct()
            .Order(StringComparer.Ordinal)
            .ToArray();
        if (names.Contains("None")) throw new BindingException("An error may not be called None: that is no reason at all.");

        var text = new StringBuilder(Bindings.Opening(@namespace));
        text.Append("\n/// <summary>Why a rule refuses: the same words as the errors of the contracts.</summary>\n");
        text.Append("public enum Reason\n{\n    /// <summary>Not refused.</summary>\n    None,\n");
        foreach (var name in names) text.Append("    ").Append(name).Append(",\n");
        return text.Append("}\n").ToString();
    }
}
