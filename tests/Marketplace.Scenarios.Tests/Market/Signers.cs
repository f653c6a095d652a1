using Marketplace.Chain;
using Marketplace.Primitives;
using Marketplace.Protocol.Disputes;

namespace Marketplace.Scenarios.Tests.Market;

/// <summary>The keys of the two submitters, and what they sign.</summary>
public static class Signers
{
    /// <summary>The keys of a local chain's first two accounts: they come from a phrase that everybody knows.</summary>
    private static readonly MemorySigner[] Known =
    [
        MemorySigner.FromHex("ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80"),
        MemorySigner.FromHex("59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d"),
    ];

    /// <summary>65 bytes r ‖ s ‖ v; of an account without a key here the first one's.</summary>
    public static byte[] Sign(Address account, Hash32 digest)
    {
        var signature = (Known.FirstOrDefault(k => k.Address == account) ?? Known[0]).Sign(digest);
        return [.. signature.R.ToArray(), .. signature.S.ToArray(), (byte)(27 + signature.RecoveryId)];
    }

    /// <summary>Does the signature say that the account has signed the digest?</summary>
    public static bool Says(byte[] signature, Address account, Hash32 digest)
    {
        if (signature.Length != 65 || signature[64] is not (27 or 28)) return false;
        var parts = new Signature(
            new Hash32(signature.AsSpan(0, 32)), new Hash32(signature.AsSpan(32, 32)), (byte)(signature[64] - 27));
        return MemorySigner.Recover(digest, parts) == account;
    }

    /// <summary>A permit of the sample token, as it follows owner and spender in the call (B20).</summary>
    public static byte[] Permit(GameSite site, Address token, Address owner, Wei amount, ulong nonce, Timestamp deadline)
    {
        var domain = new Packer().Word(Hash("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"))
            .Word(Hash("Sample")).Word(Hash("1")).Wide(site.ChainId).Bytes(new byte[12]).Address(token).Hash();
        var value = new Packer().Bytes(new byte[16]).Number((ulong)(amount.Value >> 64), 8).Number((ulong)(amount.Value & ulong.MaxValue), 8).ToArray();
        var permit = new Packer().Word(Hash("Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)"))
            .Bytes(new byte[12]).Address(owner).Bytes(new byte[12]).Address(site.Contract)
            .Bytes(value).Wide(nonce).Wide(deadline.Seconds).Hash();
        var signature = Sign(owner, new Packer().Number(0x1901, 2).Word(domain).Word(permit).Hash());
        return new Packer().Bytes(value).Wide(deadline.Seconds).Wide(signature[64]).Bytes(signature.AsSpan(0, 64)).ToArray();
    }

    private static Hash32 Hash(string text) => Keccak.Hash(System.Text.Encoding.ASCII.GetBytes(text));
}
