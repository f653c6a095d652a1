using Marketplace.Backends.Cpu.Phases;
using Marketplace.Numerics;
using Marketplace.Operators;
using Marketplace.Operators.Tests;

namespace Marketplace.Backends.Cpu.Tests;

/// <summary>A phase drawn from a seed: chains of maps, lanes, folds, moves and products over a few tensors that are
/// written again and again, some of them kept.</summary>
internal sealed class RandomPhase
{
    private readonly Random _random;
    private readonly List<Tensor> _tensors = [];
    private readonly List<(Descriptor Op, int[] Operands, int Output)> _operations = [];

    public RandomPhase(int seed)
    {
        _random = new Random(seed);
        int r = _random.Next(1, 40), c = _random.Next(1, 90);
        Shape[] shapes = [Shape.Of(r, c), Shape.Of(c, r), Shape.Of(r, 32), Shape.Of(r, 1), Shape.Of(r), Shape.Of(1, c), Shape.Of(2, r, c), Shape.Of(r, r)];
        for (var i = 0; i < 18; i++)
        {
            var shape = shapes[_random.Next(shapes.Length)];
            var dimensions = new[] { (int)shape.D0, (int)shape.D1, (int)shape.D2, (int)shape.D3 };
            _tensors.Add(i % 3 == 0 ? Given.Floats((ulong)(seed * 100 + i), dimensions) : Given.OrdinaryFloats((ulong)(seed * 100 + i), dimensions));
        }

        for (var tries = 0; _operations.Count < 24 && tries < 4000; tries++) Try();
    }

    public int Count => _operations.Count;

    /// <summary>What the last run's backend made of the operations.</summary>
    public int Stages { get; private set; }

    /// <summary>All tensors that are kept, after so many runs on a backend.</summary>
    public uint[][] Run(IBackend backend, int runs)
    {
        var tensors = _tensors.Select(t => t.Copy()).ToList();
        var bound = _operations.Select(o => new BoundOperation(o.Op, [.. o.Operands.Select(i => tensors[i])], tensors[o.Output], IsKept(o.Output)));
        using var phase = backend.Prepare([.. bound]);
        Stages = phase is CpuPhase planned ? planned.Stages : Count;
        for (uint step = 0; step < runs; step++) phase.Run(step);
        return [.. tensors.Where((_, i) => IsKept(i)).Select(t => t.Words)];
    }

    private static bool IsKept(int tensor) => tensor < 5;

    private int Pick() => _random.Next(_tensors.Count);

    private void Try()
    {
        int x = Pick(), y = Pick(), o = Pick();
        var (sx, sy, so) = (_tensors[x].Shape, _tensors[y].Shape, _tensors[o].Shape);
        // A scratch tensor is empty until it is written.
        if (!Readable(x) || !Readable(y)) return;
        switch (_random.Next(7))
        {
            case 0 or 1 when Broadcast(sx, so) is { } a && Broadcast(sy, so) is { } b:
                byte[] codes = [MapCode.Add, MapCode.Mul, MapCode.Max, MapCode.ReluGrad];
                Enter(OpCode.Map, codes[_random.Next(codes.Length)], o, [], (x, 0, a), (y, 0, b));
                break;
            case 2 when Broadcast(sx, so) is { } a:
                byte[] ones = [MapCode.Relu, MapCode.Sqrt, MapCode.Tanh, MapCode.Gelu];
                Enter(OpCode.Map, ones[_random.Next(ones.Length)], o, [], (x, 0, a));
                break;
            case 3 when sx.D2 == so.D3 && sx.D3 == so.D2 && sx.D1 == so.D1 && x != o:
                Enter(OpCode.Move, 0, o, [], (x, 0, new Strides(0, sx.D2 * sx.D3, 1, sx.D3)));
                break;
            case 4 when so.D3 == 32 && so.D2 == sx.D2 && sx.D1 == so.D1 && x != o:
                Enter(_random.Next(2) == 0 ? OpCode.SumLanes : OpCode.MaxLanes, 0, o, [], (x, 0, new Strides(0, sx.D2, 1, 0)));
                break;
            case 5 when sx.D3 == 32 && so.Elements == sx.Rows && x != o:
                Enter(OpCode.FoldLanes, FoldFunction.Add, o, [], (x, 0, Strides.Of(so)));
                break;
            case 6 when sx.D3 == sy.D3 && so.D2 == sx.D2 && so.D3 == sy.D2 && so.D1 == sx.D1 && x != o && y != o:
                Enter(OpCode.MatMul, 0, o, [], (x, 0, new Strides(0, sx.D2, 1, 0)), (y, 0, new Strides(0, sy.D1 == so.D1 ? sy.D2 : 0, 0, 1)));
                break;
        }
    }

    private bool Readable(int tensor) => IsKept(tensor) || _operations.Any(o => o.Output == tensor);

    private void Enter(OpCode opCode, byte function, int output, uint[] attributes, params (int Tensor, long Offset, Strides Strides)[] operands)
    {
        var reads = operands.Select(p => new Operand(p.Tensor, ElementType.F32, _tensors[p.Tensor].Shape.Rows, _tensors[p.Tensor].Shape.D3, p.Offset, p.Strides));
        var op = new Descriptor(opCode, function, ElementType.F32, output, _tensors[output].Shape, [.. attributes], [.. reads]);
        _operations.Add((op, [.. operands.Select(p => p.Tensor)], output));
    }

    private static Strides? Broadcast(Shape from, Shape to)
    {
        // A vector also stands for a column, as folds leave it.
        if (from.D2 == 1 && from.D1 == 1 && from.D3 == to.D2 && to.D1 == 1 && to.D3 > 1) return new Strides(0, 0, 1, 0);
        var own = Strides.Of(from);
        var strides = new long[4];
        for (var axis = 0; axis < 4; axis++)
        {
            if (from[axis] != to[axis] && from[axis] != 1) return null;
            strides[axis] = from[axis] == 1 ? 0 : own[axis];
        }

        return new Strides(strides[0], strides[1], strides[2], strides[3]);
    }
}
