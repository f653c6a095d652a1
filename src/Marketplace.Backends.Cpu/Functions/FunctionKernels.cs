using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Marketplace.Backends.Cpu.Functions;

/// <summary>The elementary functions over whole arrays, each path by itself: what the proofs run.</summary>
public static unsafe class FunctionKernels
{
    /// <summary>
    /// The kernel (x, y, count): y[i] = the correctly rounded function of x[i], a NaN in its one form (F4). y may be x.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such function or path.</exception>
    public static delegate*<uint*, uint*, nint, void> Of(ElementaryFunction function, CpuPath path) => function switch
    {
        ElementaryFunction.Exp => Of<Exponential>(path),
        ElementaryFunction.Log => Of<NaturalLogarithm>(path),
        ElementaryFunction.Tanh => Of<HyperbolicTangent>(path),
        ElementaryFunction.Sigmoid => Of<LogisticSigmoid>(path),
        ElementaryFunction.Sin => Of<Sine>(path),
        ElementaryFunction.Cos => Of<Cosine>(path),
        _ => throw new ArgumentOutOfRangeException(nameof(function), function, "There is no such function."),
    };

    private static delegate*<uint*, uint*, nint, void> Of<F>(CpuPath path) where F : struct, IElementaryFunction =>
        path switch
        {
            CpuPath.Scalar => &Run<F, Words1, uint, Double1>,
            CpuPath.Vector128 => &Run<F, Words4, Vector128<uint>, Double2>,
            CpuPath.Avx2 => &Run<F, Words8, Vector256<uint>, Double4>,
            CpuPath.Avx512 => &Run<F, Words16, Vector512<uint>, Double8>,
            _ => throw new ArgumentOutOfRangeException(nameof(path), path, "There is no such path."),
        };

    [MethodImpl(AggressiveOptimization)]
    private static void Run<F, L, W, D>(uint* x, uint* y, nint count)
        where F : struct, IElementaryFunction
        where L : struct, IWordLanes<W, D>
        where W : unmanaged
        where D : struct, IDoubleLanes<D>
    {
        nint i = 0;
        if (count >= L.Count)
        {
            // Tested at its end: only then the compiler takes the constants out of the loop.
            do
            {
                L.Store(L.Canonical(F.Rounded<L, W, D>(L.Load(x + i))), y + i);
                i += L.Count;
            }
            while (i <= count - L.Count);
        }

        for (; i < count; i++) y[i] = Words1.Canonical(F.Rounded<Words1, uint, Double1>(x[i]));
    }
}
