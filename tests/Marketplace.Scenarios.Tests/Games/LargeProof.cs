using Marketplace.Chain.Generated;
using Marketplace.Merkle;
using Marketplace.Numerics;
using Marketplace.Operators;
using Marketplace.Primitives;
using Marketplace.Protocol.Disputes;

namespace Marketplace.Scenarios.Tests.Games;

/// <summary>The last move of a game that is far too large for a test: only what the move opens is made up.</summary>
/// <remarks>The phase has thousands of operations; a proof does not open it.</remarks>
public sealed class LargeProof
{
    private const uint Step = 731;

    private readonly LargeOperation _large;
    private uint _drawn;

    /// <summary>A game of this job and challenger that has come to its last move.</summary>
    /// <param name="base">The game's state as it was opened: its numbers and clocks.</param>
    public LargeProof(LargeOperation large, GameState @base, Address mover, Address waiting)
    {
        _large = large;
        var operation = large.Operation;
        var operands = operation.Operands;
        var read = Operators.Chain.Leaves(operation, large.Flat, large.Unit);
        var openings = new (byte[] Leaf, Hash32[] Path, Hash32 Root)[operands.Length];
        for (var o = 0; o < operands.Length; o++)
        {
            var path = Words(MerkleTree.Depth(TensorLeaves.Count(operands[o].Rows, operands[o].WordsPerRow)));
            var leaf = Leaf(operands[o].Type);
            openings[o] = (leaf, path, MerkleTree.RootFromPath(Keccak.Hash(leaf), read[o].Leaf, path));
        }

        // A later slot's path ends where it meets the first's: its node is the sibling there.
        var slotPath = Words(LargeOperation.Depth + 1);
        var slots = new Packer();
        for (var o = 1; o < operands.Length; o++)
        {
            var level = System.Numerics.BitOperations.Log2((uint)(operands[o].Slot ^ operands[0].Slot));
            var lower = Words(level);
            slotPath[level] = MerkleTree.RootFromPath(openings[o].Root, operands[o].Slot, lower);
            slots.Word(openings[o].Root).Words(lower);
        }

        var environment = MerkleTree.RootFromPath(openings[0].Root, operands[0].Slot, slotPath);
        var site = new Packer()
            .Word(environment).Number(Step, 4).Number(LargeOperation.Depth, 1).Bytes(operation.Encode()).ToArray();
        var witness = new Packer().Word(openings[0].Root).Words(slotPath).Bytes(slots.ToArray());
        foreach (var (leaf, path, _) in openings) witness.Bytes(leaf).Words(path);
        var context = new Packer()
            .Word(environment).Word(operation.Leaf).Number(Step, 4).Number(LargeOperation.Depth, 1).Hash();
        var state = @base with { ChallengerMoves = @base.Waiting == mover, Waiting = waiting };
        var (pick, at) = large.IsOneUnit ? InElement(state, context) : InTerm(state, context);
        State = at.Encode();
        Sealed = GameState.Seal(State, mover);
        Move = new Packer().Bytes(pick).Bytes(site).Bytes(witness.ToArray()).ToArray();
    }

    public byte[] State { get; }

    /// <summary>What the contract has stored for this state.</summary>
    public Hash32 Sealed { get; }

    public byte[] Move { get; }

    public ComputeMarket.ProveCall Call => new(State, Move);

    private (byte[] Pick, GameState State) InElement(GameState state, Hash32 context)
    {
        var claimed = TensorLeaves.Nodes(Leaf(_large.Operation.Type));
        var perWord = _large.Operation.Type == ElementType.I8 ? 32 : 8;
        var word = _large.Element / perWord;
        var pick = new Packer()
            .Number((ulong)_large.Element, 1).Word(claimed[word]).Words(MerkleTree.Path(claimed, word)).ToArray();
        return (pick, state with
        {
            Alphabet = Alphabet.Element,
            Aux = (byte)(8 * perWord - 1),
            Start = (ulong)_large.Leaf,
            Length = 1,
            Context = context,
            Root = MerkleTree.Root(claimed),
        });
    }

    /// <summary>The last dissection of the game has 64 segments of one unit.</summary>
    private (byte[] Pick, GameState State) InTerm(GameState state, Hash32 context)
    {
        const int segment = 45;
        uint[] values = [0, .. Enumerable.Range(0, DissectionTree.TermArity).Select(_ => Float())];
        var pick = new Packer()
            .Number(segment, 1).Bytes(DissectionTree.TermChunk(values, segment / 8))
            .Words(DissectionTree.TermPath(values, segment)).Number((ulong)_large.Leaf, 5).ToArray();
        return (pick, state with
        {
            Alphabet = Alphabet.Term,
            Aux = GameState.TermAux(_large.Element, _large.Operation.Type != ElementType.F32),
            Start = (ulong)(_large.Unit - segment),
            Length = DissectionTree.TermArity,
            Context = new Packer().Word(context).Number((ulong)_large.Leaf, 5).Hash(),
            Root = DissectionTree.TermRoot(values),
        });
    }

    private byte[] Leaf(ElementType type)
    {
        var bytes = new byte[TensorLeaves.Size];
        for (var i = 0; i < TensorLeaves.Words; i++)
            BitConverter.TryWriteBytes(bytes.AsSpan(4 * i), type == ElementType.F32 ? Float() : Word());
        return bytes;
    }

    /// <summary>In ±[1/4, 4), all fraction bits random: hardly a byte is zero, as in trained weights.</summary>
    private uint Float()
    {
        var word = Word();
        return (word & 0x807fffff) | ((125 + ((word >> 23) & 3)) << 23);
    }

    private uint Word() => Philox.Word(18, _drawn++, 0, 0);

    private Hash32[] Words(int count) =>
        [.. Enumerable.Range(0, count).Select(_ => Keccak.Hash(BitConverter.GetBytes(Philox.Word(27, _drawn++, 0, 0))))];
}
