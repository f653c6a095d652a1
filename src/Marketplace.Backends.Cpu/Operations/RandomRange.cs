using System.Runtime.CompilerServices;
using Marketplace.Numerics;
using Marketplace.Operators;

namespace Marketplace.Backends.Cpu.Operations;

/// <summary>Index and Random: counter-based numbers, each from its own place alone (F6).</summary>
internal sealed unsafe class RandomRange(Descriptor op) : RangeOperation
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(uint** places, uint step, long first, long last, uint* temporary, int thread)
    {
        var seed = op.Attributes[0] | (ulong)op.Attributes[1] << 32;
        var output = places[Output];
        var n = op.OpCode == OpCode.Index ? op.Attributes[2] : 0;
        for (var e = first; e < last; e++)
        {
            var word = Philox.Word(seed, (uint)e, step, (uint)op.Slot);
            output[e] = op.OpCode == OpCode.Index ? (uint)(word * (ulong)n >> 32) : word;
        }
    }
}
