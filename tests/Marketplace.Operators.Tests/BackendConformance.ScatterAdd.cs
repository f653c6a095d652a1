using Marketplace.Numerics;
using Marketplace.Operators;
using static Marketplace.Operators.Tests.Given;

namespace Marketplace.Operators.Tests;

/// <content>The gradient of a gathered table.</content>
public abstract partial class BackendConformance
{
    /// <summary>Indices [n] and gradient [n, c] to [rows, c].</summary>
    private static Descriptor ScatterAdd(Tensor indices, Tensor gradient, int rows) => Operation(
        OpCode.ScatterAdd, 0, ElementType.F32, Shape.Of(rows, gradient.Columns), [(uint)gradient.Rows],
        Read(indices, 0, 0, 0, 1, 0), Read(gradient, 0, 0, 0, gradient.Columns, 1, slot: 2));

    [Theory]
    [InlineData(1, 3)]
    [InlineData(65, 70)]
    [InlineData(130, 1)]
    public void ScatterAdd_OfAnyWidth(int tokens, int columns)
    {
        foreach (var gradient in new[] { OrdinaryFloats(1, tokens, columns), Floats(2, tokens, columns) })
        {
            // Some indices lie outside the table, some rows get nothing.
            var indices = Ints(3, 9, tokens);
            IsTheLaw(ScatterAdd(indices, gradient, 7), indices, gradient);
        }
    }

    [Fact]
    public void ScatterAdd_AddsTokensAscending_FromPlusZero()
    {
        var indices = Tensor.Ints(Shape.Of(7), 1, 0, 1, 1, -1, 2, 3);
        var gradient = Tensor.Floats(Shape.Of(7, 1), 16777216f, 5f, 1f, -16777216f, 7f, -0f, 9f);
        // In another order the one of token 2 would be kept.
        Run(ScatterAdd(indices, gradient, 3), 0, indices, gradient).Should().Equal(0x40a00000u, 0u, 0u);
    }

    [Fact]
    public void ScatterAdd_OfTokensOnTheLastAxis_AndOfBatches()
    {
        // The same rule reads a gradient [c, n]: its token stride is 1.
        var (indices, gradient) = (Ints(1, 5, 40), Floats(2, 6, 40));
        IsTheLaw(
            Operation(OpCode.ScatterAdd, 0, ElementType.F32, Shape.Of(5, 6), [40], Read(indices, 0, 0, 0, 1, 0), Read(gradient, 0, 0, 0, 1, 40, slot: 2)),
            indices, gradient);
        var (many, batches) = (Ints(3, 5, 2, 20), OrdinaryFloats(4, 2, 20, 6));
        IsTheLaw(
            Operation(OpCode.ScatterAdd, 0, ElementType.F32, Shape.Of(2, 5, 6), [20], Read(many, 0, 0, 20, 1, 0), Read(batches, 0, 0, 120, 6, 1, slot: 2)),
            many, batches);
    }
}
