using Marketplace.Numerics;
using Marketplace.Operators;

namespace Marketplace.Programs;

/// <summary>The gradient rules of single operations.</summary>
internal static class OperationGradients
{
    private const uint MinusOne = 0xbf800000;
    private const uint MinusHalf = 0xbf000000;
    private const uint Half = 0x3f000000;
    private const uint Two = 0x40000000;

    /// <summary>What an operation hands to each of its operands that it can be differentiated by.</summary>
    /// <exception cref="ArgumentException">There is no rule.</exception>
    public static List<(Node Operand, Node Gradient)> Of(GraphBuilder graph, Node node, Node g)
    {
        var op = node.Operation!;
        var contributions = new List<(Node, Node)>();
        for (var i = 0; i < op.Operands.Length; i++)
        {
            var operand = op.Operands[i].Node;
            if (operand.Type != ElementType.F32) continue;
            var by = op.OpCode switch
            {
                OpCode.MatMul => Product(graph, node, i, g),
                OpCode.Map => Map(graph, node, i, g),
                OpCode.Gather when i == 1 => graph.ScatterAdd(op.Operands[0].Node, g, operand.Shape.D2),
                _ => throw new ArgumentException($"There is no gradient rule for {op.OpCode}."),
            };
            if (by is not null) contributions.Add((operand, graph.SumTo(by, operand.Shape)));
        }

        return contributions;
    }

    /// <summary>C = A·Bᵀ: dA = G·B, dB = Gᵀ·A, each again a product over the last axis.</summary>
    private static Node Product(GraphBuilder graph, Node node, int i, Node g)
    {
        var operands = node.Operation!.Operands;
        return i == 0
            ? graph.MatMul(g, graph.Transpose(operands[1].Node))
            : graph.MatMul(graph.Transpose(g), graph.Transpose(operands[0].Node));
    }

    /// <summary>The gradient by operand i, of the output's shape; null where a step function passes none.</summary>
    private static Node? Map(GraphBuilder graph, Node y, int i, Node g)
    {
        var op = y.Operation!;
        Node X(int operand) => op.Operands[operand].Node;
        Node Mul(Node a, Node b) => graph.Map(MapCode.Mul, a, b);
        Node Scaled(Node a, uint by) => graph.Map(MapCode.Scale, [by], a);
        Node Minus(Node a) => Scaled(a, MinusOne);
        return (op.Function, i) switch
        {
            (MapCode.Add, _) or (MapCode.Sub, 0) or (MapCode.Fma, 2) => g,
            (MapCode.Sub, 1) => Minus(g),
            (MapCode.Mul, _) => Mul(g, X(1 - i)),
            (MapCode.Div, 0) => graph.Map(MapCode.Div, g, X(1)),
            (MapCode.Div, 1) => Minus(graph.Map(MapCode.Div, Mul(g, y), X(1))),
            (MapCode.Fma, _) => Mul(g, X(1 - i)),
            (MapCode.Sqrt, 0) => Scaled(graph.Map(MapCode.Div, g, y), Half),
            // max(a, x) is x where x > a.
            (MapCode.Max, 1) => graph.Map(MapCode.ReluGrad, g, graph.Map(MapCode.Sub, X(1), X(0))),
            (MapCode.Max, 0) => graph.Map(MapCode.Sub, g, graph.Map(MapCode.ReluGrad, g, graph.Map(MapCode.Sub, X(1), X(0)))),
            (MapCode.Scale, 0) => graph.Map(MapCode.Scale, op.Attributes, g),
            (MapCode.Relu, 0) => graph.Map(MapCode.ReluGrad, g, X(0)),
            (MapCode.ReluGrad, 0) => graph.Map(MapCode.ReluGrad, g, X(1)),
            (MapCode.ReluGrad, 1) => null,
            (MapCode.Exp, 0) or (MapCode.SoftmaxExp, 0) => Mul(g, y),
            (MapCode.SoftmaxExp, 1) => Minus(Mul(g, y)),
            (MapCode.Log, 0) => graph.Map(MapCode.Div, g, X(0)),
            (MapCode.Tanh, 0) => graph.Map(MapCode.TanhGrad, g, y),
            (MapCode.Sigmoid, 0) => graph.Map(MapCode.SigmoidGrad, g, y),
            (MapCode.Sin, 0) => Mul(g, graph.Map(MapCode.Cos, X(0))),
            (MapCode.Cos, 0) => Minus(Mul(g, graph.Map(MapCode.Sin, X(0)))),
            (MapCode.Silu, 0) => graph.Map(MapCode.SiluGrad, g, X(0)),
            (MapCode.Gelu, 0) => graph.Map(MapCode.GeluGrad, g, X(0)),
            (MapCode.Rsqrt, 0) => Scaled(Mul(g, Mul(y, Mul(y, y))), MinusHalf),
            (MapCode.SquareDifference, 0) => Scaled(Mul(g, graph.Map(MapCode.Sub, X(0), X(1))), Two),
            (MapCode.SquareDifference, 1) => Scaled(Mul(g, graph.Map(MapCode.Sub, X(1), X(0))), Two),
            (MapCode.Normalise, 0) => Mul(g, X(2)),
            (MapCode.Normalise, 1) => Minus(Mul(g, X(2))),
            (MapCode.Normalise, 2) => Mul(g, graph.Map(MapCode.Sub, X(0), X(1))),
            _ => throw new ArgumentException($"There is no gradient rule for {op.OpCode} {op.Function}."),
        };
    }
}
