using Marketplace.Numerics;
using Marketplace.Operators;
using static Marketplace.Operators.Tests.Given;

namespace Marketplace.Operators.Tests;

/// <summary>Random shapes, tensors and rules of reading, for the cases of the fuzz.</summary>
internal static class FuzzGiven
{
    /// <summary>Up to four axes, each often 1; the last may be long.</summary>
    public static Shape Shape(this Draws draws, int longest) => Operators.Shape.Of(
        draws.Axis(3), draws.Axis(3), draws.Axis(6), draws.OneIn(3) ? draws.UpTo(longest) : draws.UpTo(20));

    public static int Axis(this Draws draws, int most) => draws.OneIn(2) ? draws.UpTo(most) : 1;

    /// <summary>Floats of one of four kinds: ordinary ones, with special ones among them (other NaNs, infinities, zeros of
    /// both signs, subnormals), such whose products are subnormal or nearly, any patterns.</summary>
    public static Tensor FuzzFloats(this Draws draws, params int[] dimensions)
    {
        var seed = (ulong)draws.Below(1 << 20);
        var kind = draws.Below(4);
        if (kind == 0) return OrdinaryFloats(seed, dimensions);
        if (kind == 1) return Floats(seed, dimensions);
        var tensor = new Tensor(ElementType.F32, Operators.Shape.Of(dimensions));
        for (var e = 0; e < tensor.Words.Length; e++)
        {
            var word = Philox.Word(seed, (uint)e, 4, 0);
            tensor.Words[e] = kind == 3 ? word : (word & 0x807fffff) | (46 + (word >> 23) % 24) << 23;
        }

        return tensor;
    }

    public static Tensor Fuzzed(this Draws draws, ElementType type, int rows, int columns) => type switch
    {
        ElementType.F32 => draws.FuzzFloats(rows, columns),
        ElementType.I8 => Int8s((ulong)draws.Below(1 << 20), rows, columns),
        _ => Ints((ulong)draws.Below(1 << 20), draws.Of(5, 40, int.MaxValue), rows, columns),
    };

    /// <summary>A tensor and a rule that reads it inside its bounds over the indices of a shape: at the same place,
    /// broadcast, permuted, or by any strides, from any offset.</summary>
    public static (Tensor Tensor, Operand Operand) Reading(this Draws draws, ElementType type, Shape over, int slot)
    {
        var strides = draws.StridesOver(over);
        var offset = draws.OneIn(3) ? draws.Below(70) : 0;
        var reach = offset + 1L;
        for (var axis = 0; axis < 4; axis++) reach += (over[axis] - 1) * strides[axis];
        var columns = draws.Of((int)over.D3, 1, draws.UpTo(50));
        var tensor = draws.Fuzzed(type, (int)((reach + columns - 1) / columns), columns);
        return (tensor, Read(tensor, offset, strides[0], strides[1], strides[2], strides[3], slot));
    }

    public static long[] StridesOver(this Draws draws, Shape over)
    {
        var own = Strides.Of(over);
        long[] strides = [own.S0, own.S1, own.S2, own.S3];
        switch (draws.Below(4))
        {
            case 1:
                for (var axis = 0; axis < 4; axis++) strides[axis] = draws.OneIn(2) ? 0 : strides[axis];
                break;
            case 2:
                // As if the tensor had its axes in another order.
                int[] order = [0, 1, 2, 3];
                for (var i = 3; i > 0; i--)
                {
                    var j = draws.Below(i + 1);
                    (order[i], order[j]) = (order[j], order[i]);
                }

                var stride = 1L;
                for (var i = 3; i >= 0; i--)
                {
                    strides[order[i]] = stride;
                    stride *= over[order[i]];
                }

                break;
            case 3:
                for (var axis = 0; axis < 4; axis++) strides[axis] = draws.Below(9);
                break;
        }

        return strides;
    }
}
