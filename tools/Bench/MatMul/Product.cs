using Marketplace.Numerics;
using Marketplace.Operators;

namespace Marketplace.Bench.MatMul;

/// <summary>C = op(A) · op(B), the sizes and orientations of one case.</summary>
/// <param name="TransposesA">A lies as [K, M] instead of [M, K].</param>
/// <param name="TransposesB">B lies as [N, K] instead of [K, N].</param>
internal sealed record Product(int M, int N, int K, bool TransposesA = false, bool TransposesB = false)
{
    /// <summary>Of an instruction set's name and a size, as BLAS writes orientations: A, then B.</summary>
    public string Shape => $"{M}x{N}x{K} {(TransposesA ? 'T' : 'N')}{(TransposesB ? 'T' : 'N')}";

    public double Flops => 2.0 * M * N * K;

    public Shape ShapeOfA => TransposesA ? Operators.Shape.Of(K, M) : Operators.Shape.Of(M, K);

    public Shape ShapeOfB => TransposesB ? Operators.Shape.Of(N, K) : Operators.Shape.Of(K, N);

    /// <summary>The product in operators: MatMul takes both with K last, so what lies otherwise is moved first.</summary>
    public List<BoundOperation> Operations(Tensor a, Tensor b, Tensor c)
    {
        var operations = new List<BoundOperation>();
        var left = TransposesA ? Turned(a, M, K, 10, operations) : a;
        var right = TransposesB ? b : Turned(b, N, K, 11, operations);
        var op = new Descriptor(
            OpCode.MatMul, 0, ElementType.F32, 2, Operators.Shape.Of(M, N), [],
            [new Operand(0, ElementType.F32, M, K, 0, new Strides(0, 0, 1, 0)), new Operand(1, ElementType.F32, N, K, 0, new Strides(0, 0, 0, 1))]);
        operations.Add(new BoundOperation(op, [left, right], c, IsKept: true));
        return operations;
    }

    private static Tensor Turned(Tensor source, int rows, int columns, int slot, List<BoundOperation> operations)
    {
        var target = new Tensor(ElementType.F32, Operators.Shape.Of(rows, columns));
        var op = new Descriptor(
            OpCode.Move, 0, ElementType.F32, slot, target.Shape, [],
            [new Operand(slot + 10, ElementType.F32, columns, rows, 0, new Strides(0, 0, 1, rows))]);
        operations.Add(new BoundOperation(op, [source], target, IsKept: false));
        return target;
    }

    /// <summary>Squares, then what transformers multiply, in the orientations of forward and backward passes.</summary>
    public static IEnumerable<(string Name, Product Product)> All()
    {
        foreach (var size in new[] { 256, 384, 512, 768, 1024, 1536, 2048, 3072, 4096 })
            yield return ($"square-{size}", new Product(size, size, size));
        (int M, int N, int K)[] shapes =
        [
            (512, 768, 768), (512, 3072, 768), (512, 768, 3072), (1024, 4096, 1024), (1024, 1024, 4096), (2048, 1536, 384),
            (2048, 384, 1536), (2048, 1152, 384), (2048, 4096, 384), (2048, 4096, 4096),
        ];
        foreach (var (m, n, k) in shapes)
        {
            yield return ($"forward-{m}-{n}-{k}", new Product(m, n, k));
            yield return ($"input-gradient-{m}-{n}-{k}", new Product(m, n, k, TransposesB: true));
            yield return ($"weight-gradient-{m}-{n}-{k}", new Product(m, n, k, TransposesA: true));
        }

        yield return ("weight-gradient-768-3072-2048", new Product(768, 3072, 2048, TransposesA: true));
        yield return ("weight-gradient-384-1536-2048", new Product(384, 1536, 2048, TransposesA: true));
        yield return ("input-gradient-2048-768-3072", new Product(2048, 768, 3072, TransposesB: true));
    }
}
