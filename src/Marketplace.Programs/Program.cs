using System.Buffers.Binary;
using System.Collections.Immutable;
using Marketplace.Primitives;

namespace Marketplace.Programs;

/// <summary>The committed computation of one job: slots, operations per phase, schedule (C4).</summary>
/// <param name="Law">Version of the number law; 1.</param>
/// <param name="Steps">N.</param>
/// <param name="CheckpointEvery">c, in steps.</param>
/// <param name="Inner">With two phases the number of steps of phase 0 between two steps of phase 1; else 0.</param>
/// <param name="Phases">One or two.</param>
public sealed record Program(
    ushort Law, uint Steps, uint CheckpointEvery, SlotTable Slots, ushort Inner, ImmutableArray<Phase> Phases)
{
    public const ushort CurrentLaw = 1;

    /// <summary>A claim has at most this many intervals (B7).</summary>
    public const int MaxIntervals = 256;

    /// <summary>D.</summary>
    public int Depth => Slots.Depth;

    /// <summary>m = ⌈N / c⌉; of a program that is not admitted at most 2^31 − 1.</summary>
    public int Intervals => (int)Math.Min(int.MaxValue, ((long)Steps + CheckpointEvery - 1) / CheckpointEvery);

    /// <summary>The step at which checkpoint k stands: min(k · c, N).</summary>
    public uint CheckpointStep(int checkpoint) => (uint)Math.Min(Steps, (long)checkpoint * CheckpointEvery);

    /// <summary>The number of the phase that runs at step t (B6).</summary>
    public int PhaseIndexAt(uint step) => Phases.Length == 2 && step % (Inner + 1u) == Inner ? 1 : 0;

    public Phase PhaseAt(uint step) => Phases[PhaseIndexAt(step)];

    /// <summary>The header's bytes (B6): short, and supplied whole where it is needed.</summary>
    public byte[] Header()
    {
        var bytes = new byte[46 + 36 * Phases.Length];
        var rest = bytes.AsSpan();
        BinaryPrimitives.WriteUInt16BigEndian(rest, Law);
        BinaryPrimitives.WriteUInt32BigEndian(rest[2..], Steps);
        BinaryPrimitives.WriteUInt32BigEndian(rest[6..], CheckpointEvery);
        rest[10] = (byte)Depth;
        Slots.Root.CopyTo(rest[11..]);
        BinaryPrimitives.WriteUInt16BigEndian(rest[43..], Inner);
        rest[45] = (byte)Phases.Length;
        rest = rest[46..];
        foreach (var phase in Phases)
        {
            phase.Root.CopyTo(rest);
            BinaryPrimitives.WriteUInt32BigEndian(rest[32..], (uint)phase.Operations.Length);
            rest = rest[36..];
        }

        return bytes;
    }

    /// <summary>H(header): the job's program root.</summary>
    public Hash32 Root => Keccak.Hash(Header());
}
