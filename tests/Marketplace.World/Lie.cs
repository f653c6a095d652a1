using Marketplace.Operators;
using Marketplace.Primitives;
using Marketplace.Protocol.Strategies;
using Marketplace.World.Liars;

namespace Marketplace.World;

/// <summary>A wrong trace of one interval: one bit of one element of one operation is not the law's.</summary>
/// <param name="End">The root at the interval's end, which is not the true one.</param>
public sealed record Lie(OperationSite Site, OpCode OpCode, long Element, int Bit, int Interval, ITrace Trace, Hash32 End)
{
    // A large change first: what is rounded away cannot be disputed.
    private static readonly int[] Bits = [22, 30, 31, 3, .. Enumerable.Range(0, 32).Except([22, 30, 31, 3])];

    /// <summary>Tries all bits until one is still there when the interval ends.</summary>
    /// <returns>null if none is: the claim is right then, and there is nothing to dispute.</returns>
    public static Lie? Find(Truth truth, OperationSite site, long element)
    {
        var program = truth.Program;
        var interval = (int)(site.Step / program.CheckpointEvery);
        foreach (var bit in Bits)
        {
            var trace = truth.TraceOn(new OneBitLie(Truth.Law, site, element, bit), interval);
            var end = trace.StateRoot(program.CheckpointStep(interval + 1));
            if (end == truth.Roots[interval + 1]) continue;
            var opCode = program.PhaseAt(site.Step).Operations[site.Operation].OpCode;
            return new Lie(site, opCode, element, bit, interval, trace, end);
        }

        return null;
    }

    public override string ToString() => $"{OpCode} {Site.Operation}[{Element}] bit {Bit} at step {Site.Step}";
}
