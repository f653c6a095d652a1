using System.Buffers.Binary;

namespace Marketplace.Chain;

/// <summary>A custom error of a contract.</summary>
/// <param name="name">As the contract spells it.</param>
/// <param name="inputs">For example <c>(uint256,uint256)</c>.</param>
public sealed class AbiError(string name, string inputs)
{
    private readonly AbiTuple _inputs = AbiType.ParseTuple(inputs);

    public string Name { get; } = name;

    public uint Selector { get; } = Abi.Selector(name + inputs);

    public bool HasArguments => _inputs.Components.Count > 0;

    /// <exception cref="AbiFormatException">The data behind the selector is not of this error.</exception>
    public object[] DecodeArguments(ReadOnlySpan<byte> data) => AbiDecoder.Decode(_inputs, data);
}

/// <summary>The errors that contracts may refuse with, by selector; <c>require</c> and panics are always among them.</summary>
public sealed class ErrorTable
{
    private readonly Dictionary<uint, AbiError> _errors = [];

    public ErrorTable(params IEnumerable<AbiError> errors)
    {
        foreach (var error in (IEnumerable<AbiError>)[new("Error", "(string)"), new("Panic", "(uint256)"), .. errors])
        {
            if (!_errors.TryAdd(error.Selector, error) && _errors[error.Selector].Name != error.Name)
                throw new ArgumentException($"{error.Name} and {_errors[error.Selector].Name} have the same selector.");
        }
    }

    /// <summary>Only what the language itself refuses with.</summary>
    public static ErrorTable Standard { get; } = new();

    public IReadOnlyCollection<AbiError> Errors => _errors.Values;

    /// <summary>The errors of both tables.</summary>
    public ErrorTable With(ErrorTable other) => new([.. _errors.Values, .. other._errors.Values]);

    /// <summary>Reads what a contract returned with its revert. Data of an unknown form has the name of what it looks like.</summary>
    public RevertReason Decode(byte[] data)
    {
        if (data.Length < 4) return new RevertReason(data.Length == 0 ? RevertReason.NoData : RevertReason.UnknownError, [], data);
        var selector = BinaryPrimitives.ReadUInt32BigEndian(data);
        if (!_errors.TryGetValue(selector, out var error)) return new RevertReason(RevertReason.UnknownError, [], data);
        try
        {
            return new RevertReason(error.Name, error.DecodeArguments(data.AsSpan(4)), data);
        }
        catch (AbiFormatException)
        {
            // Somebody else's error may share the selector; the raw data tells more than an exception would.
            return new RevertReason(RevertReason.UnknownError, [], data);
        }
    }
}

/// <summary>Why a contract refused.</summary>
/// <param name="Name">The error's name in Solidity, <c>Error</c> for a require with text, <c>Panic</c>, or one of the names below.</param>
/// <param name="Arguments">The error's values, in their order.</param>
/// <param name="Data">What the contract returned.</param>
public sealed record RevertReason(string Name, IReadOnlyList<object> Arguments, byte[] Data)
{
    /// <summary>The contract reverted and said nothing.</summary>
    public const string NoData = "NoData";

    /// <summary>The contract reverted with an error that no table knows.</summary>
    public const string UnknownError = "UnknownError";

    /// <summary>The gas limit was reached.</summary>
    public const string OutOfGas = "OutOfGas";

    /// <summary>The transaction failed where it stood in its block, and the same call does not fail now.</summary>
    public const string Unexplained = "Unexplained";

    public override string ToString() => Name switch
    {
        "Error" when Arguments is [string text] => text,
        UnknownError => $"{UnknownError} {Hex.Data(Data.AsSpan(0, Math.Min(Data.Length, 36)))}",
        _ => Arguments.Count == 0 ? Name : $"{Name}({string.Join(", ", Arguments.Select(Shown))})",
    };

    private static string Shown(object value) => value switch
    {
        byte[] bytes => Hex.Data(bytes),
        object[] values => "[" + string.Join(", ", values.Select(Shown)) + "]",
        _ => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture) ?? "",
    };
}
