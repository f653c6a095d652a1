using System.Buffers.Binary;
using System.Numerics;
using Marketplace.Merkle;
using Marketplace.Numerics;
using Marketplace.Operators;
using Marketplace.Primitives;
using Marketplace.Protocol.Disputes;
using Marketplace.Protocol.Strategies;

namespace Marketplace.World.Synthetic;

/// <summary>A dispute of any size, played by both sides without a job behind it: each move opens what the rules ask for, and
/// what no move ever opens does not exist.</summary>
/// <remarks>
/// The sides agree up to one position in each alphabet and on nothing after it; there every claim is drawn anew. So each move
/// denies the segment in which they part, and is accepted: whoever comes to prove, proves. Which side has lied does not
/// matter for what it costs.
/// </remarks>
public sealed class SyntheticDispute
{
    private readonly DisputeShape _shape;
    private readonly Draws _draws = new();
    private readonly SyntheticEnvironment _environment;
    private readonly SyntheticTree _phase;
    private readonly Hash32[] _leftSiblings;
    private readonly Hash32 _prefix;

    public SyntheticDispute(DisputeShape shape)
    {
        // Before the first operation scratch is missing: nothing could be opened there.
        Invariant.That(shape.Operation > 0, "the disputed operation is not the step's first");
        _shape = shape;
        _environment = new SyntheticEnvironment(shape.Large, shape.Depth, _draws);
        _phase = new SyntheticTree(
            MerkleTree.Depth(shape.Operations), new Dictionary<long, Hash32> { [shape.Operation] = Descriptor.Leaf }, _draws);
        _leftSiblings = [.. Enumerable.Range(0, BitOperations.PopCount((ulong)shape.Large.Leaf)).Select(_ => _draws.Hash())];
        _prefix = MerkleTree.PrefixRootFromSiblings(
            shape.Large.Leaf, MerkleTree.Zero(0), _leftSiblings, MerkleTree.Depth(shape.Leaves));
        Roots = [.. Enumerable.Range(0, shape.Intervals + 1).Select(_ => _draws.Hash())];
        Header = HeaderOf(shape, _phase.Root);
    }

    /// <summary>Of a program of two phases; every second step runs the other one.</summary>
    public byte[] Header { get; }

    /// <summary>The claimed roots S_0, S_c … S_N.</summary>
    public IReadOnlyList<Hash32> Roots { get; }

    /// <summary>The depth of every tree that is opened, in words.</summary>
    public string Depths => $"trace {MerkleTree.Depth(_shape.Intervals)}, phase {MerkleTree.Depth(_shape.Operations)}, "
        + $"slots {_shape.Depth + 1}, output {MerkleTree.Depth(_shape.Leaves)}, "
        + $"operands {string.Join(" and ", _environment.OperandDepths)}";

    private Descriptor Descriptor => _shape.Large.Operation;

    /// <summary>The opening (D1): denies the end of the interval in which the disputed step lies.</summary>
    public byte[] Opening()
    {
        var interval = (int)(_shape.Step / _shape.Interval);
        var start = (ulong)interval * _shape.Interval;
        return new Packer().Bytes(MoveWriter.Pick(Roots, interval)).Words(Cut(start, _shape.Interval, _shape.Step, null)).ToArray();
    }

    /// <summary>The move of whoever holds the turn.</summary>
    /// <param name="game">The state, and what the other side has claimed in it.</param>
    public Turn Next(GameEvent game)
    {
        var state = game.Decoded;
        var move = new Packer();
        var kind = state.Alphabet switch
        {
            Alphabet.Step => InRoots(state, game.Values, move, _shape.Step, null, IntoStep),
            Alphabet.Operation => InRoots(state, game.Values, move, (ulong)_shape.Operation, _environment.Root, IntoOperation),
            Alphabet.Leaf => InRoots(state, game.Values, move, (ulong)_shape.Large.Leaf, _prefix, IntoLeaf),
            Alphabet.Element => InElement(game.Values, move),
            _ => InTerms(state, game.Values, move),
        };
        return new Turn(kind, game.State, move.ToArray());
    }

    /// <param name="at">The last position on which the sides agree.</param>
    /// <param name="agreed">The value there, if anything is opened under it.</param>
    private MoveKind InRoots(GameState state, byte[] values, Packer move, ulong at, Hash32? agreed, Action<Packer> descend)
    {
        var roots = values.Chunk(Hash32.Size).Select(word => new Hash32(word)).ToArray();
        var (segment, start, length) = Segment(state, at, DissectionTree.Arity);
        move.Bytes(MoveWriter.Pick(roots, segment));
        if (length > 1)
        {
            move.Words(Cut(start, length, at, agreed));
            return MoveKind.Dissect;
        }

        descend(move);
        return MoveKind.Descend;
    }

    private void IntoStep(Packer move)
    {
        move.Bytes(Header).Word(_draws.Hash()).Word(_draws.Hash());
        move.Words(Cut(0, (ulong)_shape.Operations, (ulong)_shape.Operation, _environment.Root).SkipLast(1));
    }

    private void IntoOperation(Packer move) => move
        .Bytes(Contexts.OperationPreimage(_phase.Root, _shape.Step, _shape.Depth, (uint)_shape.Operations))
        .Bytes(Descriptor.Encode())
        .Words(_phase.Path(_shape.Operation))
        .Word(_environment.OldOutput)
        .Words(_environment.OutputPath)
        .Words(Cut(0, (ulong)_shape.Leaves, (ulong)_shape.Large.Leaf, _prefix));

    private void IntoLeaf(Packer move) => move.Bytes(Site).Bytes(Claimed()).Words(_leftSiblings);

    private MoveKind InElement(byte[] leaf, Packer move)
    {
        var element = _shape.Large.Element;
        move.Number((ulong)element, 1)
            .Bytes(MoveWriter.WordOpening(leaf, MoveWriter.ElementSize(Descriptor.Type) * element / Hash32.Size)).Bytes(Site);
        if (_shape.Units == 1)
        {
            move.Bytes(_environment.Witness());
            return MoveKind.Prove;
        }

        Accumulators(move, _shape.Units);
        return MoveKind.Chain;
    }

    private MoveKind InTerms(GameState state, byte[] values, Packer move)
    {
        var accumulators = values.Chunk(4).Select(word => BinaryPrimitives.ReadUInt32BigEndian(word)).ToArray();
        var (segment, _, length) = Segment(state, (ulong)_shape.Large.Unit, DissectionTree.TermArity);
        move.Bytes(MoveWriter.PickTerm(accumulators, segment));
        if (length > 1)
        {
            Accumulators(move, (long)length);
            return MoveKind.Dissect;
        }

        move.Number((ulong)_shape.Large.Leaf, 5).Bytes(Site).Bytes(_environment.Witness());
        return MoveKind.Prove;
    }

    private byte[] Site => MoveWriter.Site(_environment.Root, _shape.Step, _shape.Depth, Descriptor);

    /// <summary>An own leaf: zero past the row's end.</summary>
    private byte[] Claimed()
    {
        var leaf = _draws.Leaf(Descriptor.Type);
        var inside = TensorLeaves.WordsInside(_shape.Large.Leaf, Descriptor.Shape.WordsPerRow(Descriptor.Type));
        leaf.AsSpan(4 * inside).Clear();
        return leaf;
    }

    private void Accumulators(Packer move, long units)
    {
        for (var i = DissectionTree.Segments(units, DissectionTree.TermArity); i > 0; i--) move.Number(_draws.Float(), 4);
    }

    /// <summary>v_1 … v_n of the roots between [start, start + length): all drawn, but for the one that is opened later.</summary>
    private Hash32[] Cut(ulong start, ulong length, ulong at, Hash32? agreed)
    {
        var cut = new Hash32[DissectionTree.Segments((long)length, DissectionTree.Arity)];
        for (var i = 1; i <= cut.Length; i++)
        {
            var position = start + (ulong)DissectionTree.Position((long)length, DissectionTree.Arity, i);
            cut[i - 1] = position == at && agreed is { } root ? root : _draws.Hash();
        }

        return cut;
    }

    /// <summary>The segment in which the sides part, and its place.</summary>
    private static (int Segment, ulong Start, ulong Length) Segment(GameState state, ulong at, int arity)
    {
        var stride = (ulong)DissectionTree.Stride((long)state.Length, arity);
        var segment = (at - state.Start) / stride;
        return ((int)segment, state.Start + segment * stride, Math.Min(stride, state.Length - segment * stride));
    }

    private byte[] HeaderOf(DisputeShape shape, Hash32 phase) => new Packer()
        .Number(Programs.Program.CurrentLaw, 2).Number(shape.Steps, 4).Number(shape.Interval, 4).Number((ulong)shape.Depth, 1)
        .Word(_draws.Hash()).Number(1, 2).Number(2, 1)
        .Word(shape.Step % 2 == 0 ? phase : _draws.Hash()).Number((ulong)shape.Operations, 4)
        .Word(shape.Step % 2 == 1 ? phase : _draws.Hash()).Number((ulong)shape.Operations, 4)
        .ToArray();
}
