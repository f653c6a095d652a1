using Marketplace.Primitives;

namespace Marketplace.Chain;

/// <summary>A transaction of type 2, without an access list.</summary>
/// <param name="TipPerGas">What the block's builder gets at most, in wei per gas.</param>
/// <param name="FeePerGasMax">What the sender pays at most, tip included, in wei per gas.</param>
/// <param name="To">The account called; null creates a contract.</param>
/// <param name="Data">Call data, or creation code with its arguments.</param>
public sealed record Eip1559Transaction(
    ulong ChainId,
    ulong Nonce,
    Wei TipPerGas,
    Wei FeePerGasMax,
    ulong GasLimit,
    Address? To,
    Wei Value,
    ReadOnlyMemory<byte> Data)
{
    private const byte Type = 2;

    /// <summary>What the sender signs.</summary>
    public Hash32 Digest() => Keccak.Hash([Type, .. Rlp.List(Fields())]);

    /// <summary>The bytes for eth_sendRawTransaction.</summary>
    public SignedTransaction SignedBy(ISigner signer)
    {
        var signature = signer.Sign(Digest());
        byte[] raw =
        [
            Type,
            .. Rlp.List([.. Fields(), Rlp.Number(signature.RecoveryId), Word(signature.R), Word(signature.S)]),
        ];
        return new SignedTransaction(this, raw, Keccak.Hash(raw));
    }

    private byte[][] Fields() =>
    [
        Rlp.Number(ChainId),
        Rlp.Number(Nonce),
        Rlp.Number(TipPerGas.Value),
        Rlp.Number(FeePerGasMax.Value),
        Rlp.Number(GasLimit),
        Rlp.Bytes(To?.ToArray() ?? []),
        Rlp.Number(Value.Value),
        Rlp.Bytes(Data.Span),
        Rlp.List(),
    ];

    private static byte[] Word(Hash32 number) => Rlp.Bytes(number.ToArray().AsSpan().TrimStart((byte)0));
}

/// <summary>A transaction with its signature, ready to be sent.</summary>
/// <param name="Hash">The name under which the chain will know it.</param>
public sealed record SignedTransaction(Eip1559Transaction Transaction, byte[] Raw, Hash32 Hash);
