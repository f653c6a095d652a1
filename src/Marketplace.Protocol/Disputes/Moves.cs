using System.Buffers.Binary;
using Marketplace.Merkle;
using Marketplace.Numerics;
using Marketplace.Primitives;
using Marketplace.Protocol.Referee;

namespace Marketplace.Protocol.Disputes;

/// <summary>
/// What each move must show, and what it makes of the game state (D1–D5, B12): the mirror of Moves.sol, check by check in
/// the same order. Clocks and money are not known here.
/// </summary>
internal static class Moves
{
    /// <summary>D1: denies the end of interval k of the claim and dissects it.</summary>
    public static (GameState, byte[] Values) Open(
        GameState g, ReadOnlyMemory<byte> move, Hash32 traceRoot, ulong steps, ulong interval)
    {
        var c = new Cursor(move);
        var count = HeaderView.Intervals(steps, interval);
        var k = c.Number(1);
        if (k >= count) throw new Refusal(Reason.NoSuchSegment);
        var (from, to) = Dissections.OpenPair(c, traceRoot, k, count);
        var rest = steps - k * interval;
        g = g with { Start = k * interval, Length = rest < interval ? rest : interval };
        return Cut(g, c, from, to, Hash32.Zero);
    }

    /// <summary>D3: denies one segment and cuts it.</summary>
    public static (GameState, byte[] Values) Dissect(GameState g, ReadOnlyMemory<byte> move)
    {
        var c = new Cursor(move);
        if (g.Alphabet == Alphabet.Element) throw new Refusal(Reason.WrongAlphabet);
        if (g.Alphabet == Alphabet.Term)
        {
            (g, var acc, var denied) = PickTerm(g, c);
            if (g.Length == 1) throw new Refusal(Reason.NothingToCut);
            return CutTerms(g, c, acc, denied);
        }

        (g, var from, var to) = Pick(g, c);
        if (g.Length == 1) throw new Refusal(Reason.NothingToCut);
        return Cut(g, c, from, to, Hash32.Zero);
    }

    /// <summary>D4: claims a denied segment of one unit one alphabet finer.</summary>
    public static (GameState, byte[] Values) Descend(GameState g, ReadOnlyMemory<byte> move)
    {
        var c = new Cursor(move);
        var alphabet = g.Alphabet;
        if (alphabet > Alphabet.Leaf) throw new Refusal(Reason.WrongAlphabet);
        (g, var from, var to) = Pick(g, c);
        if (g.Length != 1) throw new Refusal(Reason.NotOneUnit);
        g = g with { Alphabet = alphabet + 1 };
        return alphabet switch
        {
            Alphabet.Step => IntoStep(g, c, from, to),
            Alphabet.Operation => IntoOperation(g, c, from, to),
            _ => IntoLeaf(g, c, from, to),
        };
    }

    private static (GameState, byte[]) IntoStep(GameState g, Cursor c, Hash32 from, Hash32 to)
    {
        var header = HeaderView.Take(c);
        if (header.Root != g.Context) throw new Refusal(Reason.WrongProgram);
        var persistent = c.Word();
        var scratch = c.Word();
        if (persistent == to) throw new Refusal(Reason.SameEnd);

        var (phaseRoot, operations) = header.PhaseAt(g.Start);
        g = g with
        {
            Context = Contexts.Operation(phaseRoot, (uint)g.Start, header.Depth, (uint)operations),
            Start = 0,
            Length = operations,
        };
        return Cut(g, c, Keccak.Hash(from, MerkleTree.Zero(header.Depth)), Hash32.Zero, Keccak.Hash(persistent, scratch));
    }

    private static (GameState, byte[]) IntoOperation(GameState g, Cursor c, Hash32 from, Hash32 to)
    {
        var preimage = c.Take(Contexts.OperationSize).Span;
        if (Keccak.Hash(preimage) != g.Context) throw new Refusal(Reason.WrongContext);
        var phaseRoot = new Hash32(preimage[..32]);
        var step = (uint)Cursor.Load(preimage, 32, 4);
        int depth = preimage[36];
        var operations = Cursor.Load(preimage, 37, 4);

        var d = DescriptorView.Take(c);
        var path = c.Words(MerkleTree.Depth((long)operations));
        if (MerkleTree.RootFromPath(d.Leaf, (long)g.Start, path) != phaseRoot) throw new Refusal(Reason.WrongDescriptor);

        var old = c.Word();
        var slotPath = c.Words(depth + 1);
        if (MerkleTree.RootFromPath(old, d.OutputSlot, slotPath) != from) throw new Refusal(Reason.WrongOpening);
        var n = Dissections.Segments(d.OutputLeaves, Dissections.RootArity);
        g = g with { Context = Contexts.Leaf(from, d.Leaf, step, depth), Start = 0, Length = d.OutputLeaves };
        if (c.Left != Hash32.Size * (int)n) throw new Refusal(Reason.WrongLength);
        var values = Dissections.TakeRoots(c, MerkleTree.Zero(MerkleTree.Depth((long)d.OutputLeaves)), n, Hash32.Zero);
        // The claimed output root is the last value: with it the environment must not end as denied.
        if (MerkleTree.RootFromPath(values[n], d.OutputSlot, slotPath) == to) throw new Refusal(Reason.SameEnd);
        return (g with { Root = Dissections.RootOf(values) }, Dissections.Pack(values));
    }

    private static (GameState, byte[]) IntoLeaf(GameState g, Cursor c, Hash32 from, Hash32 to)
    {
        var d = Site.Take(c, g.Context).Descriptor;
        var leaf = c.Take(TensorLeaves.Size);
        var valid = d.ValidElements(g.Start);
        var inside = d.OutputType == (byte)ElementType.I8 ? valid : 4 * valid;
        RequireLeaf(leaf.Span, inside, d.OutputType == (byte)ElementType.F32);
        RequirePrefix(c, Keccak.Hash(leaf.Span), g.Start, MerkleTree.Depth((long)d.OutputLeaves), from, to);
        c.Finish();
        // The last element's number: the count could be 256.
        return (g with { Aux = (byte)(valid - 1), Root = MerkleTree.Root(TensorLeaves.Nodes(leaf.Span)) }, leaf.ToArray());
    }

    /// <summary>D4: denies one element of the claimed leaf and claims the accumulators of its chain.</summary>
    public static (GameState, byte[] Values) Chain(GameState g, ReadOnlyMemory<byte> move)
    {
        var c = new Cursor(move);
        if (g.Alphabet != Alphabet.Element) throw new Refusal(Reason.WrongAlphabet);
        var (element, word, path) = PickElement(g, c);
        var d = Site.Take(c, g.Context).Descriptor;
        var claimed = Claimed(g, element, word, path, d.OutputType);
        var units = d.Units(d.Column(g.Start, element));
        if (units == 1) throw new Refusal(Reason.NothingToCut);
        g = g with
        {
            Alphabet = Alphabet.Term,
            Aux = GameState.TermAux(element, d.OutputType != (byte)ElementType.F32),
            Context = Contexts.Term(g.Context, g.Start),
            Start = 0,
            Length = units,
        };
        return CutTerms(g, c, d.Initial, claimed);
    }

    /// <summary>D5: denies one unit and has it computed. Returns only if the claim was wrong.</summary>
    public static Verdict Prove(GameState g, ReadOnlyMemory<byte> move)
    {
        var c = new Cursor(move);
        int element;
        ulong leaf, unit = 0;
        uint start = 0, denied = 0;
        Hash32 word = default;
        Hash32[] path = [];
        if (g.Alphabet == Alphabet.Element)
        {
            (element, word, path) = PickElement(g, c);
            leaf = g.Start;
        }
        else if (g.Alphabet == Alphabet.Term)
        {
            (g, start, denied) = PickTerm(g, c);
            if (g.Length != 1) throw new Refusal(Reason.NotOneUnit);
            unit = g.Start;
            element = g.Element;
            leaf = c.Number(5);
        }
        else
        {
            throw new Refusal(Reason.WrongAlphabet);
        }

        var site = g.Alphabet == Alphabet.Element ? Site.Take(c, g.Context) : Site.TakeTerm(c, leaf, g.Context);
        var d = site.Descriptor;
        if (g.Alphabet == Alphabet.Element)
        {
            denied = Claimed(g, element, word, path, d.OutputType);
            if (d.Units(d.Column(leaf, element)) != 1) throw new Refusal(Reason.NotOneUnit);
            start = d.Initial;
        }

        var place = new Unit(site.Environment, site.Depth, site.Step, leaf, element, unit, start);
        var computed = RefereeRules.Evaluate(d, place, c.Rest());
        if (computed == denied) throw new Refusal(Reason.ProvesNothing);
        return new Verdict(d.OpCode, unit, start, denied, computed);
    }

    private static (GameState, Hash32 From, Hash32 To) Pick(GameState g, Cursor c)
    {
        var count = Dissections.Segments(g.Length, Dissections.RootArity);
        var i = c.Number(1);
        if (i >= count) throw new Refusal(Reason.NoSuchSegment);
        var (from, to) = Dissections.OpenPair(c, g.Root, i, count);
        return (Narrow(g, i, Dissections.RootArity), from, to);
    }

    private static (GameState, uint From, uint To) PickTerm(GameState g, Cursor c)
    {
        var count = Dissections.Segments(g.Length, Dissections.TermArity);
        var i = c.Number(1);
        if (i >= count) throw new Refusal(Reason.NoSuchSegment);
        var (from, to) = Dissections.OpenTerm(c, g.Root, i, count);
        return (Narrow(g, i, Dissections.TermArity), from, to);
    }

    private static GameState Narrow(GameState g, ulong i, ulong arity)
    {
        var (start, length) = Dissections.Place(g.Start, g.Length, i, arity);
        return g with { Start = start, Length = length };
    }

    /// <summary>An element of the claimed leaf; which word of the leaf is opened, the element's type says.</summary>
    private static (int Element, Hash32 Word, Hash32[] Path) PickElement(GameState g, Cursor c)
    {
        var element = (int)c.Number(1);
        if (element > g.Aux) throw new Refusal(Reason.NoSuchElement);
        return (element, c.Word(), c.Words(3));
    }

    /// <summary>The pattern claimed for an element; of i8 its byte, extended by its sign.</summary>
    private static uint Claimed(GameState g, int element, Hash32 word, Hash32[] path, byte type)
    {
        var perWord = type == (byte)ElementType.I8 ? 32 : 8;
        if (MerkleTree.RootFromPath(word, element / perWord, path) != g.Root) throw new Refusal(Reason.WrongOpening);
        var bytes = word.ToArray();
        return type == (byte)ElementType.I8
            ? Witnesses.Signed(bytes, element % perWord)
            : BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(4 * (element % perWord)));
    }

    /// <summary>Posts a dissection of the units of the state; its end must not be the denied one.</summary>
    private static (GameState, byte[]) Cut(GameState g, Cursor c, Hash32 from, Hash32 denied, Hash32 last)
    {
        var n = Dissections.Segments(g.Length, Dissections.RootArity);
        var values = Dissections.TakeRoots(c, from, n, last);
        if (!denied.IsZero && values[n] == denied) throw new Refusal(Reason.SameEnd);
        return (g with { Root = Dissections.RootOf(values) }, Dissections.Pack(values));
    }

    private static (GameState, byte[]) CutTerms(GameState g, Cursor c, uint from, uint denied)
    {
        var n = Dissections.Segments(g.Length, Dissections.TermArity);
        var values = Dissections.TakeTerms(c, from, n, g.HasIntegers);
        if (values[n] == denied) throw new Refusal(Reason.SameEnd);
        return (g with { Root = Dissections.RootOfTerms(values) }, Dissections.Pack(values));
    }

    /// <summary>An own leaf: zero past the row's end (C1), every NaN in its one form (F4).</summary>
    /// <param name="size">How many of its bytes lie inside the row.</param>
    private static void RequireLeaf(ReadOnlySpan<byte> leaf, int size, bool isFloat)
    {
        for (var word = 0; word < 8; word++)
        {
            for (var i = 32 * word; i < 32 * word + 32; i++)
            {
                if (i >= size && leaf[i] != 0) throw new Refusal(Reason.PaddingNotZero);
            }

            for (var i = 8 * word; isFloat && i < 8 * word + 8; i++)
            {
                Dissections.RequireCanonical(BinaryPrimitives.ReadUInt32LittleEndian(leaf[(4 * i)..]));
            }
        }
    }

    /// <summary>The prefixes before and after the leaf. A sibling to the left is given, one to the right is missing: Z_n.</summary>
    private static void RequirePrefix(Cursor c, Hash32 leaf, ulong index, int levels, Hash32 from, Hash32 to)
    {
        var before = Hash32.Zero;
        for (var l = 0; l < levels; l++)
        {
            if (((index >> l) & 1) == 1)
            {
                var left = c.Word();
                before = Keccak.Hash(left, before);
                leaf = Keccak.Hash(left, leaf);
            }
            else
            {
                before = Keccak.Hash(before, MerkleTree.Zero(l));
                leaf = Keccak.Hash(leaf, MerkleTree.Zero(l));
            }
        }

        if (before != from) throw new Refusal(Reason.WrongOpening);
        if (leaf == to) throw new Refusal(Reason.SameEnd);
    }
}
