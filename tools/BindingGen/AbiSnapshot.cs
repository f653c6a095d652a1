using System.Text.Json;
using System.Text.Json.Nodes;

namespace Marketplace.BindingGen;

/// <summary>The interface of a contract as a small sorted file, so that a review sees when it changes.</summary>
public static class AbiSnapshot
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n" };

    public static string Of(ContractAbi contract) =>
        new JsonArray([.. contract.Entries.Select(e => (JsonNode?)Entry(e))]).ToJsonString(Indented) + "\n";

    private static JsonObject Entry(AbiEntry entry)
    {
        var json = new JsonObject { ["type"] = entry.Type };
        if (entry.Name is not null) json["name"] = entry.Name;
        if (entry.Inputs is not null) json["inputs"] = Parameters(entry.Inputs, isEvent: entry.Type == "event");
        if (entry.Outputs is not null) json["outputs"] = Parameters(entry.Outputs, isEvent: false);
        if (entry.StateMutability is not null) json["stateMutability"] = entry.StateMutability;
        return json;
    }

    private static JsonArray Parameters(AbiParameter[] parameters, bool isEvent) =>
        new([.. parameters.Select(p => (JsonNode?)Parameter(p, isEvent))]);

    private static JsonObject Parameter(AbiParameter parameter, bool isEvent)
    {
        var json = new JsonObject { ["name"] = parameter.Name, ["type"] = parameter.Type };
        if (isEvent) json["indexed"] = parameter.Indexed;
        if (parameter.Components is not null) json["components"] = Parameters(parameter.Components, isEvent: false);
        return json;
    }
}
