using Marketplace.Execution;
using Marketplace.Merkle;
using Marketplace.Operators;
using Marketplace.Primitives;
using Marketplace.Protocol.Disputes;

namespace Marketplace.Protocol.Strategies;

/// <summary>
/// The honest player: given the game and one's own trace, the next move. One pure function for both sides. It names the
/// first segment of the opponent's dissection that starts as the own trace and ends otherwise, and claims that more finely.
/// Whoever plays it with a true trace wins; whoever plays it with a false one gets as far as a liar can.
/// </summary>
public static class Strategy
{
    /// <summary>The opening (D1): denies the end of interval <paramref name="interval"/> of a claim.</summary>
    /// <param name="roots">The claimed roots S_0, S_c … S_N.</param>
    public static byte[] Opening(int interval, IReadOnlyList<Hash32> roots, ITrace trace)
    {
        var program = trace.Program;
        ulong from = program.CheckpointStep(interval);
        ulong to = program.CheckpointStep(interval + 1);
        return new Packer()
            .Bytes(MoveWriter.Pick(roots, interval))
            .Words(Cuts(from, to - from).Skip(1).Select(t => trace.StateRoot((uint)t)))
            .ToArray();
    }

    /// <summary>The move to make, or null if this trace finds nothing to deny: then the game is lost.</summary>
    public static Turn? NextMove(GameRecord game, ITrace trace)
    {
        var place = new GamePlace(game, trace);
        switch (game.State.Alphabet)
        {
            case Alphabet.Step:
                return InSteps(game, trace);
            case Alphabet.Operation:
                return place.Step is { } t ? InOperations(game, trace.Step(t)) : null;
            default:
                if (place.Step is not { } at) return null;
                var step = trace.Step(at);
                if (place.OperationOf(step) is not { } operation) return null;
                return game.State.Alphabet switch
                {
                    Alphabet.Leaf => InLeaves(game, step, operation),
                    Alphabet.Element => InElement(game, step, operation),
                    _ => InTerms(game, step, operation, (long)place.Leaf!.Value),
                };
        }
    }

    /// <summary>Which step and operation a game is about, as far as it has come; null before the alphabet LEAF.</summary>
    public static (uint Step, int Operation)? Locate(GameRecord game, ITrace trace)
    {
        var place = new GamePlace(game, trace);
        return place.Step is { } step && place.OperationOf(trace.Step(step)) is { } operation ? (step, operation) : null;
    }

    private static Turn? InSteps(GameRecord game, ITrace trace)
    {
        var values = Roots(game.Last.Values);
        if (Deny(game, values, t => trace.StateRoot((uint)t)) is not { } denied) return null;
        var (pick, start, length) = denied;
        if (length > 1) return Dissect(game, pick, start, length, t => trace.StateRoot((uint)t));

        // STEP→OPERATION
        var step = trace.Step((uint)start);
        var operations = (ulong)step.Phase.Operations.Length;
        return Descend(game, new Packer()
            .Bytes(pick)
            .Bytes(trace.Program.Header())
            .Word(step.PersistentRoot((int)operations))
            .Word(step.ScratchRoot((int)operations))
            .Words(Cuts(0, operations).Skip(1).SkipLast(1).Select(j => step.EnvironmentRoot((int)j))));
    }

    private static Turn? InOperations(GameRecord game, StepTrace step)
    {
        var values = Roots(game.Last.Values);
        if (Deny(game, values, j => step.EnvironmentRoot((int)j)) is not { } denied) return null;
        var (pick, start, length) = denied;
        if (length > 1) return Dissect(game, pick, start, length, j => step.EnvironmentRoot((int)j));

        // OPERATION→LEAF
        var operation = (int)start;
        var phase = step.Phase;
        var descriptor = phase.Operations[operation];
        var leaves = (ulong)step.OutputTree(operation).Leaves;
        return Descend(game, new Packer()
            .Bytes(pick)
            .Bytes(Contexts.OperationPreimage(phase.Root, step.Step, step.Program.Depth, (uint)phase.Operations.Length))
            .Bytes(descriptor.Encode())
            .Words(phase.Path(operation))
            .Word(step.SlotRoot(operation, descriptor.Slot))
            .Words(step.SlotPath(operation, descriptor.Slot))
            .Words(Cuts(0, leaves).Skip(1).Select(i => step.PrefixRoot(operation, (long)i))));
    }

    private static Turn? InLeaves(GameRecord game, StepTrace step, int operation)
    {
        var values = Roots(game.Last.Values);
        if (Deny(game, values, i => step.PrefixRoot(operation, (long)i)) is not { } denied) return null;
        var (pick, start, length) = denied;
        if (length > 1) return Dissect(game, pick, start, length, i => step.PrefixRoot(operation, (long)i));

        // LEAF→ELEMENT
        var tree = step.OutputTree(operation);
        return Descend(game, new Packer()
            .Bytes(pick)
            .Bytes(MoveWriter.Site(step, operation))
            .Bytes(tree.LeafBytes((long)start))
            .Words(tree.LeftSiblings((long)start)));
    }

    private static Turn? InElement(GameRecord game, StepTrace step, int operation)
    {
        var leaf = (long)game.State.Start;
        var claimed = game.Last.Values;
        var own = step.OutputTree(operation).LeafBytes(leaf);
        var descriptor = step.Phase.Operations[operation];
        var size = MoveWriter.ElementSize(descriptor.Type);
        var inside = size * (game.State.Aux + 1);
        var same = own.AsSpan(0, inside).CommonPrefixLength(claimed.AsSpan(0, inside));
        if (same == inside) return null;

        var element = same / size;
        var flat = MoveWriter.Flat(descriptor, leaf, element);
        var units = Chain.Units(descriptor, flat);
        var head = new Packer()
            .Number((ulong)element, 1)
            .Bytes(MoveWriter.WordOpening(claimed, size * element / Hash32.Size))
            .Bytes(MoveWriter.Site(step, operation));
        if (units == 1) return Move(MoveKind.Prove, game, head.Bytes(MoveWriter.Witness(step, operation, flat, 0)));

        var accumulators = step.Accumulators(operation, flat);
        foreach (var u in Cuts(0, (ulong)units, Dissections.TermArity).Skip(1)) head.Number(accumulators[u], 4);
        return Move(MoveKind.Chain, game, head);
    }

    private static Turn? InTerms(GameRecord game, StepTrace step, int operation, long leaf)
    {
        var descriptor = step.Phase.Operations[operation];
        var flat = MoveWriter.Flat(descriptor, leaf, game.State.Element);
        var accumulators = step.Accumulators(operation, flat);
        var values = Terms(game.Last.Values);
        var cuts = Cuts(game.State.Start, game.State.Length, Dissections.TermArity);
        if (values.Length != cuts.Count) return null;
        var i = FirstDifference(values, [.. cuts.Select(u => accumulators[u])]);
        if (i < 0) return null;

        var (start, length) = Dissections.Place(game.State.Start, game.State.Length, (ulong)i, Dissections.TermArity);
        var pick = MoveWriter.PickTerm(values, i);
        if (length > 1)
        {
            var finer = new Packer().Bytes(pick);
            foreach (var u in Cuts(start, length, Dissections.TermArity).Skip(1)) finer.Number(accumulators[u], 4);
            return Move(MoveKind.Dissect, game, finer);
        }

        return Move(MoveKind.Prove, game, new Packer()
            .Bytes(pick)
            .Number((ulong)leaf, 5)
            .Bytes(MoveWriter.Site(step, operation))
            .Bytes(MoveWriter.Witness(step, operation, flat, (long)start)));
    }

    /// <summary>The first segment that starts as the own trace and ends otherwise.</summary>
    private static (byte[] Pick, ulong Start, ulong Length)? Deny(GameRecord game, Hash32[] values, Func<ulong, Hash32> own)
    {
        var cuts = Cuts(game.State.Start, game.State.Length);
        if (values.Length != cuts.Count) return null;
        var i = FirstDifference(values, [.. cuts.Select(own)]);
        if (i < 0) return null;
        var (start, length) = Dissections.Place(game.State.Start, game.State.Length, (ulong)i, Dissections.RootArity);
        return (MoveWriter.Pick(values, i), start, length);
    }

    /// <returns>The segment i with values[i] = own[i] and values[i + 1] ≠ own[i + 1], or −1.</returns>
    private static int FirstDifference<T>(T[] values, T[] own)
        where T : IEquatable<T>
    {
        for (var i = 0; i + 1 < values.Length; i++)
        {
            if (values[i].Equals(own[i]) && !values[i + 1].Equals(own[i + 1])) return i;
        }

        return -1;
    }

    /// <summary>The positions at which [start, start + length) is cut, both ends included (B8).</summary>
    private static List<ulong> Cuts(ulong start, ulong length, ulong arity = Dissections.RootArity)
    {
        var stride = Dissections.Stride(length, arity);
        var cuts = new List<ulong>();
        for (var at = 0UL; at < length; at += stride) cuts.Add(start + at);
        cuts.Add(start + length);
        return cuts;
    }

    private static Turn Dissect(GameRecord game, byte[] pick, ulong start, ulong length, Func<ulong, Hash32> own) =>
        Move(MoveKind.Dissect, game, new Packer().Bytes(pick).Words(Cuts(start, length).Skip(1).Select(own)));

    private static Turn Descend(GameRecord game, Packer move) => Move(MoveKind.Descend, game, move);

    private static Turn Move(MoveKind kind, GameRecord game, Packer move) => new(kind, game.Last.State, move.ToArray());

    private static Hash32[] Roots(byte[] values)
    {
        var roots = new Hash32[values.Length / Hash32.Size];
        for (var i = 0; i < roots.Length; i++) roots[i] = new Hash32(values.AsSpan(Hash32.Size * i, Hash32.Size));
        return roots;
    }

    private static uint[] Terms(byte[] values)
    {
        var terms = new uint[values.Length / 4];
        for (var i = 0; i < terms.Length; i++) terms[i] = (uint)Cursor.Load(values, 4 * i, 4);
        return terms;
    }
}
