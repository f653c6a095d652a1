using System.Buffers.Binary;

namespace Marketplace.Numerics.Tests;

/// <summary>
/// The compiled number law (contracts/test/harness/NumericsHarness.sol), shared by all test classes that hold it
/// against C#.
/// </summary>
public class RefereeHarness : IDisposable
{
    private const byte Gas = 7;
    private readonly LocalEvm _evm;
    private readonly string _address;

    public RefereeHarness()
        : this("osaka", "out")
    {
    }

    /// <param name="hardfork">The rules of the chain.</param>
    /// <param name="output">The compiler's output folder.</param>
    protected RefereeHarness(string hardfork, string output)
    {
        _evm = new LocalEvm(hardfork);
        try
        {
            _address = Install(output);
        }
        catch
        {
            // Nobody disposes of a fixture that could not be built.
            _evm.Dispose();
            throw;
        }
    }

    /// <summary>The batches the harness knows.</summary>
    public enum Kind : byte
    {
        Map = 0,
        SelectGreater = 1,
        Max = 2,
        Canonical = 3,
        PhiloxWord = 4,
        PhiloxIndex = 5,
        Segment = 6,
        Signatures = 8,
        SegmentInt8 = 9,
    }

    public enum GasOf : byte
    {
        Segment = 0,
        Elementary = 1,
        Fma = 2,
        PhiloxWord = 3,
        Map = 4,
        SegmentInt8 = 5,
    }

    /// <summary>One 32-bit result per packed record.</summary>
    public uint[] Evaluate(Kind kind, ReadOnlySpan<byte> records) =>
        Words(_evm.Call(_address, [(byte)kind, .. records]));

    public uint[] Evaluate(byte mapCode, ReadOnlySpan<uint> words) => Evaluate(_address, mapCode, words);

    /// <param name="address">Of another build's harness.</param>
    public uint[] Evaluate(string address, byte mapCode, ReadOnlySpan<uint> words) =>
        Words(_evm.Call(address, [(byte)Kind.Map, mapCode, .. Bytes(words)]));

    public uint[] Evaluate(Kind kind, ReadOnlySpan<uint> words) => Evaluate(kind, Bytes(words));

    /// <summary>The gas of one internal call, and its result.</summary>
    public (int Gas, uint Result) Measure(GasOf what, ReadOnlySpan<byte> record)
    {
        var answer = _evm.Call(_address, [Gas, (byte)what, .. record]);
        var words = Words(answer);
        return ((int)words[7], words[15]);
    }

    /// <summary>Puts the harness of another build on this chain, and answers its address.</summary>
    public string Install(string output) => _evm.Install(output, "NumericsHarness.sol", "NumericsHarness");

    public static byte[] Bytes(ReadOnlySpan<uint> words)
    {
        var bytes = new byte[4 * words.Length];
        for (var i = 0; i < words.Length; i++) BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(4 * i), words[i]);
        return bytes;
    }

    public void Dispose()
    {
        _evm.Dispose();
        GC.SuppressFinalize(this);
    }

    private static uint[] Words(byte[] bytes)
    {
        var words = new uint[bytes.Length / 4];
        for (var i = 0; i < words.Length; i++) words[i] = BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(4 * i));
        return words;
    }
}

[CollectionDefinition(Name)]
public sealed class RefereeCollection : ICollectionFixture<RefereeHarness>
{
    public const string Name = "referee";
}
