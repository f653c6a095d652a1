namespace Marketplace.Operators;

/// <summary>Where an operation stands in a run.</summary>
/// <param name="Step">Absolute step t of the job.</param>
/// <param name="Operation">Number of the operation in its phase.</param>
public readonly record struct OperationSite(uint Step, int Operation);

/// <summary>A machine that computes operations to the law's bits.</summary>
public interface IBackend
{
    /// <summary>Computes the whole output of one admitted operation.</summary>
    /// <param name="operands">One tensor for each of the descriptor's operands, in their order.</param>
    /// <param name="output">Of the descriptor's type and shape; every word is written. It may share its words with an
    /// operand: all is read before it is written (O5).</param>
    void Run(OperationSite site, Descriptor op, IReadOnlyList<Tensor> operands, Tensor output);

    /// <summary>Readies a phase of bound operations for many runs.</summary>
    /// <param name="operations">In their order; the tensors stay the same ones, their words may change between
    /// runs.</param>
    IPreparedPhase Prepare(IReadOnlyList<BoundOperation> operations) => new OneByOne(this, operations);
}

/// <summary>An operation with the tensors that it reads and writes.</summary>
/// <param name="IsKept">The output outlives the phase. Any other output may be left out, as long as what is kept has the
/// law's bits (O2).</param>
public sealed record BoundOperation(Descriptor Operation, Tensor[] Operands, Tensor Output, bool IsKept);

/// <summary>A phase of a program, ready to run.</summary>
public interface IPreparedPhase : IDisposable
{
    /// <summary>Runs all operations once, as of the absolute step.</summary>
    void Run(uint step);
}

/// <summary>A phase run operation after operation, every output materialised.</summary>
internal sealed class OneByOne(IBackend backend, IReadOnlyList<BoundOperation> operations) : IPreparedPhase
{
    public void Run(uint step)
    {
        for (var j = 0; j < operations.Count; j++)
        {
            var bound = operations[j];
            backend.Run(new OperationSite(step, j), bound.Operation, bound.Operands, bound.Output);
        }
    }

    public void Dispose()
    {
    }
}
