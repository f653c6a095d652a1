using Marketplace.Numerics;

namespace Marketplace.Operators.SelfTest;

/// <summary>A tiny phase and the bits that its last operation has to write.</summary>
/// <param name="Name">What holds where the check passes, with its rule.</param>
internal sealed record SelfCheck(string Name, BoundOperation[] Operations, uint[] Expected)
{
    // Longer than every vector, and no multiple of one: whole vectors and what is left over are both seen.
    private const int Length = 67;

    /// <summary>Runs the check: null, or which result is wrong.</summary>
    public string? Fault(IBackend backend)
    {
        var (op, operands, output, _) = Operations[^1];
        Array.Fill(output.Words, 0xdeadbeef);
        if (Operations.Length == 1)
        {
            backend.Run(new OperationSite(0, 0), op, operands, output);
        }
        else
        {
            using var phase = backend.Prepare(Operations);
            phase.Run(0);
        }

        for (var e = 0; e < Expected.Length; e++)
        {
            var word = output.Element(e);
            if (word != Expected[e]) return $"element {e} of a {Word(op)} is 0x{word:x8} instead of 0x{Expected[e]:x8}.";
        }

        return null;
    }

    /// <summary>A map function at some places, again and again over a row.</summary>
    /// <param name="rows">Each the operands and the result.</param>
    public static SelfCheck Map(string name, byte code, params uint[][] rows) => Map(name, code, Length, rows);

    /// <inheritdoc cref="Map(string, byte, uint[][])"/>
    public static SelfCheck Map(string name, byte code, int length, params uint[][] rows)
    {
        var function = MapFunction.ByCode(code);
        var count = function.OperandTypes.Length;
        Tensor[] operands =
        [
            .. function.OperandTypes.Select((type, o) => new Tensor(
                type, Shape.Of(length), [.. Enumerable.Range(0, length).Select(e => rows[e % rows.Length][o])])),
        ];
        var reads = operands.Select((x, o) => Read(x, o, 0, 1)).ToArray();
        return Of(
            name, OpCode.Map, code, function.ResultType, Shape.Of(length), [], operands, reads,
            [.. Enumerable.Range(0, length).Select(e => rows[e % rows.Length][count])]);
    }

    /// <summary>One operation over whole tensors.</summary>
    public static SelfCheck Of(
        string name, OpCode opCode, byte function, ElementType type, Shape shape, uint[] attributes, Tensor[] operands, Operand[] reads,
        uint[] expected) =>
        new(name, [Bind(opCode, function, type, shape, attributes, operands, reads, new Tensor(type, shape), isKept: true)], expected);

    public static BoundOperation Bind(
        OpCode opCode, byte function, ElementType type, Shape shape, uint[] attributes, Tensor[] operands, Operand[] reads, Tensor output,
        bool isKept) =>
        new(new Descriptor(opCode, function, type, Slot: 0, shape, [.. attributes], [.. reads]), operands, output, isKept);

    public static Operand Read(Tensor tensor, int slot, long s2, long s3) =>
        new(slot + 1, tensor.Type, tensor.Shape.Rows, tensor.Columns, 0, new Strides(0, 0, s2, s3));

    public static Tensor Floats(Shape shape, params uint[] words) => new(ElementType.F32, shape, words);

    private static string Word(Descriptor op) =>
        op.OpCode == OpCode.Map ? $"Map {MapFunction.ByCode(op.Function).Name}" : op.OpCode.ToString();
}
