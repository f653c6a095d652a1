using System.Buffers.Binary;

namespace Marketplace.Chain;

/// <summary>A function of a contract: how its call is written and its answer read.</summary>
/// <param name="name">As the contract spells it.</param>
/// <param name="inputs">For example <c>(uint256,bytes32[])</c>.</param>
/// <param name="outputs">For example <c>(uint256)</c>; <c>()</c> for none.</param>
public sealed class AbiFunction(string name, string inputs, string outputs)
{
    private readonly AbiTuple _inputs = AbiType.ParseTuple(inputs);
    private readonly AbiTuple _outputs = AbiType.ParseTuple(outputs);

    public string Signature { get; } = name + inputs;

    public uint Selector { get; } = Abi.Selector(name + inputs);

    public byte[] EncodeCall(params object[] arguments)
    {
        var body = AbiEncoder.Encode(_inputs, arguments);
        var call = new byte[4 + body.Length];
        BinaryPrimitives.WriteUInt32BigEndian(call, Selector);
        body.CopyTo(call, 4);
        return call;
    }

    /// <summary>The arguments of a call: what <see cref="EncodeCall"/> was given.</summary>
    /// <returns>null if the data is a call of another function.</returns>
    /// <exception cref="AbiFormatException">The data is a call of this function, and not in its canonical form.</exception>
    public object[]? DecodeCall(ReadOnlySpan<byte> data) =>
        data.Length >= 4 && BinaryPrimitives.ReadUInt32BigEndian(data) == Selector ? AbiDecoder.Decode(_inputs, data[4..]) : null;

    /// <exception cref="AbiFormatException">The data is no answer of this function.</exception>
    public object[] DecodeResult(ReadOnlySpan<byte> data) => AbiDecoder.Decode(_outputs, data);
}

/// <summary>A call with its arguments, as a binding states it.</summary>
public interface IContractCall
{
    byte[] Encode();
}

/// <summary>A call that answers.</summary>
public interface IContractCall<out TResult> : IContractCall
{
    /// <exception cref="AbiFormatException">The data is no answer of this function.</exception>
    TResult DecodeResult(ReadOnlySpan<byte> data);
}
