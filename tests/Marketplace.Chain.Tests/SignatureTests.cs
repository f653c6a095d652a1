using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Marketplace.Primitives;

namespace Marketplace.Chain.Tests;

public sealed class SignatureTests
{
    private const string One = "0000000000000000000000000000000000000000000000000000000000000001";
    private const string OrderLessOne = "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364140";
    private const string HalfOrder = "7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0";

    [Theory]
    [InlineData("ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80", "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266")]
    [InlineData("59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d", "0x70997970C51812dc3A010C7d01b50e0d17dc79C8")]
    [InlineData(One, "0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf")]
    public void Address_OfAKnownKey_IsTheKnownOne(string key, string address) =>
        MemorySigner.FromHex(key).Address.Should().Be(Address.FromHex(address));

    // The widely used vectors for RFC 6979 over secp256k1 with SHA-256.
    [Theory]
    [InlineData(One, "Satoshi Nakamoto",
        "934b1ea10a4b3c1757e2b0c017d0b6143ce3c9a7e6a4a49860d7a6ab210ee3d8",
        "2442ce9d2b916064108014783e923ec36b49743e2ffa1c4496f01a512aafd9e5")]
    [InlineData(One, "All those moments will be lost in time, like tears in rain. Time to die...",
        "8600dbd41e348fe5c9465ab92d23e3db8b98b873beecd930736488696438cb6b",
        "547fe64427496db33bf66019dacbf0039c04199abb0122918601db38a72cfc21")]
    [InlineData(OrderLessOne, "Satoshi Nakamoto",
        "fd567d121db66e382991534ada77a6bd3106f0a1098c231e47993447cd6af2d0",
        "6b39cd0eb1bc8603e159ef5c20a5c8ad685a45b06ce9bebed3f153d10d93bed5")]
    public void Sign_KnownMessage_GivesTheKnownSignature(string key, string message, string r, string s)
    {
        var signature = MemorySigner.FromHex(key).Sign(new Hash32(SHA256.HashData(Encoding.UTF8.GetBytes(message))));

        signature.R.Should().Be(Hash32.FromHex(r));
        signature.S.Should().Be(Hash32.FromHex(s));
    }

    [Fact]
    public void Bytes_OfASignature_AreReadBack_AndNoOthers()
    {
        var signer = MemorySigner.FromHex(One);
        foreach (var digest in Enumerable.Range(0, 8).Select(i => Keccak.Hash([(byte)i])))
        {
            var bytes = signer.Sign(digest).ToArray();
            bytes.Should().HaveCount(65);
            MemorySigner.Recover(digest, Signature.Read(bytes)!.Value).Should().Be(signer.Address);
            foreach (var other in (byte[][])[[], bytes[..64], [.. bytes, 0], [.. bytes[..64], 26], [.. bytes[..64], 29]]) Signature.Read(other).Should().BeNull();
        }
    }

    [Fact]
    public void Sign_ManyKeysAndDigests_RecoversTheSignerAndHasTheLowS()
    {
        var half = Convert.FromHexString(HalfOrder);
        for (var i = 0; i < 100; i++)
        {
            var signer = new MemorySigner(Numbered(i).ToArray());
            // Every tenth digest lies above the order of the curve.
            var digest = i % 10 == 0 ? new Hash32(Enumerable.Repeat((byte)0xff, 32).ToArray()) : Numbered(1000 + i);

            var signature = signer.Sign(digest);

            MemorySigner.Recover(digest, signature).Should().Be(signer.Address);
            signature.S.ToArray().AsSpan().SequenceCompareTo(half).Should().BeLessThanOrEqualTo(0);
            signer.Sign(digest).Should().Be(signature, "the same digest gives the same signature");
        }
    }

    [Fact]
    public void Recover_AnotherDigest_IsAnotherAccount()
    {
        var signer = new MemorySigner(Numbered(1).ToArray());

        MemorySigner.Recover(Numbered(3), signer.Sign(Numbered(2))).Should().NotBe(signer.Address);
    }

    [Fact]
    public void Recover_NumbersThatAreNoSignature_IsNobody()
    {
        var good = new MemorySigner(Numbered(1).ToArray()).Sign(Numbered(2));
        var tooLarge = Hash32.FromHex("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141");

        MemorySigner.Recover(Numbered(2), good with { R = Hash32.Zero }).Should().BeNull();
        MemorySigner.Recover(Numbered(2), good with { S = Hash32.Zero }).Should().BeNull();
        MemorySigner.Recover(Numbered(2), good with { S = tooLarge }).Should().BeNull();
        MemorySigner.Recover(Numbered(2), good with { RecoveryId = 4 }).Should().BeNull();
        // r plus the order exceeds the field for all but a few r, so that there is no such point.
        MemorySigner.Recover(Numbered(2), good with { RecoveryId = 2 }).Should().BeNull();
    }

    [Theory]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141")]
    [InlineData("abcd")]
    [InlineData("zz0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80")]
    public void Signer_OfNoKey_IsRefusedWithoutRepeatingIt(string key)
    {
        var make = () => MemorySigner.FromHex(key);

        make.Should().Throw<ArgumentException>().Which.ToString().Should().NotContain(key);
    }

    [Fact]
    public void Signer_Printed_ShowsItsAddressOnly()
    {
        var key = Numbered(5);

        new MemorySigner(key.ToArray()).ToString().Should().MatchRegex("^signer 0x[0-9a-f]{40}$");
    }

    [Fact]
    public void Generate_Twice_GivesTwoAccounts()
    {
        using var random = RandomNumberGenerator.Create();

        MemorySigner.Generate(random).Address.Should().NotBe(MemorySigner.Generate(random).Address);
    }

    private static Hash32 Numbered(int number)
    {
        Span<byte> seed = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(seed, number);
        return Keccak.Hash(seed);
    }
}
