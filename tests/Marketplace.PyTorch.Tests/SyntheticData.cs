using Marketplace.Numerics;
using Marketplace.Operators;
using Marketplace.Programs.Training;

namespace Marketplace.PyTorch.Tests;

/// <summary>Records that can be learnt but not by heart, from seeds.</summary>
internal static class SyntheticData
{
    /// <summary>Rows around the centre of their class, with so much noise that classes overlap.</summary>
    public static Dictionary<string, Tensor> Centres(int records, int columns, int classes, ulong seed)
    {
        var features = new float[records * columns];
        for (var e = 0; e < features.Length; e++)
        {
            var (record, column) = (e / columns, e % columns);
            features[e] = Uniform(seed, (record % classes * columns) + column, 1) + 1.5f * Uniform(seed, e, 2);
        }

        return Labelled(features, records, columns, classes);
    }

    /// <summary>Targets that are products of neighbouring columns.</summary>
    public static Dictionary<string, Tensor> Curves(int records, int columns, int targets, ulong seed)
    {
        float Feature(int record, int column) => 2 * Uniform(seed, (record * columns) + column, 1);
        var features = Enumerable.Range(0, records * columns).Select(e => Feature(e / columns, e % columns));
        var labels = Enumerable.Range(0, records * targets)
            .Select(e => Feature(e / targets, e % targets) * Feature(e / targets, (e % targets) + 1));
        return new()
        {
            [TrainingSlots.Features] = Tensor.Floats(Shape.Of(records, columns), [.. features]),
            [TrainingSlots.Labels] = Tensor.Floats(Shape.Of(records, targets), [.. labels]),
        };
    }

    /// <summary>A bar, a column, a cross or a ring somewhere in a noisy image.</summary>
    public static Dictionary<string, Tensor> Images(int records, int side, ulong seed)
    {
        const int Classes = 4, Radius = 3;
        var features = new float[records * side * side];
        for (var e = 0; e < features.Length; e++)
        {
            var (record, row, column) = (e / (side * side), e / side % side, e % side);
            int Middle(uint stream) =>
                Radius + (int)Philox.Index(seed, (uint)record, stream, 0, (uint)(side - (2 * Radius)));
            var (dy, dx) = (Math.Abs(row - Middle(1)), Math.Abs(column - Middle(2)));
            var inside = Math.Max(dy, dx) <= Radius;
            var drawn = (record % Classes) switch
            {
                0 => inside && dy == 0,
                1 => inside && dx == 0,
                2 => inside && dx == dy,
                _ => Math.Max(dy, dx) == Radius,
            };
            features[e] = (drawn ? 1 : 0) + 0.6f * Uniform(seed, e, 3);
        }

        return Labelled(features, records, side * side, Classes);
    }

    /// <summary>A Markov chain: of a token's four successors the first comes half the time.</summary>
    public static Dictionary<string, Tensor> Chain(int records, int length, int vocabulary, ulong seed)
    {
        var tokens = new int[records * length];
        for (var e = 0; e < tokens.Length; e++)
        {
            var draw = Philox.Word(seed, (uint)e, 1, 0) % 8;
            var branch = draw < 4 ? 0u : draw < 6 ? 1 : draw - 4;
            var from = e % length == 0 ? e % vocabulary : tokens[e - 1];
            tokens[e] = (int)Philox.Index(seed, (uint)((4 * from) + branch), 2, 0, (uint)vocabulary);
        }

        return new() { [TrainingSlots.Tokens] = Tensor.Ints(Shape.Of(records, length), tokens) };
    }

    /// <summary>Random records for every step.</summary>
    public static Tensor Order(uint steps, uint batch, uint records)
    {
        var order = new int[steps * batch];
        for (var e = 0; e < order.Length; e++) order[e] = (int)Philox.Index(77, (uint)e, 0, 0, records);
        return Tensor.Ints(new Shape(1, 1, steps, batch), order);
    }

    /// <summary>Uniform in ±1.</summary>
    public static float Uniform(ulong seed, int number, uint stream) =>
        ((Philox.Word(seed, (uint)number, stream, 0) >> 8) / 8388608f) - 1;

    private static Dictionary<string, Tensor> Labelled(float[] features, int records, int columns, int classes)
    {
        var labels = Enumerable.Range(0, records).Select(r => r % classes);
        return new()
        {
            [TrainingSlots.Features] = Tensor.Floats(Shape.Of(records, columns), features),
            [TrainingSlots.Labels] = Tensor.Ints(Shape.Of(records, 1), [.. labels]),
        };
    }
}
