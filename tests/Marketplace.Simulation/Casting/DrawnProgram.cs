using Marketplace.Numerics;
using Marketplace.Operators;
using Marketplace.Programs;

namespace Marketplace.Simulation.Casting;

/// <summary>Tiny programs whose operations, widths and schedule are drawn from a seed.</summary>
public static class DrawnProgram
{
    private const uint Half = 0x3f000000;

    private static readonly byte[] OfTwo = [MapCode.Add, MapCode.Sub, MapCode.Mul, MapCode.Max, MapCode.ReluGrad];
    private static readonly byte[] OfOne = [MapCode.Relu, MapCode.Tanh, MapCode.Sigmoid, MapCode.Silu];

    public static Program Build(ulong seed)
    {
        var drawn = 0u;
        uint Draw(uint below) => Philox.Index(seed, drawn++, 3, 0, below);

        var g = new GraphBuilder();
        var (rows, columns) = (1 + (int)Draw(3), 3 + (int)Draw(160));
        var shape = Shape.Of(rows, columns);
        var data = g.Input("data", ElementType.F32, shape);
        var weights = g.State("weights", ElementType.F32, shape);
        var x = Draw(2) == 0 ? g.Gather(g.Index(Shape.Of(rows), seed, (uint)rows + 1), data) : data;
        for (var i = Draw(4) + 1; i > 0; i--)
        {
            x = Draw(3) == 0 ? g.Map(OfOne[Draw((uint)OfOne.Length)], x) : g.Map(OfTwo[Draw((uint)OfTwo.Length)], x, weights);
        }

        if (Draw(2) == 0)
        {
            var products = g.State("products", ElementType.F32, Shape.Of(rows, rows));
            g.Assign(products, g.Map(MapCode.Sub, g.MatMul(x, weights), products));
        }

        if (Draw(2) == 0) g.Assign(g.State("sums", ElementType.F32, Shape.Of(rows, 1)), g.SumRows(x));
        if (Draw(3) == 0)
        {
            var indices = g.Index(Shape.Of(rows), seed, (uint)rows + 1);
            g.Assign(g.State("table", ElementType.F32, shape), g.ScatterAdd(indices, x, (uint)rows));
        }

        g.Assign(weights, g.Map(MapCode.Sub, g.Map(MapCode.Scale, [Half], weights), x));
        var steps = 1 + Draw(12);
        return g.Build(steps, 1 + Draw(Math.Min(steps, 8)));
    }
}
