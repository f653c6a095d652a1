using Marketplace.Programs.Training;

namespace Marketplace.Programs.Specs;

/// <summary>The one writing of a job spec (B13). What is optional stands there only if the spec has it.</summary>
internal static class JobSpecWriter
{
    public static byte[] Write(JobSpec spec) => new CanonicalJson().Object(json => Write(json, spec)).ToBytes();

    private static void Write(CanonicalJson json, JobSpec spec)
    {
        json.Number("version", JobSpec.Version).Number("law", spec.Law).Text("profile", "f32");
        ModelSpecWriter.Write(json, spec.Model);
        json.Text("task", Words.Of(spec.Task)).Object("weights", weights => Write(weights, spec.Weights));
        json.Object("data", data => data.Object("manifest", manifest => Write(manifest, spec.Data.Manifest))
            .Number("records", spec.Data.Records).Number("heldOut", spec.Data.HeldOut));
        json.Object("order", order => Write(order, spec.Order));
        json.Object("batch", batch => batch.Number("records", spec.Batch.Records).Number("accumulate", spec.Batch.Accumulate));
        if (spec.Sequence is { } sequence) json.Number("sequence", sequence);
        json.Object("optimizer", optimizer => Write(optimizer, spec.Optimizer));
        var schedule = spec.Schedule;
        json.Object("schedule", o => o.Text("kind", Words.Of(schedule.Form)).Number("rate", schedule.Rate)
            .Number("warmup", schedule.WarmUp).Number("end", schedule.End));
        if (spec.Clip is { } clip) json.Number("clip", clip);
        if (spec.DropoutSeed is { } seed) json.Number("dropoutSeed", seed);
        json.Number("steps", spec.Steps).Number("checkpointEvery", spec.CheckpointEvery);
        if (spec.Evaluate is { } e) json.Object("evaluate", o => o.Number("every", e.Every).Number("records", e.Records));
        json.Object("limits", o => o
            .Amount("maxBytes", spec.Limits.MaxBytes).Amount("maxTermsPerStep", spec.Limits.MaxTermsPerStep));
        if (!spec.Keep.IsEmpty) json.List("keep", spec.Keep, Write);
    }

    private static void Write(CanonicalJson json, WeightsSource weights)
    {
        switch (weights)
        {
            case SeededWeights seeded:
                json.Text("kind", "seeded").Number("seed", seeded.Seed);
                break;
            case WeightFiles files:
                json.Text("kind", "files").List("files", files.Files, Write);
                if (files.Optimizer is { } state) json.Object("optimizer", optimizer => Write(optimizer, state));
                break;
            default: throw new ArgumentException($"There is no writing of {weights}.");
        }
    }

    private static void Write(CanonicalJson json, OrderSpec order)
    {
        json.Text("kind", Words.Of(order.Kind));
        if (order.Kind != OrderKind.Sequential) json.Number("seed", order.Seed);
    }

    private static void Write(CanonicalJson json, OptimizerRule optimizer)
    {
        _ = optimizer switch
        {
            SgdRule sgd => json.Text("kind", "sgd").Number("momentum", sgd.Momentum),
            AdamRule adam => Moments(json.Text("kind", "adam"), adam.Beta1, adam.Beta2, adam.Epsilon),
            AdamWRule w => Moments(json.Text("kind", "adamw"), w.Beta1, w.Beta2, w.Epsilon)
                .Number("weight_decay", w.WeightDecay),
            _ => throw new ArgumentException($"There is no writing of {optimizer}."),
        };
    }

    private static CanonicalJson Moments(CanonicalJson json, float beta1, float beta2, float epsilon) =>
        json.Number("beta1", beta1).Number("beta2", beta2).Number("epsilon", epsilon);

    private static void Write(CanonicalJson json, NamedArtifact file) =>
        json.Object(o => Write(o.Text("name", file.Name), file.File));

    internal static void Write(CanonicalJson json, Artifact artifact) =>
        json.Text("sha256", Convert.ToHexStringLower(artifact.Sha256.ToArray())).Number("bytes", (ulong)artifact.Bytes);
}
