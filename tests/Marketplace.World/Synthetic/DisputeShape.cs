using Marketplace.Merkle;
using Marketplace.Numerics;
using Marketplace.Operators;

namespace Marketplace.World.Synthetic;

/// <summary>How large everything is through which a dispute narrows, and where in it the two sides part.</summary>
/// <param name="Steps">N, of which a checkpoint closes each <paramref name="Interval"/> (c).</param>
/// <param name="Operations">Of the disputed step's phase.</param>
/// <param name="Depth">D: a slot's path has D + 1 siblings.</param>
/// <param name="Step">The step, as <paramref name="Operation"/> counted from 0.</param>
/// <param name="Large">The operation, with the leaf, element and unit that are disputed.</param>
public sealed record DisputeShape(
    uint Steps, uint Interval, int Operations, int Depth, uint Step, int Operation, LargeOperation Large)
{
    private const int OutputAfter = 8;

    /// <summary>The reference job (§8): 1,024 steps, 64 an interval; 2,000 operations; an output of 2,048 × 2,048, at its
    /// last leaf, which has most siblings to its left; K = 4,096.</summary>
    public static DisputeShape Reference { get; } = Product(1_024, 64, 2_000, 11, 2_048, 2_048, 4_096, bRows: 4_096);

    /// <summary>A matrix product of rows × columns outputs with so many terms, disputed at its last leaf.</summary>
    /// <param name="bRows">Rows of the slot that holds B, of which the product reads the first.</param>
    public static DisputeShape Product(
        uint steps, uint interval, int operations, int depth, uint rows, uint columns, uint terms, long? bRows = null)
    {
        const int slotA = 5;
        var slotB = (1 << depth) + 7;
        var product = new Descriptor(
            OpCode.MatMul, 0, ElementType.F32, (1 << depth) + OutputAfter, new Shape(1, 1, rows, columns), [],
            [
                new Operand(slotA, ElementType.F32, rows, terms, 0, new Strides(0, 0, 1, 0)),
                new Operand(slotB, ElementType.F32, bRows ?? columns, terms, 0, new Strides(0, 0, 0, 1)),
            ]);
        var leaves = TensorLeaves.Count(rows, columns);
        var units = TensorLeaves.PerRow(terms);
        return Of(steps, interval, operations, depth, new LargeOperation("", product, leaves - 1, 37, units - 1 - units / 4));
    }

    /// <summary>An operation somewhere behind the middle of everything, where no segment is the first.</summary>
    public static DisputeShape Of(uint steps, uint interval, int operations, int depth, LargeOperation large) =>
        new(steps, interval, operations, depth, steps / interval / 2 * interval + interval * 2 / 3, operations * 2 / 3, large);

    /// <summary>⌈N / c⌉.</summary>
    public int Intervals => (int)((Steps + Interval - 1) / Interval);

    public long Leaves => TensorLeaves.Count(Large.Operation.Shape.Rows, Large.Operation.Shape.WordsPerRow(Large.Operation.Type));

    /// <summary>Of the disputed element's chain.</summary>
    public long Units => Operators.Chain.Units(Large.Operation, Large.Flat);

    /// <summary>Steps of the interval × operations × output leaves × terms; the elements of a leaf are not counted.</summary>
    public double Positions => (double)Interval * Operations * Leaves * Operators.Chain.Terms(Large.Operation, Large.Flat);
}
