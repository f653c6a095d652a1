using Marketplace.Operators;

namespace Marketplace.World.Liars;

/// <summary>Trains on other rows than those that were drawn: every Gather reads the table as if it were turned by one row.</summary>
public sealed class OtherDataBackend(IBackend law) : IBackend
{
    public void Run(OperationSite site, Descriptor op, IReadOnlyList<Tensor> operands, Tensor output)
    {
        if (op.OpCode != OpCode.Gather || operands[1].Type != Numerics.ElementType.F32)
        {
            law.Run(site, op, operands, output);
            return;
        }

        var table = operands[1];
        var turned = table.Copy();
        table.Words.AsSpan(table.Columns).CopyTo(turned.Words);
        table.Words.AsSpan(0, table.Columns).CopyTo(turned.Words.AsSpan(turned.Words.Length - table.Columns));
        law.Run(site, op, [operands[0], turned], output);
    }
}
