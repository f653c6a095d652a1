using System.Runtime.Intrinsics;
using Marketplace.Backends.Cpu.Functions;
using Marketplace.Numerics;

namespace Marketplace.Backends.Cpu.Arithmetic;

/// <summary>The map functions along a row, chosen once by code and path.</summary>
public static unsafe class MapKernels
{
    private const int Paths = 4;

    private static readonly nint[] s_kernels = Table();

    /// <summary>
    /// The kernel (operands, strides, immediates, output, count): output[i] = function of operands[o][i · strides[o]]
    /// and the immediates, i below count; floats canonical (F4). It allocates nothing.
    /// </summary>
    /// <remarks>Pointers and strides (0 or 1) as many as the function has operands, immediates likewise. The output may
    /// be an operand's words of stride 1, word for word; it may not overlap one in any other way.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">No function has this code, or there is no such path.</exception>
    public static delegate*<uint**, int*, uint*, uint*, nint, void> Of(byte code, CpuPath path)
    {
        var place = (code * Paths) + (int)path;
        if ((uint)path >= Paths || s_kernels[place] == 0)
            throw new ArgumentOutOfRangeException(nameof(code), code, $"There is no such function on the path {path}.");
        return (delegate*<uint**, int*, uint*, uint*, nint, void>)s_kernels[place];
    }

    private static nint[] Table()
    {
        var kernels = new nint[(byte.MaxValue + 1) * Paths];
        // In the order of the codes.
        Enter<AddOperation>(kernels, MapCode.Add);
        Enter<SubOperation>(kernels, MapCode.Sub);
        Enter<MulOperation>(kernels, MapCode.Mul);
        Enter<DivOperation>(kernels, MapCode.Div);
        Enter<SqrtOperation>(kernels, MapCode.Sqrt);
        Enter<FmaOperation>(kernels, MapCode.Fma);
        Enter<MaxOperation>(kernels, MapCode.Max);
        Enter<ReluOperation>(kernels, MapCode.Relu);
        Enter<ReluGradOperation>(kernels, MapCode.ReluGrad);
        Enter<ExpOperation>(kernels, MapCode.Exp);
        Enter<FromIntOperation>(kernels, MapCode.FromInt);
        Enter<ToIntOperation>(kernels, MapCode.ToInt);
        Enter<IntAddOperation>(kernels, MapCode.IntAdd);
        Enter<IntSubOperation>(kernels, MapCode.IntSub);
        Enter<IntMulOperation>(kernels, MapCode.IntMul);
        Enter<IntXorOperation>(kernels, MapCode.IntXor);
        Enter<IntShiftLeftOperation>(kernels, MapCode.IntShiftLeft);
        Enter<IntShiftRightOperation>(kernels, MapCode.IntShiftRight);
        Enter<IntEqualOperation>(kernels, MapCode.IntEqual);
        Enter<IntLessOperation>(kernels, MapCode.IntLess);
        Enter<ScaleOperation>(kernels, MapCode.Scale);
        Enter<LogOperation>(kernels, MapCode.Log);
        Enter<TanhOperation>(kernels, MapCode.Tanh);
        Enter<SigmoidOperation>(kernels, MapCode.Sigmoid);
        Enter<SinOperation>(kernels, MapCode.Sin);
        Enter<CosOperation>(kernels, MapCode.Cos);
        Enter<SoftmaxExpOperation>(kernels, MapCode.SoftmaxExp);
        Enter<SoftmaxGradOperation>(kernels, MapCode.SoftmaxGrad);
        Enter<AdamFirstOperation>(kernels, MapCode.AdamFirst);
        Enter<AdamSecondOperation>(kernels, MapCode.AdamSecond);
        Enter<AdamBiasOperation>(kernels, MapCode.AdamBias);
        Enter<AdamDenominatorOperation>(kernels, MapCode.AdamDenominator);
        Enter<AdamUpdateOperation>(kernels, MapCode.AdamUpdate);
        Enter<RsqrtOperation>(kernels, MapCode.Rsqrt);
        Enter<SiluOperation>(kernels, MapCode.Silu);
        Enter<SiluGradOperation>(kernels, MapCode.SiluGrad);
        Enter<GeluOperation>(kernels, MapCode.Gelu);
        Enter<GeluGradOperation>(kernels, MapCode.GeluGrad);
        Enter<TanhGradOperation>(kernels, MapCode.TanhGrad);
        Enter<SigmoidGradOperation>(kernels, MapCode.SigmoidGrad);
        Enter<SquareDifferenceOperation>(kernels, MapCode.SquareDifference);
        Enter<NormaliseOperation>(kernels, MapCode.Normalise);
        Enter<AdamWUpdateOperation>(kernels, MapCode.AdamWUpdate);
        return kernels;
    }

    private static void Enter<M>(nint[] kernels, byte code) where M : struct, IMapOperation
    {
        var place = code * Paths;
        delegate*<uint**, int*, uint*, uint*, nint, void> scalar = &MapLoop<M, ArithmeticScalar, Words1, uint>.Run;
        delegate*<uint**, int*, uint*, uint*, nint, void> narrow =
            &MapLoop<M, Arithmetic128, Words4, Vector128<uint>>.Run;
        delegate*<uint**, int*, uint*, uint*, nint, void> middle =
            &MapLoop<M, Arithmetic256, Words8, Vector256<uint>>.Run;
        delegate*<uint**, int*, uint*, uint*, nint, void> wide =
            &MapLoop<M, Arithmetic512, Words16, Vector512<uint>>.Run;
        kernels[place + (int)CpuPath.Scalar] = (nint)scalar;
        kernels[place + (int)CpuPath.Vector128] = (nint)narrow;
        kernels[place + (int)CpuPath.Avx2] = (nint)middle;
        kernels[place + (int)CpuPath.Avx512] = (nint)wide;
    }
}
