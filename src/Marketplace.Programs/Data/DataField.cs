using Marketplace.Numerics;

namespace Marketplace.Programs.Data;

/// <summary>What a record holds under a name.</summary>
/// <param name="Name">1 to 64 letters, digits, '_', '-' and '.'.</param>
/// <param name="Type">F32 or I32.</param>
/// <param name="Dimensions">Of one record's tensor: one to four, each ≥ 1.</param>
public sealed record DataField(string Name, ElementType Type, IReadOnlyList<int> Dimensions)
{
    /// <summary>The columns of a table or the c·h·w numbers of an image (f32).</summary>
    public const string Features = "features";

    /// <summary>The class of a record (i32, one).</summary>
    public const string Labels = "labels";

    /// <summary>The tokens of a sequence and the one after it (i32, sequence + 1).</summary>
    public const string Tokens = "tokens";

    /// <summary>Elements in one record.</summary>
    public const int MaxWidth = 1 << 24;

    /// <summary>Elements of one record.</summary>
    public int Width => Dimensions.Aggregate(1, (product, d) => checked(product * d));

    public static DataField FeaturesOf(params int[] dimensions) => new(Features, ElementType.F32, dimensions);

    public static DataField LabelsField { get; } = new(Labels, ElementType.I32, [1]);

    public static DataField TokensOf(int sequence) => new(Tokens, ElementType.I32, [checked(sequence + 1)]);

    public bool Equals(DataField? other) => other is not null && Name == other.Name && Type == other.Type
        && Dimensions.SequenceEqual(other.Dimensions);

    public override int GetHashCode() => HashCode.Combine(Name, Type, Dimensions.Count);
}
