using System.Globalization;

namespace Marketplace.Primitives;

/// <summary>An amount of the chain's coin in its smallest unit; 10^18 wei are one coin. Arithmetic is checked.</summary>
public readonly record struct Wei(UInt128 Value) : IComparable<Wei>
{
    public static readonly Wei Zero = new(0);

    private static readonly UInt128 Coin = 1_000_000_000_000_000_000;

    public static Wei Coins(ulong whole) => new(checked(whole * Coin));

    public static Wei operator +(Wei a, Wei b) => new(checked(a.Value + b.Value));

    public static Wei operator -(Wei a, Wei b) => new(checked(a.Value - b.Value));

    public static Wei operator *(Wei a, ulong factor) => new(checked(a.Value * factor));

    /// <summary>Rounded down.</summary>
    public static Wei operator /(Wei a, ulong divisor) => new(a.Value / divisor);

    public static bool operator <(Wei a, Wei b) => a.Value < b.Value;

    public static bool operator >(Wei a, Wei b) => a.Value > b.Value;

    public static bool operator <=(Wei a, Wei b) => a.Value <= b.Value;

    public static bool operator >=(Wei a, Wei b) => a.Value >= b.Value;

    public int CompareTo(Wei other) => Value.CompareTo(other.Value);

    /// <summary>In coins, with as many of the 18 decimals as are needed.</summary>
    public override string ToString()
    {
        var fraction = (Value % Coin).ToString(CultureInfo.InvariantCulture).PadLeft(18, '0').TrimEnd('0');
        var whole = (Value / Coin).ToString(CultureInfo.InvariantCulture);
        return fraction.Length == 0 ? whole : whole + "." + fraction;
    }
}
