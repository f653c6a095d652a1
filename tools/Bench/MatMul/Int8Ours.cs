using Marketplace.Backends.Cpu;
using Marketplace.Numerics;
using Marketplace.Operators;

namespace Marketplace.Bench.MatMul;

/// <summary>A square product of int8 to int32 (F8).</summary>
internal sealed class Int8Ours
{
    private readonly int _size;
    private readonly Tensor _a, _b, _c;
    private readonly IPreparedPhase _phase;

    public Int8Ours(int size, CpuBackend backend)
    {
        _size = size;
        (_a, _b) = (Filled(size, 1), Filled(size, 2));
        _c = new Tensor(ElementType.I32, Shape.Of(size, size));
        var op = new Descriptor(
            OpCode.MatMul, 0, ElementType.I32, 2, _c.Shape, [],
            [
                new Operand(0, ElementType.I8, size, size, 0, new Strides(0, 0, 1, 0)),
                new Operand(1, ElementType.I8, size, size, 0, new Strides(0, 0, 0, 1)),
            ]);
        _phase = backend.Prepare([new BoundOperation(op, [_a, _b], _c, IsKept: true)]);
    }

    public void Run() => _phase.Run(0);

    /// <summary>Spot-checked elements against their sums.</summary>
    public void Check()
    {
        Run();
        var random = new Random(4);
        for (var spot = 0; spot < 200; spot++)
        {
            var (i, j, sum) = (random.Next(_size), random.Next(_size), 0);
            for (var k = 0; k < _size; k++) sum += (int)_a.Element((long)i * _size + k) * (int)_b.Element((long)j * _size + k);
            if ((int)_c.Words[i * _size + j] != sum) throw new InvalidOperationException($"i8: element ({i}, {j}) is wrong.");
        }
    }

    private static Tensor Filled(int size, ulong seed)
    {
        var tensor = new Tensor(ElementType.I8, Shape.Of(size, size));
        for (var w = 0; w < tensor.Words.Length; w++) tensor.Words[w] = Philox.Word(seed, (uint)w, 0, 0);
        return tensor;
    }
}
