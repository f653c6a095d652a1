using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Marketplace.Primitives.Tests;

/// <summary>Every path of the machine gives the bits of the plain code (C0).</summary>
public sealed class KeccakPathTests
{
    public static TheoryData<KeccakPath> Paths => [.. KeccakPaths.Supported];

    /// <summary>Bytes without a pattern, another stream for every seed.</summary>
    private static byte[] Bytes(int count, int seed)
    {
        var bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private static Hash32[] Plain(byte[] messages, int length, int count) =>
        [.. Enumerable.Range(0, count).Select(i => PlainKeccak.Hash(messages.AsSpan(i * length, length)))];

    private static Hash32[] Many(byte[] messages, int length, int count, KeccakPath path)
    {
        var hashes = new Hash32[count];
        Keccak.HashMany(messages, length, hashes, path);
        return hashes;
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void EveryLengthTo300_InTwoGroupsAndARest_IsThePlainOne(KeccakPath path)
    {
        const int count = 19;
        for (var length = 1; length <= 300; length++)
        {
            var messages = Bytes(count * length, length);
            var expected = Plain(messages, length, count);
            Many(messages, length, count, path).Should().Equal(expected, $"{length} bytes are hashed");
        }
    }

    /// <summary>Blocks that lie ready are hashed by machine code, where a machine has it; elsewhere, and where the system lets
    /// nobody write code, by what hashes long messages.</summary>
    [Fact]
    public unsafe void EveryLengthTo300_OfEightMessages_IsThePlainOne_WithMachineCodeAndWithout()
    {
        if (!Avx512F.IsSupported)
        {
            KeccakCode.Here.Should().BeNull("the machine has no such registers");
            return;
        }

        for (var length = 1; length <= 300; length++)
        {
            var messages = Bytes(8 * length, length);
            var (ready, inTurn) = (new Hash32[8], new Hash32[8]);
            fixed (byte* first = messages)
            fixed (Hash32* r = ready, t = inTurn)
            {
                if (Avx512Lanes.HasCode) KeccakSponge<Vector512<ulong>, Avx512Lanes>.HashReady(first, length, length, r);
                KeccakSponge<Vector512<ulong>, Avx512Lanes>.HashInTurn(first, length, length, t);
            }

            inTurn.Should().Equal(Plain(messages, length, 8));
            if (OperatingSystem.IsLinux()) ready.Should().Equal(inTurn, "this machine has the code");
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void EveryCountTo33_OfNodesAndLeavesAndLongMessages_IsThePlainOne(KeccakPath path)
    {
        foreach (var length in (int[])[64, 256, 257, 1024])
        {
            for (var count = 0; count <= 33; count++)
            {
                var messages = Bytes(count * length, count);
                Many(messages, length, count, path).Should().Equal(Plain(messages, length, count));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void EveryBitOfALeaf_IsRead_InItsOwnMessage(KeccakPath path)
    {
        const int length = 256;
        const int count = 8;
        var messages = new byte[count * length];
        var zero = Many(messages, length, count, path);
        zero.Distinct().Should().ContainSingle();
        for (var bit = 0; bit < 8 * messages.Length; bit += 7)
        {
            messages[bit / 8] ^= (byte)(1 << bit % 8);
            var hashes = Many(messages, length, count, path);
            var message = bit / 8 / length;
            hashes[message].Should().Be(PlainKeccak.Hash(messages.AsSpan(message * length, length))).And.NotBe(zero[0]);
            for (var other = 0; other < count; other++) (hashes[other] == zero[0]).Should().Be(other != message);
            messages[bit / 8] = 0;
        }
    }

    [Fact]
    public void OneMessageOfAnyLength_IsThePlainOne()
    {
        var text = Bytes(2000, 1);
        for (var length = 0; length <= text.Length; length++)
            Keccak.Hash(text.AsSpan(0, length)).Should().Be(PlainKeccak.Hash(text.AsSpan(0, length)));
    }

    [Fact]
    public void WithoutAPath_TheWidestIsTaken()
    {
        var messages = Bytes(64 * 11, 3);
        var hashes = new Hash32[11];
        Keccak.HashMany(messages, 64, hashes);
        hashes.Should().Equal(Plain(messages, 64, 11));
        KeccakPaths.Supported.Should().StartWith(KeccakPath.Scalar).And.EndWith(KeccakPaths.Best);
    }

    [Fact]
    public void AnotherNumberOfHashesThanMessages_IsABug()
    {
        Action tooFew = () => Keccak.HashMany(new byte[128], 64, new Hash32[1]);
        Action empty = () => Keccak.HashMany([], 0, []);
        tooFew.Should().Throw<InvariantBrokenException>();
        empty.Should().Throw<InvariantBrokenException>();
    }
}
