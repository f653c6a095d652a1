using Marketplace.Primitives;
using Marketplace.Protocol.Disputes;

namespace Marketplace.Protocol.Tests;

/// <summary>The 136 bytes of a game state (B9).</summary>
public sealed class GameStateTests
{
    // Written by hand after B9, not by the encoder.
    private const string Golden =
        "0102030405060708" + "11121314" + "21222324" + "09" + "03" + "25" + "3132" + "4142" + "5152" + "6162636465" + "71727374"
        + "81828384" + "91929394" + "a1a2a3a4a5" + "b1b2b3b4b5" + "c1c2c3c4c5c6c7c8c9cacbcccdcecfd0d1d2d3d4"
        + "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
        + "202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f";

    private static readonly GameState Example = new()
    {
        Job = 0x0102030405060708,
        Round = 0x11121314,
        Nonce = 0x21222324,
        Alphabet = Alphabet.Term,
        ChallengerMoves = true,
        Tier = 3,
        Aux = 0x25,
        Sequence = 0x3132,
        Limit = 0x4142,
        Peers = 0x5152,
        Deadline = new Timestamp(0x6162636465),
        WaitingBudget = 0x71727374,
        MinResponse = 0x81828384,
        StepAllowance = 0x91929394,
        Start = 0xa1a2a3a4a5,
        Length = 0xb1b2b3b4b5,
        Waiting = Address.FromHex("0xc1c2c3c4c5c6c7c8c9cacbcccdcecfd0d1d2d3d4"),
        Context = Hash32.FromHex("0x000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"),
        Root = Hash32.FromHex("0x202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f"),
    };

    [Fact]
    public void Encode_IsTheGoldenBytes() => Convert.ToHexStringLower(Example.Encode()).Should().Be(Golden);

    [Fact]
    public void Decode_GivesTheStateBack() => GameState.Decode(Convert.FromHexString(Golden)).Should().Be(Example);

    [Theory]
    [InlineData(0)]
    [InlineData(GameState.Size - 1)]
    [InlineData(GameState.Size + 1)]
    public void Decode_OfAnotherLength_IsNone(int size) => GameState.Decode(new byte[size]).Should().BeNull();

    [Fact]
    public void Decode_OfAnyBytes_EncodesToTheSame()
    {
        for (var seed = 0; seed < 1_000; seed++)
        {
            var bytes = new byte[GameState.Size];
            for (var i = 0; i < bytes.Length; i++) bytes[i] = Keccak.Hash((byte[])[.. BitConverter.GetBytes(seed), (byte)i]).ToArray()[0];
            GameState.Decode(bytes)!.Encode().Should().Equal(bytes);
        }
    }

    [Fact]
    public void Seal_BindsTheMoverAndEndsInOne()
    {
        var state = Example.Encode();
        var seal = GameState.Seal(state, Example.Waiting).ToArray();
        seal[^1].Should().Be(1, "a commitment ends in two (B10)");
        GameState.Seal(state, default).ToArray().Should().NotEqual(seal);
        var expected = Keccak.Hash((byte[])[.. state, .. Example.Waiting.ToArray()]).ToArray();
        seal[..31].Should().Equal(expected[..31]);
    }

    [Theory]
    [InlineData(5, false, 0x05)]
    [InlineData(5, true, 0x85)]
    [InlineData(63, true, 0xbf)]
    public void TermAux_HoldsTheElementAndWhetherItIsAnInteger(int element, bool integers, byte aux)
    {
        GameState.TermAux(element, integers).Should().Be(aux);
        var state = Example with { Aux = aux };
        state.Element.Should().Be(element);
        state.HasIntegers.Should().Be(integers);
    }

    [Fact]
    public void Packer_RefusesANumberThatDoesNotFit()
    {
        var pack = () => new Packer().Number(256, 1);
        pack.Should().Throw<InvariantBrokenException>();
        new Packer().Number(255, 1).Number(0x0102030405, 5).ToArray().Should().Equal(255, 1, 2, 3, 4, 5);
    }
}
