using System.Numerics;
using System.Text;
using Marketplace.Chain.Generated.Tokens;
using Marketplace.Primitives;
using Marketplace.Protocol.Disputes;

namespace Marketplace.Chain.Market;

/// <summary>Signs allowances for the market (ERC-2612), as an offer carries them along (B20).</summary>
public static class TokenPermits
{
    private const string Type = "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)";

    /// <param name="owner">Whose tokens they are.</param>
    /// <param name="spender">The market.</param>
    /// <param name="deadline">The last second in which the token takes it.</param>
    /// <returns>value 32 ‖ deadline 32 ‖ v 32 ‖ r 32 ‖ s 32.</returns>
    /// <exception cref="AbiFormatException">The token knows no permits.</exception>
    /// <exception cref="UnexpectedRevertException">The token knows no permits.</exception>
    public static async Task<byte[]> SignAsync(
        IChain chain, Address token, ISigner owner, Address spender, Wei value, Timestamp deadline, CancellationToken cancellation)
    {
        var domain = await chain.ReadAsync(token, new IERC20Permit.DOMAIN_SEPARATORCall(), cancellation);
        var nonce = await chain.ReadAsync(token, new IERC20Permit.NoncesCall(owner.Address), cancellation);
        var message = new Packer().Word(Keccak.Hash(Encoding.ASCII.GetBytes(Type)))
            .Bytes(Word(owner.Address)).Bytes(Word(spender)).Bytes(Word(value.Value)).Bytes(Word(nonce)).Wide(deadline.Seconds).Hash();
        var signature = owner.Sign(new Packer().Number(0x1901, 2).Word(domain).Word(message).Hash()).ToArray();
        return new Packer().Bytes(Word(value.Value)).Wide(deadline.Seconds).Wide(signature[^1]).Bytes(signature.AsSpan(0, 64)).ToArray();
    }

    private static byte[] Word(Address account) => [.. new byte[Hash32.Size - Address.Size], .. account.ToArray()];

    private static byte[] Word(BigInteger number)
    {
        var word = new byte[Hash32.Size];
        var bytes = number.ToByteArray(isUnsigned: true, isBigEndian: true);
        bytes.CopyTo(word, Hash32.Size - bytes.Length);
        return word;
    }
}
