using Marketplace.Numerics;
using Marketplace.Primitives;

namespace Marketplace.Programs.Data;

/// <summary>How records follow each other in training.</summary>
public enum RecordOrderKind
{
    /// <summary>As they stand, again and again.</summary>
    Sequential = 0,

    /// <summary>Every record once in an epoch, each epoch in an order of its own.</summary>
    Shuffled = 1,

    /// <summary>Drawn with replacement.</summary>
    Random = 2,
}

/// <summary>Which record stands at a place of the training order: a pure function, so that no table has to be kept or
/// sent (B16).</summary>
/// <param name="Seed">The key of the random words; without effect on a sequential order.</param>
/// <param name="Records">How many there are, at least one.</param>
/// <remarks>
/// A shuffled epoch is a balanced Feistel network over the smallest even number of bits that holds the records'
/// numbers, walked until it lands on a record (Black and Rogaway: Ciphers with Arbitrary Finite Domains, 2002). The
/// fourth word of the counter is zero in every other use of the generator, so that no word is used twice under one
/// seed.
/// </remarks>
public readonly record struct RecordOrder(RecordOrderKind Kind, ulong Seed, uint Records)
{
    public const int Rounds = 8;

    private const uint ShuffleTag = 1 << 16;
    private const uint RandomTag = 2 << 16;

    /// <summary>The record at a place, counted from 0 through all epochs.</summary>
    public uint At(ulong place)
    {
        Invariant.That(Records > 0, "an order has records");
        return Kind switch
        {
            RecordOrderKind.Sequential => (uint)(place % Records),
            RecordOrderKind.Shuffled => Shuffled(place / Records, (uint)(place % Records)),
            _ => (uint)((Word(((uint)place, (uint)(place >> 32), 0, RandomTag)) * (ulong)Records) >> 32),
        };
    }

    /// <summary>The records at places 0 … <paramref name="places"/> − 1.</summary>
    public uint[] Table(ulong places)
    {
        Invariant.That(places <= (ulong)Array.MaxLength, "a table fits an array");
        var table = new uint[places];
        for (var p = 0; p < table.Length; p++) table[p] = At((ulong)p);
        return table;
    }

    /// <summary>Half the bits that the network works on: 2^(2·half) is the least power of four that is no less than
    /// <paramref name="records"/>, and at least four.</summary>
    internal static int HalfBits(uint records)
    {
        var half = 1;
        while (1ul << (2 * half) < records) half++;
        return half;
    }

    // The network permutes a domain that is at least as large; walking its cycle leads back to a record, in fewer than
    // four steps on average.
    private uint Shuffled(ulong epoch, uint index)
    {
        var half = HalfBits(Records);
        do index = Permuted(epoch, index, half);
        while (index >= Records);
        return index;
    }

    private uint Permuted(ulong epoch, uint index, int half)
    {
        var mask = (1u << half) - 1;
        var (left, right) = (index >> half, index & mask);
        for (var round = 0u; round < Rounds; round++)
        {
            var word = Word((right, (uint)epoch, (uint)(epoch >> 32), ShuffleTag + round));
            (left, right) = (right, left ^ (word & mask));
        }

        return left << half | right;
    }

    private uint Word((uint C0, uint C1, uint C2, uint C3) counter) =>
        Philox.Block(counter, ((uint)Seed, (uint)(Seed >> 32))).C0;
}
