using System.Runtime.CompilerServices;
using Marketplace.Numerics;
using Marketplace.Operators;

namespace Marketplace.Backends.Cpu.Operations;

/// <summary>Index: counter-based random numbers, each from its own place alone (F6).</summary>
internal sealed unsafe class RandomRange(Descriptor op) : RangeOperation
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(uint** places, uint step, long first, long last, uint* temporary)
    {
        var seed = op.Attributes[0] | (ulong)op.Attributes[1] << 32;
        var output = places[Output];
        for (var e = first; e < last; e++) output[e] = Philox.Index(seed, (uint)e, step, (uint)op.Slot, op.Attributes[2]);
    }
}
