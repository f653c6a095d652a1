using System.Buffers.Binary;
using Marketplace.Execution;
using Marketplace.Merkle;
using Marketplace.Numerics;
using Marketplace.Operators;
using Marketplace.Primitives;
using Marketplace.Protocol.Disputes;
using Marketplace.Protocol.Strategies;

namespace Marketplace.World.Forgery;

/// <summary>
/// Every move that a liar can make by the rules (B12): it denies any segment of the opponent's claims, right as they are, and
/// claims whatever it likes in its place. What it opens is true, or the move would be refused.
/// </summary>
public static class MoveForge
{
    /// <summary>How many segments, in ELEMENT how many elements, can be denied in a state.</summary>
    public static int Choices(GameState state) => state.Alphabet switch
    {
        Alphabet.Element => state.Aux + 1,
        Alphabet.Term => DissectionTree.Segments((long)state.Length, DissectionTree.TermArity),
        _ => DissectionTree.Segments((long)state.Length, DissectionTree.Arity),
    };

    /// <summary>An opening that denies the end of interval <paramref name="k"/> (D1).</summary>
    /// <param name="roots">The claimed roots S_0, S_c … S_N.</param>
    public static byte[] Opening(IReadOnlyList<Hash32> roots, int k, ITrace truth, IForgery forgery)
    {
        var (from, to) = (truth.Program.CheckpointStep(k), truth.Program.CheckpointStep(k + 1));
        return Pick([.. roots], k)
            .Words(Claims(from, to - from, t => truth.StateRoot((uint)t), forgery)).ToArray();
    }

    /// <summary>A move that denies segment or element <paramref name="choice"/>.</summary>
    /// <param name="truth">The law's trace of the game's interval.</param>
    /// <returns>null if there is none to be made: a unit that the contract would compute, or a game that has left the
    /// truth.</returns>
    public static Turn? Move(GameRecord game, ITrace truth, int choice, IForgery forgery)
    {
        if (game.State.Alphabet == Alphabet.Step) return InSteps(game, truth, choice, forgery);
        if (StepOf(game, truth) is not { } step) return null;
        if (game.State.Alphabet == Alphabet.Operation) return InOperations(game, step, choice, forgery);
        if (Strategy.Locate(game, truth) is not { } place) return null;
        return game.State.Alphabet switch
        {
            Alphabet.Leaf => InLeaves(game, step, place.Operation, choice, forgery),
            Alphabet.Element => InElement(game, step, place.Operation, choice, forgery),
            _ => InTerms(game, step, place.Operation, choice, forgery),
        };
    }

    private static Turn? InSteps(GameRecord game, ITrace truth, int i, IForgery forgery)
    {
        var (pick, start, length) = Denied(game, i);
        if (length > 1)
            return Dissect(game, pick.Words(Claims(start, length, t => truth.StateRoot((uint)t), forgery)));
        var step = truth.Step((uint)start);
        var count = step.Count;
        var (persistent, scratch) = (step.PersistentRoot(count).ToArray(), step.ScratchRoot(count).ToArray());
        forgery.Root(persistent, 1, 1);
        return Descend(game, pick.Bytes(truth.Program.Header()).Bytes(persistent).Bytes(scratch)
            .Words(Claims(0, (ulong)count, j => step.EnvironmentRoot((int)j), forgery).SkipLast(1)));
    }

    private static Turn? InOperations(GameRecord game, StepTrace step, int i, IForgery forgery)
    {
        var (pick, start, length) = Denied(game, i);
        if (length > 1) return Dissect(game, pick.Words(Claims(start, length, j => step.EnvironmentRoot((int)j), forgery)));
        var (j, phase) = ((int)start, step.Phase);
        var op = phase.Operations[j];
        var leaves = (ulong)step.OutputTree(j).Leaves;
        return Descend(game, pick
            .Word(phase.Root).Number(step.Step, 4).Number((ulong)step.Program.Depth, 1).Number((ulong)phase.Operations.Length, 4)
            .Bytes(op.Encode()).Words(phase.Path(j))
            .Word(step.SlotRoot(j, op.Slot)).Words(step.SlotPath(j, op.Slot))
            .Words(Claims(0, leaves, l => step.PrefixRoot(j, (long)l), forgery)));
    }

    private static Turn? InLeaves(GameRecord game, StepTrace step, int j, int i, IForgery forgery)
    {
        var (pick, start, length) = Denied(game, i);
        if (length > 1) return Dissect(game, pick.Words(Claims(start, length, l => step.PrefixRoot(j, (long)l), forgery)));
        var (op, tree) = (step.Phase.Operations[j], step.OutputTree(j));
        var leaf = tree.LeafBytes((long)start);
        Forge(leaf, op, (long)start, forgery);
        return Descend(game, pick.Bytes(Site(step, j)).Bytes(leaf).Words(tree.LeftSiblings((long)start)));
    }

    private static Turn? InElement(GameRecord game, StepTrace step, int j, int element, IForgery forgery)
    {
        var op = step.Phase.Operations[j];
        var flat = Flat(op, (long)game.State.Start, element);
        var units = Operators.Chain.Units(op, flat);
        if (units == 1) return null;
        var words = TensorLeaves.Nodes(game.Last.Values);
        var word = ElementSize(op.Type) * element / Hash32.Size;
        return new Turn(MoveKind.Chain, game.Last.State, Terms(
            new Packer().Number((ulong)element, 1).Word(words[word]).Words(MerkleTree.Path(words, word)).Bytes(Site(step, j)),
            op.Type, 0, (ulong)units, step.Accumulators(j, flat), forgery));
    }

    private static Turn? InTerms(GameRecord game, StepTrace step, int j, int i, IForgery forgery)
    {
        var op = step.Phase.Operations[j];
        var leaf = game.LastIn(Alphabet.Element)!.Start;
        var flat = Flat(op, (long)leaf, game.State.Element);
        var values = new uint[game.Last.Values.Length / 4];
        for (var v = 0; v < values.Length; v++) values[v] = BinaryPrimitives.ReadUInt32BigEndian(game.Last.Values.AsSpan(4 * v));
        var (start, length) = Segment(game.State, i, DissectionTree.TermArity);
        if (length == 1) return null;
        var pick = new Packer().Number((ulong)i, 1)
            .Bytes(DissectionTree.TermChunk(values, i / DissectionTree.SegmentsPerChunk)).Words(DissectionTree.TermPath(values, i));
        return new Turn(MoveKind.Dissect, game.Last.State, Terms(
            pick, op.Type, start, length, step.Accumulators(j, flat), forgery));
    }

    // ------------------------------------------------------------------------------------------- pieces

    private static Packer Pick(Hash32[] values, int i) => new Packer()
        .Number((ulong)i, 1).Word(values[i]).Word(values[i + 1]).Words(DissectionTree.PairPath(values, i));

    private static (Packer Pick, ulong Start, ulong Length) Denied(GameRecord game, int i)
    {
        var bytes = game.Last.Values;
        var values = new Hash32[bytes.Length / Hash32.Size];
        for (var v = 0; v < values.Length; v++) values[v] = new Hash32(bytes.AsSpan(Hash32.Size * v, Hash32.Size));
        var (start, length) = Segment(game.State, i, DissectionTree.Arity);
        return (Pick(values, i), start, length);
    }

    private static (ulong Start, ulong Length) Segment(GameState state, int i, int arity)
    {
        var from = (ulong)DissectionTree.Position((long)state.Length, arity, i);
        return (state.Start + from, (ulong)DissectionTree.Position((long)state.Length, arity, i + 1) - from);
    }

    /// <summary>v_1 … v_n of a dissection of [start, start + length).</summary>
    private static List<Hash32> Claims(ulong start, ulong length, Func<ulong, Hash32> truth, IForgery forgery)
    {
        var n = DissectionTree.Segments((long)length, DissectionTree.Arity);
        var claims = new List<Hash32>();
        for (var i = 1; i <= n; i++)
        {
            var claim = truth(start + (ulong)DissectionTree.Position((long)length, DissectionTree.Arity, i)).ToArray();
            forgery.Root(claim, i, n);
            claims.Add(new Hash32(claim));
        }

        return claims;
    }

    private static byte[] Terms(
        Packer head, ElementType type, ulong start, ulong length, uint[] accumulators, IForgery forgery)
    {
        var n = DissectionTree.Segments((long)length, DissectionTree.TermArity);
        for (var i = 1; i <= n; i++)
        {
            var at = (long)start + DissectionTree.Position((long)length, DissectionTree.TermArity, i);
            head.Number(forgery.Word(accumulators[at], type, i, n), 4);
        }

        return head.ToArray();
    }

    /// <summary>Changes what lies inside the row: the padding has to stay zero (C1).</summary>
    private static void Forge(Span<byte> leaf, Descriptor op, long number, IForgery forgery)
    {
        var size = ElementSize(op.Type);
        var perRow = TensorLeaves.PerRow(op.Shape.WordsPerRow(op.Type));
        var inside = Math.Min(TensorLeaves.Size, size * (op.Shape.D3 - TensorLeaves.Size / size * (number % perRow)));
        Span<byte> word = stackalloc byte[4];
        for (var at = 0; at < inside; at += 4)
        {
            var forged = forgery.Word(BinaryPrimitives.ReadUInt32LittleEndian(leaf[at..]), op.Type, 1, 1);
            BinaryPrimitives.WriteUInt32LittleEndian(word, forged);
            word[..(int)Math.Min(4, inside - at)].CopyTo(leaf[at..]);
        }
    }

    private static byte[] Site(StepTrace step, int j) => new Packer()
        .Word(step.EnvironmentRoot(j)).Number(step.Step, 4).Number((ulong)step.Program.Depth, 1)
        .Bytes(step.Phase.Operations[j].Encode()).ToArray();

    /// <summary>The step whose inside a game is about: the one whose context it has (B11).</summary>
    private static StepTrace? StepOf(GameRecord game, ITrace truth)
    {
        if (game.LastIn(Alphabet.Step) is not { } steps || game.LastIn(Alphabet.Operation) is not { } inside) return null;
        for (var t = (uint)steps.Start; t < steps.Start + steps.Length; t++)
        {
            var phase = truth.Program.PhaseAt(t);
            var context = new Packer().Word(phase.Root).Number(t, 4).Number((ulong)truth.Program.Depth, 1)
                .Number((ulong)phase.Operations.Length, 4).Hash();
            if (context == inside.Context) return truth.Step(t);
        }

        return null;
    }

    private static int ElementSize(ElementType type) => type == ElementType.I8 ? 1 : 4;

    private static long Flat(Descriptor op, long leaf, int element)
    {
        var perRow = TensorLeaves.PerRow(op.Shape.WordsPerRow(op.Type));
        return leaf / perRow * op.Shape.D3 + TensorLeaves.Size / ElementSize(op.Type) * (leaf % perRow) + element;
    }

    private static Turn Dissect(GameRecord game, Packer move) => new(MoveKind.Dissect, game.Last.State, move.ToArray());

    private static Turn Descend(GameRecord game, Packer move) => new(MoveKind.Descend, game.Last.State, move.ToArray());
}
