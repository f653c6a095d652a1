using System.Globalization;
using System.Numerics;
using Marketplace.Primitives;

namespace Marketplace.Chain;

/// <summary>A type of the contract ABI.</summary>
/// <remarks>
/// Each type has one .NET form, which decoding yields and encoding expects: uintN the smallest of byte, ushort, uint,
/// ulong, UInt128 and BigInteger that holds N bits; intN likewise sbyte, short, int, long, Int128, BigInteger; bool;
/// <see cref="Address"/>; bytes32 a <see cref="Hash32"/>; bytesN below 32, bytes: byte[]; string; arrays and tuples: object[].
/// </remarks>
public abstract record AbiType
{
    /// <summary>The name as selectors and topics spell it.</summary>
    public abstract string Name { get; }

    /// <summary>The value stands behind the head and the head holds its offset.</summary>
    public abstract bool IsDynamic { get; }

    /// <summary>Bytes that the value itself takes in its place: 32 for the offset of a dynamic one.</summary>
    public abstract int HeadSize { get; }

    /// <summary>Reads a type such as <c>(uint64,bytes32[],(bool,address)[2])</c>.</summary>
    /// <exception cref="FormatException">The text is no type of the ABI.</exception>
    public static AbiType Parse(string text) => new AbiTypeParser(text).ParseAll();

    /// <summary>Reads a parenthesised list of types.</summary>
    public static AbiTuple ParseTuple(string text) =>
        Parse(text) as AbiTuple ?? throw new FormatException($"'{text}' is no list of types in parentheses.");

    public sealed override string ToString() => Name;
}

/// <summary>intN and uintN.</summary>
/// <param name="Bits">A multiple of 8 up to 256.</param>
public sealed record AbiInteger(int Bits, bool IsSigned) : AbiType
{
    public override string Name { get; } = (IsSigned ? "int" : "uint") + Bits.ToString(CultureInfo.InvariantCulture);
    public override bool IsDynamic => false;
    public override int HeadSize => 32;

    public BigInteger Min => IsSigned ? -(BigInteger.One << (Bits - 1)) : BigInteger.Zero;

    public BigInteger Max => (BigInteger.One << (IsSigned ? Bits - 1 : Bits)) - 1;
}

public sealed record AbiBool : AbiType
{
    public override string Name => "bool";
    public override bool IsDynamic => false;
    public override int HeadSize => 32;
}

public sealed record AbiAddress : AbiType
{
    public override string Name => "address";
    public override bool IsDynamic => false;
    public override int HeadSize => 32;
}

/// <summary>bytes1 to bytes32.</summary>
public sealed record AbiFixedBytes(int Size) : AbiType
{
    public override string Name { get; } = "bytes" + Size.ToString(CultureInfo.InvariantCulture);
    public override bool IsDynamic => false;
    public override int HeadSize => 32;
}

/// <summary>bytes and string.</summary>
public sealed record AbiBytes(bool IsText) : AbiType
{
    public override string Name => IsText ? "string" : "bytes";
    public override bool IsDynamic => true;
    public override int HeadSize => 32;
}

/// <summary>T[] and T[n].</summary>
/// <param name="Length">Null for an array that carries its length.</param>
public sealed record AbiArray(AbiType Element, int? Length) : AbiType
{
    public override string Name { get; } = $"{Element.Name}[{Length?.ToString(CultureInfo.InvariantCulture)}]";
    public override bool IsDynamic { get; } = Length is null || Element.IsDynamic;
    public override int HeadSize => IsDynamic ? 32 : checked(Length!.Value * Element.HeadSize);
}

/// <summary>A struct, or the list of a function's arguments.</summary>
public sealed record AbiTuple(IReadOnlyList<AbiType> Components) : AbiType
{
    public override string Name { get; } = "(" + string.Join(',', Components.Select(c => c.Name)) + ")";
    public override bool IsDynamic { get; } = Components.Any(c => c.IsDynamic);
    public override int HeadSize => IsDynamic ? 32 : InnerHeadSize;

    /// <summary>Bytes of the heads of all components together.</summary>
    public int InnerHeadSize { get; } = Components.Aggregate(0, (size, c) => checked(size + c.HeadSize));

    public bool Equals(AbiTuple? other) => other is not null && other.Name == Name;

    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);
}
