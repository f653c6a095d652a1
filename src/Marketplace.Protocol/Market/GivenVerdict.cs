using Marketplace.Primitives;
using Marketplace.Protocol.Disputes;

namespace Marketplace.Protocol.Market;

/// <summary>What a verifier has said (M6); the numbers are the contract's.</summary>
public enum VerdictKind : byte
{
    None = 0,
    Pass = 1,
    Unavailable = 2,

    /// <summary>A pass that has become a job record of its own.</summary>
    Contested = 3,
}

/// <summary>A verdict of one verifier on one interval of a round.</summary>
/// <param name="Until">A pass: until when it can be contested in any case.</param>
/// <param name="Number">Unavailable: how many there were before it in this round.</param>
/// <param name="ContestedAs">A pass: the number of the job record that it becomes when it is contested (B21).</param>
public sealed record GivenVerdict(
    VerdictKind Kind, ulong Job, uint Round, byte Draw, ushort Interval, Address Verifier, Timestamp Until = default,
    ushort Number = 0, ulong ContestedAs = 0)
{
    private const ulong ContestedPasses = 1UL << 63;

    public Hash32 Key => KeyOf(Job, Round, Draw, Interval, Verifier);

    /// <summary>The key of B21.</summary>
    public static Hash32 KeyOf(ulong job, uint round, byte draw, ushort interval, Address verifier) =>
        new Packer().Number(job, 8).Number(round, 4).Number(draw, 1).Number(interval, 2).Address(verifier).Hash();

    /// <summary>The number of the job record that a pass becomes when it is contested (B21).</summary>
    public static ulong RecordOf(Hash32 key, Hash32 seed) =>
        Cursor.Load(Keccak.Hash(key, seed).ToArray(), 24, 8) | ContestedPasses;
}
