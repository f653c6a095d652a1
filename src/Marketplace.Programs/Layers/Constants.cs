using Marketplace.Numerics;

namespace Marketplace.Programs.Layers;

/// <summary>Numbers as the law rounds them, for the immediates of layers.</summary>
internal static class Constants
{
    public static uint Bits(float value) => BitConverter.SingleToUInt32Bits(value);

    /// <summary>1 / n (F6).</summary>
    public static uint Inverse(uint n) => Law.Div(Law.One, Law.FromInt(n));

    /// <summary>−1 / n.</summary>
    public static uint MinusInverse(uint n) => Inverse(n) ^ Law.Sign;
}
