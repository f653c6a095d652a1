using System.Text;
using Marketplace.Primitives;

namespace Marketplace.Chain.Tests;

public sealed class RlpTests
{
    [Theory]
    [InlineData("", "80")]
    [InlineData("\u0000", "00")]
    [InlineData("\u007f", "7f")]
    [InlineData("dog", "83646f67")]
    [InlineData("Lorem ipsum dolor sit amet, consectetur adipisicing eli",
        "b74c6f72656d20697073756d20646f6c6f722073697420616d65742c20636f6e7365637465747572206164697069736963696e6720656c69")]
    [InlineData("Lorem ipsum dolor sit amet, consectetur adipisicing elit",
        "b8384c6f72656d20697073756d20646f6c6f722073697420616d65742c20636f6e7365637465747572206164697069736963696e6720656c6974")]
    public void Bytes_KnownText_HasTheKnownForm(string text, string expected) =>
        Convert.ToHexStringLower(Rlp.Bytes(Encoding.ASCII.GetBytes(text))).Should().Be(expected);

    [Theory]
    [InlineData(0, "80")]
    [InlineData(15, "0f")]
    [InlineData(127, "7f")]
    [InlineData(128, "8180")]
    [InlineData(1024, "820400")]
    [InlineData(ulong.MaxValue, "88ffffffffffffffff")]
    public void Number_HasNoLeadingZeros(ulong number, string expected) =>
        Convert.ToHexStringLower(Rlp.Number(number)).Should().Be(expected);

    [Fact]
    public void List_OfLists_HasTheKnownForm()
    {
        var empty = Rlp.List();
        var one = Rlp.List(empty);

        Convert.ToHexStringLower(Rlp.List(empty, one, Rlp.List(empty, one))).Should().Be("c7c0c1c0c3c0c1c0");
        Convert.ToHexStringLower(Rlp.List(Rlp.Bytes("cat"u8), Rlp.Bytes("dog"u8))).Should().Be("c88363617483646f67");
    }

    [Fact]
    public void Bytes_LongerThanTwoBytesCanCount_HaveAThreeByteLength() =>
        Rlp.Bytes(new byte[70_000]).AsSpan(0, 4).ToArray().Should().Equal(0xba, 0x01, 0x11, 0x70);

    [Fact]
    public void Transaction_SignedTwice_HasOneHashAndStartsWithItsType()
    {
        var signer = MemorySigner.FromHex("ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80");
        var transaction = new Eip1559Transaction(
            31_337, 7, new Wei(1), new Wei(2), 21_000, signer.Address, Wei.Coins(1), ReadOnlyMemory<byte>.Empty);

        var signed = transaction.SignedBy(signer);

        signed.Raw[0].Should().Be(2);
        signed.Hash.Should().Be(transaction.SignedBy(signer).Hash);
        MemorySigner.Recover(transaction.Digest(), signer.Sign(transaction.Digest())).Should().Be(signer.Address);
    }
}
