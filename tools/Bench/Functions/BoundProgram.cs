using Marketplace.Numerics;
using Marketplace.Operators;

namespace Marketplace.Bench.Functions;

/// <summary>A phase in the making: every operation is bound to tensors as it is added.</summary>
public sealed class BoundProgram
{
    private readonly List<Tensor> _tensors = [];
    private readonly List<BoundOperation> _operations = [];

    public IReadOnlyList<BoundOperation> Operations => _operations;

    /// <summary>The same operations over copies of the tensors.</summary>
    public BoundProgram Copy()
    {
        var copy = new BoundProgram();
        copy._tensors.AddRange(_tensors.Select(t => t.Copy()));
        Tensor Same(Tensor tensor) => copy._tensors[_tensors.IndexOf(tensor)];
        copy._operations.AddRange(_operations.Select(
            o => new BoundOperation(o.Operation, [.. o.Operands.Select(Same)], Same(o.Output), o.IsKept)));
        return copy;
    }

    /// <summary>What outlives the phase.</summary>
    public IEnumerable<uint[]> Kept => _operations.Where(o => o.IsKept).Select(o => o.Output.Words).Distinct();

    public Tensor Enter(Tensor tensor)
    {
        _tensors.Add(tensor);
        return tensor;
    }

    /// <summary>A tensor of the shape, written by the operation.</summary>
    /// <param name="operands">Each of the shape, or with dimensions of 1 along which it stands still.</param>
    public Tensor Map(byte code, Shape shape, uint[] immediates, params Tensor[] operands)
    {
        var output = Enter(new Tensor(ElementType.F32, shape));
        MapInto(output, isKept: false, code, immediates, operands);
        return output;
    }

    public void MapInto(Tensor output, bool isKept, byte code, uint[] immediates, params Tensor[] operands) => Add(
        OpCode.Map, code, output, isKept, immediates, operands.Select(o => (o, Broadcast(o.Shape, output.Shape))));

    /// <summary>SumLanes or MaxLanes, then FoldLanes: one word for each row.</summary>
    public Tensor Reduce(OpCode lanes, byte fold, Tensor x)
    {
        var rows = (int)x.Shape.Rows;
        var partial = Enter(new Tensor(ElementType.F32, Shape.Of(rows, Operators.Chain.Lanes)));
        Add(lanes, 0, partial, false, [], [(x, new Strides(0, 0, 1, 0))]);
        var output = Enter(new Tensor(ElementType.F32, Shape.Of(rows, 1)));
        Add(OpCode.FoldLanes, fold, output, false, [], [(partial, new Strides(0, 0, 1, 0))]);
        return output;
    }

    private void Add(
        OpCode opCode, byte function, Tensor output, bool isKept, uint[] attributes,
        IEnumerable<(Tensor Tensor, Strides Strides)> operands)
    {
        var read = operands.ToList();
        var op = new Descriptor(
            opCode, function, ElementType.F32, _tensors.IndexOf(output), output.Shape, [.. attributes],
            [.. read.Select(o => new Operand(
                _tensors.IndexOf(o.Tensor), ElementType.F32, o.Tensor.Rows, o.Tensor.Columns, 0, o.Strides))]);
        _operations.Add(new BoundOperation(op, [.. read.Select(o => o.Tensor)], output, isKept));
    }

    private static Strides Broadcast(Shape from, Shape to)
    {
        var own = Strides.Of(from);
        return new(
            from.D0 == to.D0 ? own.S0 : 0, from.D1 == to.D1 ? own.S1 : 0,
            from.D2 == to.D2 ? own.S2 : 0, from.D3 == to.D3 ? own.S3 : 0);
    }
}
