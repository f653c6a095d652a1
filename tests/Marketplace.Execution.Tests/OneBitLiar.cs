using Marketplace.Operators;

namespace Marketplace.Execution.Tests;

/// <summary>Computes the law and then flips one bit of one element of one operation at one step.</summary>
internal sealed class OneBitLiar(OperationSite at, long element, int bit = 0) : IBackend
{
    private readonly LawBackend _law = new();

    public void Run(OperationSite site, Descriptor op, IReadOnlyList<Tensor> operands, Tensor output)
    {
        _law.Run(site, op, operands, output);
        if (site == at) output.Words[element] ^= 1u << bit;
    }
}
