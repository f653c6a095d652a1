using Marketplace.Merkle;
using Marketplace.Operators;
using Marketplace.Protocol.Disputes;

namespace Marketplace.Scenarios.Tests.Games;

/// <summary>A named range of bytes.</summary>
public readonly record struct Field(string Name, int At, int Size);

/// <summary>What the bytes of a legal move mean (B12): its fields in their order, so that each can be damaged.</summary>
public sealed class MoveFields
{
    private readonly byte[] _move;
    private readonly List<Field> _fields = [];
    private int _at;

    private MoveFields(byte[] move) => _move = move;

    /// <summary>The fields of a state (B9).</summary>
    public static IReadOnlyList<Field> OfState { get; } = Lay(
        ("job", 8), ("round", 4), ("nonce", 4), ("turn", 1), ("tier", 1), ("aux", 1), ("sequence", 2), ("limit", 2), ("peers", 2),
        ("deadline", 5), ("waitingBudget", 4), ("minResponse", 4), ("stepAllowance", 4), ("start", 5), ("length", 5), ("waiting", 20),
        ("context", 32), ("root", 32));

    public static IReadOnlyList<Field> OfOpening(byte[] opening, int intervals) =>
        new MoveFields(opening).Pick(intervals).Words("value")._fields;

    /// <param name="turn">A legal one.</param>
    public static IReadOnlyList<Field> Of(Turn turn)
    {
        var fields = new MoveFields(turn.Move);
        var state = GameState.Decode(turn.State)!;
        switch (turn.Kind, state.Alphabet)
        {
            case (MoveKind.Dissect, Alphabet.Term):
                fields.PickTerm(state).Numbers("value");
                break;
            case (MoveKind.Dissect, _):
                fields.Pick(state).Words("value");
                break;
            case (MoveKind.Descend, Alphabet.Step):
                fields.Pick(state).Header().Take("S'", 32).Take("x", 32).Words("value");
                break;
            case (MoveKind.Descend, Alphabet.Operation):
                fields.Pick(state).IntoOperation();
                break;
            case (MoveKind.Descend, _):
                fields.Pick(state).Site(out _).Numbers("leaf", TensorLeaves.Words).Words("left sibling");
                break;
            case (MoveKind.Chain, _):
                fields.Element().Site(out _).Numbers("value");
                break;
            case (_, Alphabet.Term):
                fields.PickTerm(state).Take("leaf", 5).Site(out var inTerm).Witness(inTerm);
                break;
            default:
                fields.Element().Site(out var inElement).Witness(inElement);
                break;
        }

        fields._at.Should().Be(turn.Move.Length, "{0} in {1} is laid out by B12", turn.Kind, state.Alphabet);
        return fields._fields;
    }

    private int Left => _move.Length - _at;

    private static List<Field> Lay(params (string Name, int Size)[] sizes)
    {
        var at = 0;
        return [.. sizes.Select(s => new Field(s.Name, (at += s.Size) - s.Size, s.Size))];
    }

    private MoveFields Take(string name, int size)
    {
        _fields.Add(new Field(name, _at, size));
        _at += size;
        return this;
    }

    private MoveFields Words(string name, int? count = null)
    {
        var words = count ?? Left / 32;
        for (var i = 0; i < words; i++) Take($"{name} {i}", 32);
        return this;
    }

    private MoveFields Numbers(string name, int? count = null)
    {
        var numbers = count ?? Left / 4;
        for (var i = 0; i < numbers; i++) Take($"{name} {i}", 4);
        return this;
    }

    private MoveFields Pick(GameState state) => Pick(DissectionTree.Segments((long)state.Length, DissectionTree.Arity));

    private MoveFields Pick(int segments) =>
        Take("segment", 1).Take("start", 32).Take("end", 32).Words("path", MerkleTree.Depth(segments));

    private MoveFields PickTerm(GameState state)
    {
        var segments = DissectionTree.Segments((long)state.Length, DissectionTree.TermArity);
        return Take("segment", 1).Numbers("chunk", 9).Words("path", MerkleTree.Depth((segments + 7) / 8));
    }

    private MoveFields Header()
    {
        Take("law", 2).Take("N", 4).Take("c", 4).Take("D", 1).Take("slot table", 32).Take("inner", 2).Take("phases", 1);
        var phases = _move[_at - 1];
        for (var phase = 0; phase < phases; phase++) Take($"phase root {phase}", 32).Take($"operations {phase}", 4);
        return this;
    }

    private void IntoOperation()
    {
        Take("phase root", 32).Take("step", 4).Take("depth", 1).Take("operations", 4);
        var depth = _move[_at - 5];
        var operations = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(_move.AsSpan(_at - 4));
        OneDescriptor(out _).Words("descriptor path", MerkleTree.Depth(operations));
        Take("old root", 32).Words("slot path", depth + 1).Words("value");
    }

    private MoveFields Element() => Take("element", 1).Take("word", 32).Words("sibling", 3);

    private MoveFields Site(out (Descriptor Operation, int Depth) site)
    {
        Take("environment", 32).Take("step", 4).Take("depth", 1);
        var depth = _move[_at - 1];
        OneDescriptor(out var operation);
        site = (operation, depth);
        return this;
    }

    private MoveFields OneDescriptor(out Descriptor operation)
    {
        var from = _at;
        Take("opcode", 1).Take("function", 1).Take("output type", 1).Take("operands", 1).Take("attributes", 1).Take("slot", 2);
        var (operands, attributes) = (_move[from + 3], _move[from + 4]);
        Numbers("dimension", 4).Numbers("attribute", attributes);
        for (var o = 0; o < operands; o++)
        {
            Take($"operand {o} slot", 2).Take($"operand {o} type", 1).Take($"operand {o} rows", 4).Take($"operand {o} columns", 4);
            for (var stride = 0; stride < 5; stride++) Take($"operand {o} position {stride}", 5);
        }

        operation = Descriptor.Decode(_move.AsSpan(from, _at - from));
        return this;
    }

    private void Witness((Descriptor Operation, int Depth) site)
    {
        var (op, depth) = site;
        if (op.Operands.IsEmpty) return;
        Take("root", 32).Words("slot path", depth + 1);
        // A concatenation opens one operand only; what it is does not change the layout.
        var opened = op.OpCode == OpCode.Move ? op.Operands[..1] : op.Operands;
        foreach (var other in opened.Skip(1).Select(o => o.Slot).Where(slot => slot != opened[0].Slot))
        {
            Take("later root", 32).Words("lower path", System.Numerics.BitOperations.Log2((uint)(other ^ opened[0].Slot)));
        }

        for (var o = 0; o < opened.Length && Left > 0; o++)
        {
            Numbers($"operand {o} leaf", TensorLeaves.Words);
            var leaves = TensorLeaves.Count(opened[o].Rows, opened[o].WordsPerRow);
            Words($"operand {o} path", op.OpCode == OpCode.Move ? Left / 32 : MerkleTree.Depth(leaves));
        }
    }
}
