using System.Globalization;
using Marketplace.Chain;
using Marketplace.Primitives;

namespace Marketplace.Agents.Offers;

/// <summary>Numbers and bytes as an offer's file has them; each has one way to be written.</summary>
internal static class OfferText
{
    public static AgentException Bad(string what) => new("BadOffer", what + ".");

    public static string Of(UInt128 number) => number.ToString(CultureInfo.InvariantCulture);

    /// <exception cref="AgentException">BadOffer.</exception>
    public static UInt128 Number(string text, int bits, string place)
    {
        var isNumber = UInt128.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && Of(number) == text;
        return isNumber && (bits == 128 || number >> bits == 0)
            ? number
            : throw Bad($"{place} has to be a whole number below 2^{bits} as a decimal text");
    }

    /// <exception cref="AgentException">BadOffer.</exception>
    public static byte[] Bytes(string text, string place) =>
        Hex.TryBytes(text, out var bytes) ? bytes : throw Bad($"{place} has to be 0x and two hexadecimal digits for each byte");

    /// <exception cref="AgentException">BadOffer.</exception>
    public static Hash32 Word(string text, string place) => new(Sized(text, Hash32.Size, place));

    /// <exception cref="AgentException">BadOffer.</exception>
    public static Address Account(string text, string place) => new(Sized(text, Address.Size, place));

    private static byte[] Sized(string text, int size, string place) =>
        Bytes(text, place) is var bytes && bytes.Length == size ? bytes : throw Bad($"{place} has to be {size} bytes");
}
