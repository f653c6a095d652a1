using System.Text.Json;
using System.Text.Json.Serialization;
using Marketplace.Programs.Models;
using Marketplace.Programs.Training;

namespace Marketplace.PyTorch.Tests;

/// <summary>Plans and models in the words of the Python files: the members' own names in snake_case.</summary>
internal static class Description
{
    public static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    public static Dictionary<string, object?> Of(Family family, TrainingPlan plan) => new()
    {
        ["family"] = family.Name,
        ["config"] = JsonSerializer.SerializeToElement(family.Config, family.Config.GetType(), Json),
        ["task"] = plan.Task,
        ["batch"] = plan.Batch,
        ["steps"] = plan.Steps,
        ["accumulate"] = plan.Accumulate,
        ["optimizer"] = Of(plan.Optimizer),
        ["schedule"] = plan.Rate,
        ["clip"] = plan.Clip,
    };

    public static Dictionary<string, object?> Of(OptimizerRule rule)
    {
        var members = JsonSerializer.SerializeToElement(rule, rule.GetType(), Json).EnumerateObject()
            .ToDictionary(m => m.Name, m => (object?)m.Value);
        members["kind"] = rule switch { SgdRule => "sgd", AdamRule => "adam", _ => "adamw" };
        return members;
    }
}
