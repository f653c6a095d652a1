using System.Collections.Immutable;
using System.Buffers.Binary;
using Marketplace.Merkle;
using Marketplace.Numerics;
using Marketplace.Operators;
using Marketplace.Primitives;

namespace Marketplace.Programs;

/// <summary>What a slot is for (B6). The values are part of a program's bytes.</summary>
public enum SlotKind : byte
{
    /// <summary>A constant of the job; never written.</summary>
    Input = 0,

    /// <summary>Survives the step.</summary>
    State = 1,

    /// <summary>Lives inside a step.</summary>
    Scratch = 2,

    /// <summary>A slot number that the program never uses.</summary>
    Unused = 3,
}

/// <summary>A named tensor of a program. The name is for people and files; it is not hashed.</summary>
public sealed record Slot(SlotKind Kind, ElementType Type, Shape Shape, string Name)
{
    /// <summary>H(0x00 ‖ kind ‖ type ‖ dimensions) (B6).</summary>
    public Hash32 Leaf
    {
        get
        {
            Span<byte> bytes = stackalloc byte[3 + 4 * Shape.MaxRank];
            bytes[0] = 0;
            bytes[1] = (byte)Kind;
            bytes[2] = (byte)Type;
            for (var axis = 0; axis < Shape.MaxRank; axis++)
                BinaryPrimitives.WriteUInt32BigEndian(bytes[(3 + 4 * axis)..], Shape[axis]);
            return Keccak.Hash(bytes);
        }
    }
}

/// <summary>All slots of a program: inputs and state in the persistent half, scratch after it (C3, B3).</summary>
/// <param name="Depth">D: each half has 2^D slot numbers.</param>
public sealed record SlotTable(ImmutableArray<Slot> Persistent, ImmutableArray<Slot> Scratch, int Depth)
{
    /// <summary>Slot numbers are 2 bytes and each half has 2^D of them.</summary>
    public const int MaxDepth = 15;

    private static readonly Slot Unused = new(SlotKind.Unused, ElementType.F32, new Shape(0, 0, 0, 0), "");

    /// <summary>The least D that holds both halves.</summary>
    public static SlotTable Of(ImmutableArray<Slot> persistent, ImmutableArray<Slot> scratch) =>
        new(persistent, scratch, MerkleTree.Depth(Math.Max(1, Math.Max(persistent.Length, scratch.Length))));

    /// <summary>The number of scratch slot 0: 2^D.</summary>
    public int ScratchBase => 1 << Depth;

    /// <summary>The slot with a global number; kind Unused where there is none.</summary>
    public Slot this[int number]
    {
        get
        {
            var (half, i) = number < ScratchBase ? (Persistent, number) : (Scratch, number - ScratchBase);
            return i >= 0 && i < half.Length ? half[i] : Unused;
        }
    }

    /// <summary>The number of the persistent slot with a name.</summary>
    public int Number(string name)
    {
        var number = 0;
        while (number < Persistent.Length && Persistent[number].Name != name) number++;
        Invariant.That(number < Persistent.Length, $"there is a persistent slot named {name}");
        return number;
    }

    /// <summary>The Merkle root over the leaves of all 2^(D+1) slot numbers (B6).</summary>
    public Hash32 Root
    {
        get
        {
            var leaves = new Hash32[2 * ScratchBase];
            Array.Fill(leaves, Unused.Leaf);
            for (var i = 0; i < Persistent.Length; i++) leaves[i] = Persistent[i].Leaf;
            for (var i = 0; i < Scratch.Length; i++) leaves[ScratchBase + i] = Scratch[i].Leaf;
            return MerkleTree.Root(leaves);
        }
    }
}
