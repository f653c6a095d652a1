namespace Marketplace.Numerics.Tests;

internal static class Names
{
    /// <summary>A hash that is the same in every process, for seeds (FNV-1a).</summary>
    public static uint GetHashCodeStable(this string name) =>
        name.Aggregate(2166136261u, (hash, letter) => unchecked((hash ^ letter) * 16777619));
}
