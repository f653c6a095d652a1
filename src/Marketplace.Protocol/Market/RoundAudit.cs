using System.Numerics;
using Marketplace.Primitives;
using Marketplace.Protocol.Disputes;
using Marketplace.Protocol.Referee;

namespace Marketplace.Protocol.Market;

/// <summary>The audit of one round of a job with verifiers (M6, M10).</summary>
public sealed record RoundAudit
{
    /// <summary>Blocks from a claim, or from a new draw, to the block whose hash says who is drawn.</summary>
    public const ulong SeedDelay = 4;

    /// <summary>Blocks within which that hash can be taken; later it is drawn anew.</summary>
    public const ulong SeedBlocks = 200;

    /// <summary>What a round without verifiers reads as.</summary>
    public static readonly RoundAudit None = new();

    /// <summary>All stakes in the registry when the round was claimed.</summary>
    public Wei Total { get; init; }

    public Timestamp ClaimedAt { get; init; }

    /// <summary>The block whose hash becomes the seed.</summary>
    public ulong SeedBlock { get; init; }

    /// <summary>Verdicts of both draws together.</summary>
    public ushort Passes { get; init; }

    public ushort Unavailable { get; init; }

    /// <summary>So many verdicts <see cref="VerdictKind.Unavailable"/> are paid.</summary>
    public ushort Paid { get; init; }

    /// <summary>0, or 1 after the new draw that a majority of <see cref="VerdictKind.Unavailable"/> has caused.</summary>
    public byte Draw { get; init; }

    /// <summary>The submitter has the result.</summary>
    public bool Received { get; init; }

    /// <summary>Zero until it is drawn.</summary>
    public Hash32 Seed { get; init; }

    /// <summary>Of the claim: passes are contested under it.</summary>
    public Hash32 TraceRoot { get; init; }

    /// <summary>Verdicts do not speak against paying for the round (M10): silence, a receipt, or a majority of passes.</summary>
    public bool IsDelivered => Received || Unavailable == 0 || Passes > Unavailable;

    /// <param name="block">Of the claim.</param>
    internal static RoundAudit Begun(Wei staked, Timestamp now, ulong block) =>
        new() { Total = staked, ClaimedAt = now, SeedBlock = block + SeedDelay };

    /// <summary>Is a verifier drawn for an interval of this round? ticket / 2^128 &lt; rate / 256 · stake / total (B21).</summary>
    /// <param name="rate">Of the job's terms, in 1/256.</param>
    public bool Draws(Registration registration, Address verifier, ulong job, uint round, ushort interval, ushort rate)
    {
        if (registration.Since >= ClaimedAt) return false;
        var hash = new Packer().Word(Seed).Number(job, 8).Number(round, 4).Address(verifier).Number(interval, 2).Hash();
        var ticket = new BigInteger(hash.ToArray().AsSpan(0, 16), isUnsigned: true, isBigEndian: true);
        return ticket * (BigInteger)Total.Value * 256 < ((BigInteger)registration.Stake.Value * rate) << 128;
    }

    /// <summary>All intervals of this round for which a verifier is drawn, ascending; none before the seed is drawn.</summary>
    /// <param name="steps">Of the job's header, as <paramref name="interval"/>: steps between two checkpoints.</param>
    /// <param name="rate">Of the job's terms, in 1/256.</param>
    public IEnumerable<ushort> Drawn(
        Registration registration, Address verifier, ulong job, uint round, uint steps, uint interval, ushort rate)
    {
        if (Seed.IsZero) yield break;
        for (ushort k = 0; k < HeaderView.Intervals(steps, interval); k++)
        {
            if (Draws(registration, verifier, job, round, k, rate)) yield return k;
        }
    }
}
