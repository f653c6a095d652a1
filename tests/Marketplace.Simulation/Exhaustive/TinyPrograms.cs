using Marketplace.Numerics;
using Marketplace.Operators;
using Marketplace.Programs;
using Marketplace.Simulation.Casting;

namespace Marketplace.Simulation.Exhaustive;

/// <summary>Programs so small that every game about them can be played: at most 2^8 units in all their steps.</summary>
public static class TinyPrograms
{
    public const long MostUnits = 256;

    public static IReadOnlyList<Scene> All =>
    [
        Of("steps and operations", g =>
        {
            var x = g.State("x", ElementType.F32, Shape.Of(1, 3));
            var y = g.State("y", ElementType.F32, Shape.Of(1, 3));
            g.Assign(x, g.Map(MapCode.Add, x, y));
            g.Assign(y, g.Map(MapCode.Mul, x, y));
        }, 6, 3),
        Of("leaves", g =>
        {
            var x = g.State("x", ElementType.F32, Shape.Of(3, 4));
            g.Assign(x, g.Map(MapCode.Sub, g.Input("a", ElementType.F32, Shape.Of(3, 4)), x));
        }, 2, 2),
        Of("chains", g =>
        {
            var x = g.Input("x", ElementType.F32, Shape.Of(1, 300));
            var y = g.State("y", ElementType.F32, Shape.Of(2, 300));
            g.Assign(g.State("dots", ElementType.F32, Shape.Of(1, 2)), g.MatMul(x, y));
        }, 2, 1),
        Of("long chain of tokens", g =>
        {
            var gradient = g.Input("gradient", ElementType.F32, Shape.Of(70, 1));
            g.Assign(g.State("table", ElementType.F32, Shape.Of(2, 1)), g.ScatterAdd(g.Index(Shape.Of(70), 5, 3), gradient, 2));
        }, 1, 1),
        Of("long interval", g =>
        {
            var x = g.State("x", ElementType.F32, Shape.Of(1, 2));
            g.Assign(x, g.Map(MapCode.Add, x, g.Input("a", ElementType.F32, Shape.Of(1, 2))));
        }, 20, 20),
        Of("many operations", g =>
        {
            var x = g.State("x", ElementType.I32, Shape.Of(1));
            var sum = x;
            for (var i = 0; i < 18; i++) sum = g.Map(MapCode.IntAdd, sum, x);
            g.Assign(x, sum);
        }, 2, 1),
        Of("bytes", g =>
        {
            var x = g.Input("x", ElementType.F32, Shape.Of(1, 5));
            g.Assign(g.State("bytes", ElementType.I8, Shape.Of(1, 5)), g.Map(MapCode.ToI8, x));
            g.Assign(g.State("sums", ElementType.F32, Shape.Of(1, 1)), g.SumRows(x));
        }, 2, 2),
    ];

    /// <summary>The units of all elements of all operations of all steps.</summary>
    public static long Units(Program program)
    {
        var units = 0L;
        for (var step = 0u; step < program.Steps; step++)
        {
            foreach (var op in program.PhaseAt(step).Operations)
            {
                for (var e = 0L; e < op.Shape.Elements; e++) units += Operators.Chain.Units(op, e);
            }
        }

        return units;
    }

    private static Scene Of(string name, Action<GraphBuilder> write, uint steps, uint checkpointEvery)
    {
        var g = new GraphBuilder();
        write(g);
        var program = g.Build(steps, checkpointEvery);
        return new Scene(name, program, SmallPrograms.Initial(program));
    }
}
