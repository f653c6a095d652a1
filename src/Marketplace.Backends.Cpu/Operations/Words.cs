using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Marketplace.Numerics;

namespace Marketplace.Backends.Cpu.Operations;

/// <summary>Copying of words.</summary>
internal static unsafe class Words
{
    /// <summary>target[i] = source[i · stride], canonical if the words are floats (F4).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Copy(uint* source, long stride, uint* target, long count, bool floats)
    {
        long i = 0;
        if (stride == 1 && !floats)
        {
            new ReadOnlySpan<uint>(source, (int)count).CopyTo(new Span<uint>(target, (int)count));
            return;
        }

        if (stride == 1)
        {
            var (magnitude, infinity, nan) = (Vector256.Create(0x7fffffffu), Vector256.Create(0x7f800000), Vector256.Create(Law.NaN));
            for (; i + 8 <= count; i += 8)
            {
                var x = Vector256.Load(source + i);
                var isNaN = Vector256.GreaterThan((x & magnitude).AsInt32(), infinity).AsUInt32();
                Vector256.ConditionalSelect(isNaN, nan, x).Store(target + i);
            }
        }

        if (floats) for (; i < count; i++) target[i] = Law.Canonical(source[i * stride]);
        else for (; i < count; i++) target[i] = source[i * stride];
    }

    /// <summary>So many rows are turned at once: the lines that are read for the first of them hold the others.</summary>
    public const int Block = 16;

    /// <summary>Target row r, word i = source[i · stride + r], for <see cref="Block"/> rows of so many words; canonical if they
    /// are floats (F4).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Turn(uint* source, long stride, uint* target, long width, bool floats)
    {
        for (long from = 0; from < width; from += Block)
        {
            var to = Math.Min(width, from + Block);
            for (long r = 0; r < Block; r++)
            {
                var row = target + r * width;
                var column = source + r;
                if (floats) for (var i = from; i < to; i++) row[i] = Law.Canonical(column[i * stride]);
                else for (var i = from; i < to; i++) row[i] = column[i * stride];
            }
        }
    }

    /// <summary>Asks for words that are needed soon. A machine that cannot be asked is not.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Ahead(uint* first, uint* last)
    {
        if (!Sse.IsSupported) return;
        for (; first < last; first += 16) Sse.Prefetch1(first);
    }
}
