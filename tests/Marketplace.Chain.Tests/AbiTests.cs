using System.Numerics;
using System.Text;
using Marketplace.Primitives;

namespace Marketplace.Chain.Tests;

public sealed class AbiTests
{
    private const string Everything =
        "(uint8,uint64,uint128,uint256,int8,int64,int256,bool,address,bytes4,bytes32,bytes,string,(uint16,bytes)[],uint32[2],string[2][])";

    // The three examples of the ABI's specification.
    [Fact]
    public void Call_OfTheSpecification_StaticArguments() =>
        Convert.ToHexStringLower(new AbiFunction("baz", "(uint32,bool)", "()").EncodeCall(69u, true)).Should().Be(
            "cdcd77c0" + Word("45") + Word("1"));

    [Fact]
    public void Call_OfTheSpecification_BytesAndArray() =>
        Convert.ToHexStringLower(new AbiFunction("sam", "(bytes,bool,uint256[])", "()")
            .EncodeCall("dave"u8.ToArray(), true, new object[] { 1, 2, 3 })).Should().Be(
            "a5643bf2" + Word("60") + Word("1") + Word("a0") + Word("4") + "64617665" + new string('0', 56) +
            Word("3") + Word("1") + Word("2") + Word("3"));

    [Fact]
    public void Call_OfTheSpecification_MixedArguments() =>
        Convert.ToHexStringLower(new AbiFunction("f", "(uint256,uint32[],bytes10,bytes)", "()")
            .EncodeCall(0x123, new object[] { 0x456, 0x789 }, "1234567890"u8.ToArray(), "Hello, world!"u8.ToArray())).Should().Be(
            "8be65246" + Word("123") + Word("80") + "31323334353637383930" + new string('0', 44) + Word("e0") +
            Word("2") + Word("456") + Word("789") + Word("d") + "48656c6c6f2c20776f726c6421" + new string('0', 38));

    [Fact]
    public void DecodeCall_GivesTheArguments_OfThisFunctionOnly_InItsOneForm()
    {
        var function = new AbiFunction("sam", "(bytes,bool,uint64[])", "()");
        var call = function.EncodeCall("dave"u8.ToArray(), true, new object[] { 1UL, 2UL });

        function.DecodeCall(call).Should().BeEquivalentTo(new object[] { "dave"u8.ToArray(), true, new object[] { 1UL, 2UL } });
        new AbiFunction("max", "(bytes,bool,uint64[])", "()").DecodeCall(call).Should().BeNull();
        function.DecodeCall(call.AsSpan(0, 3)).Should().BeNull();
        foreach (var other in (byte[][])[[.. call, 0], call[..^1], call[..4]])
            FluentActions.Invoking(() => function.DecodeCall(other)).Should().Throw<AbiFormatException>();
    }

    [Fact]
    public void Topic_OfATransfer_IsTheKnownOne() =>
        Abi.Topic("Transfer(address,address,uint256)").Should().Be(
            Hash32.FromHex("ddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef"));

    [Fact]
    public void Decode_OfAnEncoding_GivesTheValuesBack()
    {
        var values = Sample();

        Abi.Decode(Everything, Abi.Encode(Everything, values)).Should().BeEquivalentTo(values, o => o.WithStrictOrdering());
    }

    [Fact]
    public void Decode_AnyFlippedBit_IsRefusedOrDecodesToThoseVeryBytes()
    {
        var bytes = Abi.Encode(Everything, Sample());
        var refused = 0;
        for (var bit = 0; bit < 8 * bytes.Length; bit++)
        {
            var flipped = (byte[])bytes.Clone();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            try
            {
                Abi.Encode(Everything, Abi.Decode(Everything, flipped)).Should().Equal(flipped, $"bit {bit} was flipped");
            }
            catch (AbiFormatException)
            {
                refused++;
            }
        }

        refused.Should().BeInRange(8 * bytes.Length / 2, (8 * bytes.Length) - 1, "most bits are padding, offsets or lengths");
    }

    [Fact]
    public void Decode_AnyShorterPiece_IsRefused()
    {
        var bytes = Abi.Encode(Everything, Sample());
        for (var length = 0; length < bytes.Length; length++)
        {
            var piece = bytes[..length];
            var decode = () => Abi.Decode(Everything, piece);
            decode.Should().Throw<AbiFormatException>();
        }
    }

    [Theory]
    [InlineData("(bool)", "2")]
    [InlineData("(uint8)", "100")]
    [InlineData("(int8)", "80")]
    [InlineData("(address)", "10000000000000000000000000000000000000000")]
    [InlineData("(bytes4)", "1")]
    [InlineData("(bytes)", "0", "0")]
    [InlineData("(bytes)", "40", "0", "0")]
    [InlineData("(bytes)", "20", "1", "1")]
    [InlineData("(string)", "20", "ffffffff")]
    [InlineData("(uint256[])", "20", "7fffffff", "1")]
    [InlineData("(uint256)", "1", "0")]
    [InlineData("()", "0")]
    public void Decode_WhatIsNotCanonical_IsRefused(string types, params string[] words)
    {
        var bytes = Convert.FromHexString(string.Concat(words.Select(Word)));
        var decode = () => Abi.Decode(types, bytes);

        decode.Should().Throw<AbiFormatException>();
    }

    [Fact]
    public void Decode_TextThatIsNotUtf8_IsRefused()
    {
        var bytes = Abi.Encode("(bytes)", new byte[] { 0xc3, 0x28 });
        var decode = () => Abi.Decode("(string)", bytes);

        decode.Should().Throw<AbiFormatException>();
    }

    [Fact]
    public void Encode_NegativeNumbers_FillTheWholeWord()
    {
        Abi.Encode("(int64)", -1L).Should().Equal(Enumerable.Repeat((byte)0xff, 32));
        Abi.Decode("(int64)", Abi.Encode("(int64)", long.MinValue)).Should().Equal(long.MinValue);
    }

    [Theory]
    [InlineData("(uint8)", 256)]
    [InlineData("(uint8)", -1)]
    [InlineData("(int8)", 128)]
    [InlineData("(bool)", 1)]
    [InlineData("(string)", 1)]
    public void Encode_AValueThatDoesNotFit_IsRefused(string types, object value)
    {
        var encode = () => Abi.Encode(types, value);

        encode.Should().Throw<ArgumentException>();
    }

    [Fact]
    public void Encode_TheWrongNumberOfValues_IsRefused()
    {
        var few = () => Abi.Encode("(uint8,uint8)", 1);
        var array = () => Abi.Encode("(uint8[3])", (object)new object[] { 1, 2 });
        var tag = () => Abi.Encode("(bytes4)", (object)new byte[5]);

        few.Should().Throw<ArgumentException>();
        array.Should().Throw<ArgumentException>();
        tag.Should().Throw<ArgumentException>();
    }

    [Theory]
    [InlineData("uint")]
    [InlineData("(uint7)")]
    [InlineData("(uint264)")]
    [InlineData("(bytes33)")]
    [InlineData("(bytes0)")]
    [InlineData("(bool")]
    [InlineData("(bool))")]
    [InlineData("(bool,)")]
    [InlineData("(bool[0])")]
    [InlineData("(()[])")]
    [InlineData("(function)")]
    [InlineData("(uint8 a)")]
    public void Parse_WhatIsNoListOfTypes_IsRefused(string text)
    {
        var parse = () => AbiType.ParseTuple(text);

        parse.Should().Throw<FormatException>();
    }

    [Fact]
    public void Errors_AreNamedByTheirSelector()
    {
        var errors = new ErrorTable(new AbiError("TooMuch", "(uint256,uint256)"));
        byte[] tooMuch = [.. Abi.Topic("TooMuch(uint256,uint256)").ToArray()[..4], .. Abi.Encode("(uint256,uint256)", 7, 5)];

        var reason = errors.Decode(tooMuch);

        reason.Name.Should().Be("TooMuch");
        reason.Arguments.Should().Equal(new BigInteger(7), new BigInteger(5));
        reason.ToString().Should().Be("TooMuch(7, 5)");
        reason.Data.Should().Equal(tooMuch);
        errors.Decode([]).Name.Should().Be(RevertReason.NoData);
        errors.Decode([1, 2, 3, 4]).Name.Should().Be(RevertReason.UnknownError);
        errors.Decode(tooMuch[..^1]).Name.Should().Be(RevertReason.UnknownError, "it only looks like the error");
    }

    [Fact]
    public void Errors_OfTwoTables_AreKnownToBoth()
    {
        var both = new ErrorTable(new AbiError("A", "()")).With(new ErrorTable(new AbiError("B", "()"), new AbiError("A", "()")));

        both.Errors.Select(e => e.Name).Should().BeEquivalentTo("Error", "Panic", "A", "B");
    }

    private static object[] Sample() =>
    [
        (byte)255, ulong.MaxValue, UInt128.MaxValue, (BigInteger.One << 256) - 1,
        sbyte.MinValue, -5L, -(BigInteger.One << 255),
        true, Address.FromHex("0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266"),
        new byte[] { 1, 2, 3, 4 }, Keccak.Hash("x"u8), Encoding.ASCII.GetBytes(new string('y', 33)), "Größe",
        new object[] { new object[] { (ushort)9, new byte[] { 7 } }, new object[] { (ushort)8, Array.Empty<byte>() } },
        new object[] { 1u, 2u },
        new object[] { new object[] { "a", "" }, new object[] { new string('b', 32), "c" } },
    ];

    private static string Word(string hex) => hex.PadLeft(64, '0');
}
