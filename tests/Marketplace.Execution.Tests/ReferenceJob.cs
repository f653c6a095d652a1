using System.Security.Cryptography;
using Marketplace.Numerics;
using Marketplace.Operators;
using Marketplace.Primitives;
using Marketplace.Programs;

namespace Marketplace.Execution.Tests;

/// <summary>The job that all machines have to agree on: 320 steps of a small classifier on drawn flowers.</summary>
internal static class ReferenceJob
{
    public const int Rows = 120;
    public static readonly Tensor Features = Flowers(seed: 1);
    public static readonly Tensor Labels =
        Tensor.Ints(Shape.Of(Rows, 1), [.. Enumerable.Range(0, Rows).Select(r => r % 3)]);

    public static readonly JobSpec Spec = new(
        Program.CurrentLaw, new MlpClassifier([4, 128, 3]), 30, new Adam(0.01f, 0.9f, 0.999f, 1e-8f), 320, 32, 7,
        new JobData(IdOf(TensorBlob.WriteData(JobCompiler.Features, Features)), IdOf(TensorBlob.WriteData(JobCompiler.Labels, Labels)), Rows, 4, 3));

    /// <summary>Three kinds of rows, each around its own centre.</summary>
    public static Tensor Flowers(ulong seed)
    {
        float[] centres = [5.0f, 3.4f, 1.5f, 0.2f, 5.9f, 2.8f, 4.3f, 1.3f, 6.6f, 3.0f, 5.6f, 2.0f];
        var values = new float[Rows * 4];
        for (var e = 0; e < values.Length; e++)
        {
            var noise = 0.6f * ((Philox.Word(seed, (uint)e, 0, 0) >> 8) / 16777216f - 0.5f);
            values[e] = centres[e / 4 % 3 * 4 + e % 4] + noise;
        }

        return Tensor.Floats(Shape.Of(Rows, 4), values);
    }

    private static Hash32 IdOf(byte[] blob) => new(SHA256.HashData(blob));
}
