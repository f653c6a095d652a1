using Marketplace.Numerics;

namespace Marketplace.Operators;

/// <summary>Index: out[e] = (Philox word · n) >> 32 with counter (e, step, output slot, 0) and key = seed; Random: the
/// word itself (section 3).</summary>
internal static class RandomLaw
{
    public static void Run(Descriptor op, uint step, Span<uint> output)
    {
        for (var e = 0; e < output.Length; e++) output[e] = Element(op, step, e);
    }

    public static uint Element(Descriptor op, uint step, long element)
    {
        var seed = op.Attributes[0] | (ulong)op.Attributes[1] << 32;
        return op.OpCode == OpCode.Index
            ? Philox.Index(seed, (uint)element, step, (uint)op.Slot, op.Attributes[2])
            : Philox.Word(seed, (uint)element, step, (uint)op.Slot);
    }
}
