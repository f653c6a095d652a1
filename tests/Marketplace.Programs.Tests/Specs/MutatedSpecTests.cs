using System.Text;
using System.Text.Json.Nodes;
using Marketplace.Operators.Tests;

namespace Marketplace.Programs.Tests.Specs;

using Marketplace.Programs.Specs;

/// <summary>Valid specs with one thing changed at random.</summary>
public sealed class MutatedSpecTests
{
    // What a schema can say of one spec need not be all that these are given for.
    private static readonly SpecReason[] Partly = [SpecReason.Inconsistent, SpecReason.TooMuchMemory, SpecReason.TooMuchWork];

    private static readonly string[] Values =
    [
        "null", "true", "\"\"", "\"x\"", "\"inference\"", "\"language\"", "\"random\"", "\"1\"", "-1", "0", "1", "2", "7", "0.5",
        "1048577", "16777217", "9007199254740993", "1e300", "-0.5", "[]", "{}", "[1]", "{\"kind\":\"adam\"}",
    ];

    [Fact]
    public void AnyBytes_AreReadOrRefused_NeverAnythingElse() => Fuzz.Cases(2000, draws =>
    {
        var bytes = draws.OneIn(2) ? SpecFiles.Sample(draws.Of("mlp", "cnn", "gpt2", "llama", "onnx")) : SpecFiles.SampleSpec("cnn").ToBytes();
        for (var changes = draws.UpTo(4); changes > 0; changes--) bytes[draws.Below(bytes.Length)] = (byte)draws.Below(256);
        if (JobSpecReader.TryRead(bytes, out var spec, out var refusal))
            JobSpecReader.TryReadCanonical(spec.ToBytes(), out _, out _).Should().BeTrue();
        else
            refusal.Message.Should().EndWith(".").And.NotContain("\n");
    });

    [ValidatorFact]
    public void TheSchema_FollowsTheReader()
    {
        using var folder = new TemporaryFolder();
        var ours = new Dictionary<string, SpecRefusal?>(StringComparer.Ordinal);
        Fuzz.Cases(1500, draws =>
        {
            var (at, what, value) = (draws.Below(1 << 20), draws.Below(4), Values[draws.Below(Values.Length)]);
            var root = JsonNode.Parse(RandomSpec.From(draws).ToBytes())!;
            Mutate(root, at, what, value);
            var file = folder.Write($"{ours.Count:D5}.json", Encoding.UTF8.GetBytes(root.ToJsonString()));
            JobSpecReader.TryRead(File.ReadAllBytes(file), out _, out var refusal);
            ours.Add(file, refusal);
        });

        foreach (var (file, verdict) in SchemaValidator.Verdicts([.. ours.Keys]))
        {
            if (ours[file] is { } refusal && (Partly.Contains(refusal.Reason) || refusal.Path == "model.config.n_inner")) continue;
            (verdict == "accepted").Should().Be(ours[file] is null, "{0}: {1}", ours[file], File.ReadAllText(file));
        }

        ours.Values.Count(refusal => refusal is null).Should().BeInRange(50, ours.Count / 2);
    }

    /// <summary>Changes the value at a place, takes its member away, adds one beside it, or repeats a list's entry.</summary>
    private static void Mutate(JsonNode root, int at, int what, string value)
    {
        var places = Places(root).ToList();
        var (parent, name, index) = places[at % places.Count];
        if (parent is JsonArray list)
        {
            if (what == 0) list.RemoveAt(index);
            else if (what == 1) list.Add(list[index]!.DeepClone());
            else list[index] = JsonNode.Parse(value);
            return;
        }

        var members = parent.AsObject();
        if (what == 0) members.Remove(name!);
        else if (what == 1) members["another"] = JsonNode.Parse(value);
        else members[name!] = JsonNode.Parse(value);
    }

    private static IEnumerable<(JsonNode Parent, string? Name, int Index)> Places(JsonNode node)
    {
        var inner = node switch
        {
            JsonObject o => o.Select(m => (Child: m.Value, Name: (string?)m.Key, Index: 0)),
            JsonArray a => a.Select((item, i) => (Child: item, Name: (string?)null, Index: i)),
            _ => [],
        };
        foreach (var (child, name, index) in inner)
        {
            yield return (node, name, index);
            foreach (var place in Places(child!)) yield return place;
        }
    }
}
