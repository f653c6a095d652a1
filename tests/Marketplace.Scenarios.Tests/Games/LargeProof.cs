using Marketplace.Chain;
using Marketplace.Chain.Market;
using Marketplace.Merkle;
using Marketplace.Numerics;
using Marketplace.Operators;
using Marketplace.Primitives;
using Marketplace.Protocol.Disputes;
using Marketplace.Protocol.Strategies;
using Marketplace.World.Synthetic;

namespace Marketplace.Scenarios.Tests.Games;

/// <summary>The last move of a game that is far too large for a test: only what the move opens is made up.</summary>
/// <remarks>The phase has thousands of operations; a proof does not open it.</remarks>
public sealed class LargeProof
{
    private const uint Step = 731;

    private readonly LargeOperation _large;
    private readonly Draws _draws = new();

    /// <summary>A game of this job and challenger that has come to its last move.</summary>
    /// <param name="base">The game's state as it was opened: its numbers and clocks.</param>
    public LargeProof(LargeOperation large, GameState @base, Address mover, Address waiting)
    {
        _large = large;
        var operation = large.Operation;
        var opened = new SyntheticEnvironment(large, LargeOperation.Depth, _draws);
        var environment = opened.Root;
        var site = MoveWriter.Site(environment, Step, LargeOperation.Depth, operation);
        var context = Contexts.Leaf(environment, operation.Leaf, Step, LargeOperation.Depth);
        var state = @base with { ChallengerMoves = @base.Waiting == mover, Waiting = waiting };
        var (pick, at) = large.IsOneUnit ? InElement(state, context) : InTerm(state, context);
        State = at.Encode();
        Sealed = GameState.Seal(State, mover);
        Move = new Packer().Bytes(pick).Bytes(site).Bytes(opened.Witness()).ToArray();
    }

    public byte[] State { get; }

    /// <summary>What the contract has stored for this state.</summary>
    public Hash32 Sealed { get; }

    public byte[] Move { get; }

    public IContractCall Call => MarketContract.CallOf(new Turn(MoveKind.Prove, State, Move));

    private (byte[] Pick, GameState State) InElement(GameState state, Hash32 context)
    {
        var claimed = TensorLeaves.Nodes(_draws.Leaf(_large.Operation.Type));
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
        uint[] values = [0, .. Enumerable.Range(0, DissectionTree.TermArity).Select(_ => _draws.Float())];
        var pick = new Packer()
            .Number(segment, 1).Bytes(DissectionTree.TermChunk(values, segment / 8))
            .Words(DissectionTree.TermPath(values, segment)).Number((ulong)_large.Leaf, 5).ToArray();
        return (pick, state with
        {
            Alphabet = Alphabet.Term,
            Aux = GameState.TermAux(_large.Element, _large.Operation.Type != ElementType.F32),
            Start = (ulong)(_large.Unit - segment),
            Length = DissectionTree.TermArity,
            Context = Contexts.Term(context, (ulong)_large.Leaf),
            Root = DissectionTree.TermRoot(values),
        });
    }
}
