using Marketplace.Operators;

namespace Marketplace.World.Liars;

/// <summary>From some step on it leaves every slot that an operation would update as it is: the cheapest way to be idle and
/// still hand in roots.</summary>
public sealed class LazyBackend(IBackend law, uint idleFrom) : IBackend
{
    public void Run(OperationSite site, Descriptor op, IReadOnlyList<Tensor> operands, Tensor output)
    {
        var old = op.Operands.Select((o, i) => (o, i)).Where(x => x.o.Slot == op.Slot).Select(x => (int?)x.i).FirstOrDefault();
        if (site.Step >= idleFrom && old is { } i && operands[i].Shape == output.Shape)
        {
            operands[i].Words.CopyTo(output.Words, 0);
            return;
        }

        law.Run(site, op, operands, output);
    }
}
