using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Marketplace.Programs.Training;

namespace Marketplace.Programs.Specs;

/// <summary>Reads a job spec; what is not exactly one is refused with a reason, a path and a sentence.</summary>
/// <remarks>White space and the order of members are free here, a person writes this; <see cref="TryReadCanonical"/> is
/// for what a hash names. Nothing is allocated that is much larger than the text itself (A2).</remarks>
public static class JobSpecReader
{
    public const int MaxBytes = 64 * 1024;
    public const int MaxDepth = 8;

    private const int MaxBatch = 1 << 24;
    private const int MaxAccumulate = 4096;
    private const int MaxFiles = 1024;
    private const uint MaxSteps = uint.MaxValue - 1;
    private const ulong MaxArtifactBytes = 1UL << 40;

    private static readonly string[] Required =
    [
        "version", "law", "profile", "model", "task", "weights", "data", "order", "batch", "optimizer", "schedule", "steps",
        "checkpointEvery", "limits",
    ];

    private static readonly string[] Optional = ["sequence", "clip", "dropoutSeed", "evaluate", "keep"];

    public static bool TryRead(
        ReadOnlyMemory<byte> utf8, [NotNullWhen(true)] out JobSpec? spec, [NotNullWhen(false)] out SpecRefusal? refusal)
    {
        spec = null;
        refusal = null;
        try
        {
            using var document = JsonScan.Parse(utf8, "A job spec", MaxBytes, MaxDepth);
            spec = SpecRules.Checked(Spec(document.RootElement));
            return true;
        }
        catch (SpecException e)
        {
            refusal = e.Refusal;
            return false;
        }
    }

    /// <summary>Reads exactly the bytes that <see cref="JobSpec.ToBytes"/> writes (B13).</summary>
    public static bool TryReadCanonical(
        ReadOnlyMemory<byte> utf8, [NotNullWhen(true)] out JobSpec? spec, [NotNullWhen(false)] out SpecRefusal? refusal)
    {
        if (!TryRead(utf8, out spec, out refusal)) return false;
        if (utf8.Span.SequenceEqual(spec.ToBytes())) return true;
        spec = null;
        refusal = new SpecRefusal(SpecReason.NotCanonical, SpecRefusal.Whole, "The spec is not in its canonical form.");
        return false;
    }

    private static JobSpec Spec(JsonElement root)
    {
        var members = new JsonMembers(root, "", Required, Optional);
        RequireKnown(members);
        return new JobSpec(
            Program.CurrentLaw, NumericProfile.F32,
            ModelSpecReader.Read(members),
            Words.Task(members.OneOf("task", Words.Tasks)),
            Weights(members), Data(members), Order(members), Batch(members),
            members.Has("sequence") ? members.Integer("sequence", 1, ModelConfigReader.MaxPositions) : null,
            Optimizer(members), Schedule(members),
            members.Has("clip") ? members.Float("clip", FloatRange.Positive) : null,
            members.Has("dropoutSeed") ? Seed(members, "dropoutSeed") : null,
            Count(members, "steps", 1), Count(members, "checkpointEvery", 1),
            Evaluate(members), Limits(members),
            members.Has("keep") ? Files(members, "keep") : []);
    }

    private static void RequireKnown(JsonMembers members)
    {
        if (members.Integer("version", 0, ulong.MaxValue) != JobSpec.Version)
            throw members.Refused(SpecReason.UnsupportedVersion, "version", path => $"{path} has to be {JobSpec.Version}.");
        if (members.Integer("law", 0, ulong.MaxValue) != Program.CurrentLaw)
            throw members.Refused(SpecReason.UnsupportedVersion, "law", path => $"{path} has to be {Program.CurrentLaw}.");
        if (members.Text("profile") != "f32")
            throw members.Refused(SpecReason.UnsupportedVersion, "profile", path => $"{path} has to be \"f32\".");
    }

    private static WeightsSource Weights(JsonMembers parent)
    {
        if (parent.KindOf("weights", "kind", "seeded", "files") == "seeded")
            return new SeededWeights(Seed(parent.Object("weights", "kind", "seed"), "seed"));
        var members = parent.Object("weights", ["kind", "files"], ["optimizer"]);
        return new WeightFiles(Files(members, "files"), members.Has("optimizer") ? Artifact(members, "optimizer") : null);
    }

    private static DataSource Data(JsonMembers parent)
    {
        var members = parent.Object("data", "manifest", "records", "heldOut");
        return new DataSource(
            Artifact(members, "manifest"), members.Integer("records", 1, int.MaxValue),
            members.Integer("heldOut", 0, int.MaxValue));
    }

    private static OrderSpec Order(JsonMembers parent)
    {
        var kind = Words.Order(parent.KindOf("order", "kind", Words.Orders));
        if (kind != OrderKind.Sequential) return new OrderSpec(kind, Seed(parent.Object("order", "kind", "seed"), "seed"));
        parent.Object("order", "kind");
        return new OrderSpec(kind, 0);
    }

    private static BatchSpec Batch(JsonMembers parent)
    {
        var members = parent.Object("batch", "records", "accumulate");
        return new BatchSpec(members.Integer("records", 1, MaxBatch), members.Integer("accumulate", 1, MaxAccumulate));
    }

    private static OptimizerRule Optimizer(JsonMembers parent)
    {
        var kind = parent.KindOf("optimizer", "kind", "sgd", "adam", "adamw");
        if (kind == "sgd")
            return new SgdRule(parent.Object("optimizer", "kind", "momentum").Float("momentum", FloatRange.BelowOne));
        var members = kind == "adam"
            ? parent.Object("optimizer", "kind", "beta1", "beta2", "epsilon")
            : parent.Object("optimizer", "kind", "beta1", "beta2", "epsilon", "weight_decay");
        var (beta1, beta2) = (members.Float("beta1", FloatRange.BelowOne), members.Float("beta2", FloatRange.BelowOne));
        var epsilon = members.Float("epsilon", FloatRange.Positive);
        return kind == "adam"
            ? new AdamRule(beta1, beta2, epsilon)
            : new AdamWRule(beta1, beta2, epsilon, members.Float("weight_decay", FloatRange.NotNegative));
    }

    private static RateSchedule Schedule(JsonMembers parent)
    {
        var members = parent.Object("schedule", "kind", "rate", "warmup", "end");
        return new RateSchedule(
            Words.Form(members.OneOf("kind", Words.Forms)), members.Float("rate", FloatRange.Positive),
            Count(members, "warmup", 0), members.Float("end", FloatRange.NotNegative));
    }

    private static EvaluateSpec? Evaluate(JsonMembers parent)
    {
        if (!parent.Has("evaluate")) return null;
        var members = parent.Object("evaluate", "every", "records");
        return new EvaluateSpec(Count(members, "every", 1), members.Integer("records", 1, int.MaxValue));
    }

    private static LimitsSpec Limits(JsonMembers parent)
    {
        var members = parent.Object("limits", "maxBytes", "maxTermsPerStep");
        return new LimitsSpec(members.Amount("maxBytes"), members.Amount("maxTermsPerStep"));
    }

    private static ImmutableArray<NamedArtifact> Files(JsonMembers parent, string name)
    {
        var files = ImmutableArray.CreateBuilder<NamedArtifact>();
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var each in parent.Objects(name, 1, MaxFiles, "name", "sha256", "bytes"))
        {
            files.Add(new NamedArtifact(FileName.Read(each, "name"), Artifact(each)));
            if (!names.Add(files[^1].Name))
                throw each.Refused(SpecReason.Inconsistent, "name", path => $"{path} stands twice in the list.");
        }

        return files.ToImmutable();
    }

    internal static Artifact Artifact(JsonMembers parent, string name) => Artifact(parent.Object(name, "sha256", "bytes"));

    private static Artifact Artifact(JsonMembers members) =>
        new(members.Hash("sha256"), (long)members.Integer("bytes", 1, MaxArtifactBytes));

    private static ulong Seed(JsonMembers members, string name) => members.Integer(name, 0, JobSpec.SeedLimit - 1);

    private static uint Count(JsonMembers members, string name, uint least) => (uint)members.Integer(name, least, MaxSteps);
}
