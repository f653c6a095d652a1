using System.Collections.Immutable;
using Marketplace.Chain.Generated;
using Marketplace.Merkle;
using Marketplace.Numerics;
using Marketplace.Operators;
using Marketplace.Primitives;
using Marketplace.Protocol.Disputes;

namespace Marketplace.Scenarios.Tests.Games;

/// <summary>The last move of a game about a matrix product that is far too large for a test: only what the move opens is made up.</summary>
/// <remarks>
/// 4,096 × 4,096 by 2,097,152 × 4,096: operand trees of depths 18 and 27, 64 units. Both operands lie in different halves of
/// a slot tree of D = 12, which is the longest opening there is. The phase has 2,000 operations; a proof does not open it.
/// </remarks>
public sealed class LargeProof
{
    private const int Depth = 12;
    private const int SlotA = 5;
    private const int SlotB = (1 << Depth) + 7;
    private const int Inner = 4_096;
    private const uint RowsA = 1 << 12;
    private const uint RowsB = 1 << 21;
    private const uint Step = 731;
    private const ulong Leaf = 123_456_789;
    private const int Element = 37;
    private const int Unit = 45;

    private uint _drawn;

    /// <summary>A game of this job and challenger that has come to its last move.</summary>
    /// <param name="base">The game's state as it was opened: its numbers and clocks.</param>
    public LargeProof(GameState @base, Address mover, Address waiting)
    {
        var operation = new Descriptor(
            OpCode.MatMul, 0, ElementType.F32, SlotB + 1, new Shape(1, 1, RowsA, RowsB), [],
            [
                new Operand(SlotA, ElementType.F32, RowsA, Inner, 0, new Strides(0, 0, 1, 0)),
                new Operand(SlotB, ElementType.F32, RowsB, Inner, 0, new Strides(0, 0, 0, 1)),
            ]);
        const long perRow = Inner / TensorLeaves.Words;
        var row = (long)Leaf / (RowsB / TensorLeaves.Words);
        var column = (long)Leaf % (RowsB / TensorLeaves.Words) * TensorLeaves.Words + Element;
        var (leafA, pathA) = (Floats(), Words(18));
        var (leafB, pathB) = (Floats(), Words(27));
        var rootA = MerkleTree.RootFromPath(Keccak.Hash(leafA), row * perRow + Unit, pathA);
        var rootB = MerkleTree.RootFromPath(Keccak.Hash(leafB), column * perRow + Unit, pathB);
        var lower = Words(Depth);
        Hash32[] slotPath = [.. Words(Depth), MerkleTree.RootFromPath(rootB, SlotB, lower)];
        var environment = MerkleTree.RootFromPath(rootA, SlotA, slotPath);

        var site = new Packer().Word(environment).Number(Step, 4).Number(Depth, 1).Bytes(operation.Encode()).ToArray();
        var context = new Packer().Word(environment).Word(operation.Leaf).Number(Step, 4).Number(Depth, 1).Hash();
        uint[] values = [0, .. Enumerable.Range(0, Inner / TensorLeaves.Words).Select(_ => Float())];
        State = (@base with
        {
            Alphabet = Alphabet.Term,
            ChallengerMoves = @base.Waiting == mover,
            Aux = Element,
            Start = 0,
            Length = perRow,
            Waiting = waiting,
            Context = new Packer().Word(context).Number(Leaf, 5).Hash(),
            Root = DissectionTree.TermRoot(values),
        }).Encode();
        Sealed = GameState.Seal(State, mover);
        Move = new Packer()
            .Number(Unit, 1).Bytes(DissectionTree.TermChunk(values, Unit / 8)).Words(DissectionTree.TermPath(values, Unit))
            .Number(Leaf, 5).Bytes(site)
            .Word(rootA).Words(slotPath).Word(rootB).Words(lower)
            .Bytes(leafA).Words(pathA).Bytes(leafB).Words(pathB)
            .ToArray();
    }

    public byte[] State { get; }

    /// <summary>What the contract has stored for this state.</summary>
    public Hash32 Sealed { get; }

    public byte[] Move { get; }

    public ComputeMarket.ProveCall Call => new(State, Move);

    private byte[] Floats()
    {
        var bytes = new byte[TensorLeaves.Size];
        for (var i = 0; i < TensorLeaves.Words; i++) BitConverter.TryWriteBytes(bytes.AsSpan(4 * i), Float());
        return bytes;
    }

    /// <summary>In ±[1/4, 4), all fraction bits random: hardly a byte is zero, as in trained weights.</summary>
    private uint Float()
    {
        var word = Philox.Word(18, _drawn++, 0, 0);
        return (word & 0x807fffff) | ((125 + ((word >> 23) & 3)) << 23);
    }

    private Hash32[] Words(int count) =>
        [.. Enumerable.Range(0, count).Select(_ => Keccak.Hash(BitConverter.GetBytes(Philox.Word(27, _drawn++, 0, 0))))];
}
