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
}
