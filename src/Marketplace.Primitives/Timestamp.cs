namespace Marketplace.Primitives;

/// <summary>Seconds since 1970 as a block states them.</summary>
public readonly record struct Timestamp(ulong Seconds) : IComparable<Timestamp>
{
    public static Timestamp operator +(Timestamp t, ulong seconds) => new(checked(t.Seconds + seconds));

    public static bool operator <(Timestamp a, Timestamp b) => a.Seconds < b.Seconds;

    public static bool operator >(Timestamp a, Timestamp b) => a.Seconds > b.Seconds;

    public static bool operator <=(Timestamp a, Timestamp b) => a.Seconds <= b.Seconds;

    public static bool operator >=(Timestamp a, Timestamp b) => a.Seconds >= b.Seconds;

    public int CompareTo(Timestamp other) => Seconds.CompareTo(other.Seconds);

    public override string ToString() => Seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
