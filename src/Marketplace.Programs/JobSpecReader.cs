using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Marketplace.Programs;

/// <summary>Reads a job spec; what is not exactly one is refused with one sentence.</summary>
/// <remarks>White space and the order of members are free here, a person writes this; <see cref="TryReadCanonical"/> is
/// for what a hash names.</remarks>
public static class JobSpecReader
{
    public const int MaxBytes = 64 * 1024;

    private const int MaxLayers = 64;
    private const int MaxWidth = 1 << 16;
    private const int MaxRows = 1 << 28;

    public static bool TryRead(
        ReadOnlyMemory<byte> utf8, [NotNullWhen(true)] out JobSpec? spec, [NotNullWhen(false)] out string? refusal)
    {
        (spec, refusal) = (null, null);
        try
        {
            if (utf8.Length > MaxBytes) throw new FormatException($"A job spec has at most {MaxBytes} bytes.");
            using var document = JsonDocument.Parse(utf8, new JsonDocumentOptions { MaxDepth = 8 });
            spec = Spec(document.RootElement);
            return true;
        }
        catch (JsonException e)
        {
            refusal = $"This is not JSON: line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}.";
        }
        catch (InvalidOperationException)
        {
            // The parser looks at a text's Unicode only when it is asked for the text.
            refusal = "A text in the spec is not Unicode.";
        }
        catch (FormatException e)
        {
            refusal = e.Message;
        }

        return false;
    }

    /// <summary>Reads exactly the bytes that <see cref="JobSpec.ToBytes"/> writes (B13).</summary>
    public static bool TryReadCanonical(
        ReadOnlyMemory<byte> utf8, [NotNullWhen(true)] out JobSpec? spec, [NotNullWhen(false)] out string? refusal)
    {
        if (!TryRead(utf8, out spec, out refusal)) return false;
        if (utf8.Span.SequenceEqual(spec.ToBytes())) return true;
        (spec, refusal) = (null, "The spec is not in its canonical form.");
        return false;
    }

    private static JobSpec Spec(JsonElement root)
    {
        var members = new JsonMembers(
            root, "", "law", "model", "batch", "optimizer", "steps", "checkpointEvery", "seed", "data");
        var law = (ushort)members.Integer("law", Program.CurrentLaw, Program.CurrentLaw);
        var model = Model(members);
        var batch = (int)members.Integer("batch", 1, MaxWidth);
        var optimizer = Optimizer(members);
        var steps = (uint)members.Integer("steps", 1, uint.MaxValue - 1);
        var every = (uint)members.Integer("checkpointEvery", 1, uint.MaxValue - 1);
        var seed = members.Integer("seed", 0, ulong.MaxValue);
        var data = Data(members);

        if (((ulong)steps + every - 1) / every > Program.MaxIntervals)
            throw new FormatException($"steps and checkpointEvery make more than {Program.MaxIntervals} intervals.");
        if (model.Layers[0] != data.Columns)
            throw new FormatException("The first layer has to be as wide as data.columns.");
        if (model.Layers[^1] != data.Classes)
            throw new FormatException("The last layer has to be as wide as data.classes.");
        return new JobSpec(law, model, batch, optimizer, steps, every, seed, data);
    }

    private static MlpClassifier Model(JsonMembers parent)
    {
        var members = parent.Object("model", "kind", "layers");
        members.OneOf("kind", "mlp");
        return new MlpClassifier([.. members.Integers("layers", 2, MaxLayers, 1, MaxWidth).Select(n => (int)n)]);
    }

    private static Adam Optimizer(JsonMembers parent)
    {
        var members = parent.Object("optimizer", "kind", "rate", "beta1", "beta2", "epsilon");
        members.OneOf("kind", "adam");
        return new Adam(
            members.Float("rate", x => x > 0, "above 0"),
            members.Float("beta1", x => x is >= 0 and < 1, "at least 0 and below 1"),
            members.Float("beta2", x => x is >= 0 and < 1, "at least 0 and below 1"),
            members.Float("epsilon", x => x > 0, "above 0"));
    }

    private static JobData Data(JsonMembers parent)
    {
        var members = parent.Object("data", "features", "labels", "rows", "columns", "classes");
        return new JobData(
            members.Hash("features"), members.Hash("labels"),
            (int)members.Integer("rows", 1, MaxRows),
            (int)members.Integer("columns", 1, MaxWidth),
            (int)members.Integer("classes", 2, MaxWidth));
    }
}
