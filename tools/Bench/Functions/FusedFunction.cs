using Marketplace.Numerics;
using Marketplace.Operators;

namespace Marketplace.Bench.Functions;

/// <summary>A function that PyTorch has as one operator, as a program of ours.</summary>
/// <param name="Columns">Of a row; the elements are a multiple of it.</param>
/// <param name="BytesPerElement">That have to be read and written if every tensor is touched once.</param>
public sealed record FusedFunction(string Name, int Columns, int BytesPerElement, Func<Inputs, Shape, BoundProgram> Make)
{
    private const int ReadAndWritten = 2 * sizeof(float);

    public static IReadOnlyList<FusedFunction> All { get; } =
    [
        new("exp", 1, ReadAndWritten, (inputs, shape) => Unary(MapCode.Exp, inputs, shape)),
        new("tanh", 1, ReadAndWritten, (inputs, shape) => Unary(MapCode.Tanh, inputs, shape)),
        new("gelu", 1, ReadAndWritten, (inputs, shape) => Unary(MapCode.Gelu, inputs, shape)),
        new("softmax", 256, ReadAndWritten, Softmax),
        new("layer-norm", 1024, ReadAndWritten, LayerNorm),
        // Weight, two moments and gradient are read, the first three written.
        new("adamw", 1, 7 * sizeof(float), AdamW),
    ];

    /// <summary>The program over so many elements.</summary>
    public BoundProgram Program(int elements) => Make(
        new Inputs(), Columns == 1 ? Shape.Of(elements) : Shape.Of(elements / Columns, Columns));

    private static BoundProgram Unary(byte code, Inputs inputs, Shape shape)
    {
        var program = new BoundProgram();
        var x = program.Enter(inputs.Normal(shape));
        program.MapInto(program.Enter(new Tensor(ElementType.F32, shape)), true, code, [], x);
        return program;
    }

    private static BoundProgram Softmax(Inputs inputs, Shape shape)
    {
        var program = new BoundProgram();
        var x = program.Enter(inputs.Normal(shape));
        var greatest = program.Reduce(OpCode.MaxLanes, FoldFunction.Max, x);
        var e = program.Map(MapCode.SoftmaxExp, shape, [], x, greatest);
        var sum = program.Reduce(OpCode.SumLanes, FoldFunction.Add, e);
        var one = program.Enter(Tensor.Floats(Shape.Of(1), 1));
        var reciprocal = program.Map(MapCode.Div, sum.Shape, [], one, sum);
        program.MapInto(program.Enter(new Tensor(ElementType.F32, shape)), true, MapCode.Mul, [], e, reciprocal);
        return program;
    }

    private static BoundProgram LayerNorm(Inputs inputs, Shape shape)
    {
        var program = new BoundProgram();
        var row = Shape.Of((int)shape.D3);
        var (x, gamma) = (program.Enter(inputs.Normal(shape)), program.Enter(inputs.Normal(row)));
        var (beta, epsilon) = (program.Enter(inputs.Normal(row)), program.Enter(Tensor.Floats(Shape.Of(1), 1e-5f)));
        var average = Bits(1f / shape.D3);
        Tensor Mean(Tensor of)
        {
            var sum = program.Reduce(OpCode.SumLanes, FoldFunction.Add, of);
            return program.Map(MapCode.Scale, sum.Shape, [average], sum);
        }

        var mean = Mean(x);
        var variance = Mean(program.Map(MapCode.SquareDifference, shape, [], x, mean));
        var safe = program.Map(MapCode.Add, variance.Shape, [], variance, epsilon);
        var deviation = program.Map(MapCode.Rsqrt, variance.Shape, [], safe);
        var normal = program.Map(MapCode.Normalise, shape, [], x, mean, deviation);
        program.MapInto(program.Enter(new Tensor(ElementType.F32, shape)), true, MapCode.Fma, [], normal, gamma, beta);
        return program;
    }

    private static BoundProgram AdamW(Inputs inputs, Shape shape)
    {
        const float rate = 1e-3f;
        var program = new BoundProgram();
        var (w, g) = (program.Enter(inputs.Normal(shape)), program.Enter(inputs.Normal(shape)));
        var (m, v) = (program.Enter(inputs.Normal(shape)), program.Enter(inputs.Squares(shape)));
        // The bias corrections of the tenth step.
        var first = program.Enter(Tensor.Floats(Shape.Of(1), rate / (1 - 0.34867844f)));
        var second = program.Enter(Tensor.Floats(Shape.Of(1), 1 / (1 - 0.99004488f)));
        program.MapInto(m, true, MapCode.AdamFirst, [Bits(0.9f), Bits(0.1f)], m, g);
        program.MapInto(v, true, MapCode.AdamSecond, [Bits(0.999f), Bits(0.001f)], v, g);
        var denominator = program.Map(MapCode.AdamDenominator, shape, [Bits(1e-8f)], v, second);
        program.MapInto(w, true, MapCode.AdamWUpdate, [Bits(1 - rate * 0.01f)], w, m, first, denominator);
        return program;
    }

    private static uint Bits(float value) => BitConverter.SingleToUInt32Bits(value);
}
