namespace Marketplace.Programs.Specs;

/// <summary>The float32 values that a member may have, after rounding.</summary>
/// <param name="Words">For a sentence: "has to be …".</param>
internal sealed record FloatRange(Func<float, bool> Holds, string Words)
{
    public static readonly FloatRange Positive = new(x => x > 0, "above 0");
    public static readonly FloatRange NotNegative = new(x => x >= 0, "at least 0");
    public static readonly FloatRange BelowOne = new(x => x is >= 0 and < 1, "at least 0 and below 1");
}
