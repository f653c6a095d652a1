using Marketplace.Operators;

namespace Marketplace.Backends.Cpu.Phases;

/// <summary>An operation that the law computes itself: rare forms that no fast loop is made for.</summary>
internal sealed class LawStage(BoundOperation bound, int number) : IStage
{
    private readonly LawBackend _law = new();

    public void Run(uint step) => _law.Run(new OperationSite(step, number), bound.Operation, bound.Operands, bound.Output);
}
