using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Marketplace.Programs.Specs;

namespace Marketplace.Programs.Models;

/// <summary>The usual <c>config.json</c> of GPT-2-like and Llama-like models: reads a user's own, and writes one that usual
/// readers understand.</summary>
/// <remarks>Every member is either read, known not to change the mathematics, known to change nothing at its one allowed
/// value, or refused by its name: a model is never quietly another one.</remarks>
public static class ConfigJson
{
    public const int MaxBytes = 64 * 1024;

    private const int MaxDepth = 16;

    /// <summary>Reads a configuration by its <c>model_type</c>.</summary>
    public static bool TryRead(
        ReadOnlyMemory<byte> utf8, [NotNullWhen(true)] out ModelConfig? config, [NotNullWhen(false)] out SpecRefusal? refusal)
    {
        config = null;
        refusal = null;
        try
        {
            using var document = JsonScan.Parse(utf8, "A configuration", MaxBytes, MaxDepth);
            config = Read(document.RootElement);
            return true;
        }
        catch (SpecException e)
        {
            refusal = e.Refusal;
            return false;
        }
    }

    /// <summary>The configuration, indented, as usual readers understand it.</summary>
    /// <exception cref="ArgumentException">The family has no usual configuration.</exception>
    public static byte[] Write(ModelConfig config)
    {
        var (family, architecture, fixedMembers) = config switch
        {
            Gpt2Config => ("gpt2", "GPT2LMHeadModel", (Action<Utf8JsonWriter>)ConfigMembers.WriteGpt2),
            LlamaConfig => ("llama", "LlamaForCausalLM", ConfigMembers.WriteLlama),
            _ => throw new ArgumentException($"{config.GetType().Name} has no usual config.json."),
        };
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("architectures");
            writer.WriteStringValue(architecture);
            writer.WriteEndArray();
            writer.WriteString("model_type", family);
            // The members as a spec writes them: one list of names, one writing of floats.
            var canonical = new CanonicalJson().Object(json => ModelSpecWriter.Write(json, config));
            using var members = JsonDocument.Parse(canonical.ToBytes());
            foreach (var member in members.RootElement.EnumerateObject()) member.WriteTo(writer);
            fixedMembers(writer);
            writer.WriteString("torch_dtype", "float32");
            writer.WriteEndObject();
        }

        return [.. buffer.ToArray(), (byte)'\n'];
    }

    private static ModelConfig Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
            throw new SpecException(SpecReason.WrongType, SpecRefusal.Whole, "A configuration is a JSON object.");
        var family = new JsonMembers(Read(root, name => name == "model_type"), ["model_type"])
            .OneOf("model_type", "gpt2", "llama");
        var rules = family == "gpt2" ? ConfigMembers.Gpt2 : ConfigMembers.Llama;
        var members = new JsonMembers(Read(root, name => rules.Take(name)), rules.Required);
        rules.Check(members);
        return family == "gpt2" ? ModelConfigReader.Gpt2(members) : ModelConfigReader.Llama(members);
    }

    /// <summary>The members that are taken; null is the same as missing here.</summary>
    private static Dictionary<string, JsonElement> Read(JsonElement root, Func<string, bool> take)
    {
        var members = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in root.EnumerateObject())
        {
            var name = JsonMembers.Shown(member.Name);
            if (!seen.Add(member.Name))
                throw new SpecException(SpecReason.DuplicateMember, name, $"{name} stands there twice.");
            if (take(member.Name) && member.Value.ValueKind != JsonValueKind.Null)
                members.Add(member.Name, member.Value);
        }

        return members;
    }
}
