using System.Reflection;
using System.Runtime.Intrinsics;
using Marketplace.Backends.Cpu.Arithmetic;
using Marketplace.Backends.Cpu.Functions;
using Marketplace.Backends.Cpu.Operations;
using Marketplace.Numerics;
using Marketplace.Operators;

namespace Marketplace.Backends.Cpu.Fusion;

/// <summary>Loops that compute a whole expression in registers. Expressions are types put together when a phase is
/// prepared; the runtime compiles each once.</summary>
internal static unsafe class FusedKernels
{
    private static readonly Type[] s_streams = [typeof(FirstStream), typeof(SecondStream), typeof(ThirdStream), typeof(FourthStream)];
    private static readonly Type[] s_stills = [typeof(FirstStill), typeof(SecondStill), typeof(ThirdStill), typeof(FourthStill)];

    // Floats of floats, a few instructions each. What takes longer gains nothing from being fused.
    private static readonly Dictionary<byte, Type> s_operations = new()
    {
        [MapCode.Add] = typeof(AddOperation),
        [MapCode.Sub] = typeof(SubOperation),
        [MapCode.Mul] = typeof(MulOperation),
        [MapCode.Div] = typeof(DivOperation),
        [MapCode.Sqrt] = typeof(SqrtOperation),
        [MapCode.Fma] = typeof(FmaOperation),
        [MapCode.Max] = typeof(MaxOperation),
        [MapCode.Relu] = typeof(ReluOperation),
        [MapCode.ReluGrad] = typeof(ReluGradOperation),
        [MapCode.Scale] = typeof(ScaleOperation),
        [MapCode.SoftmaxGrad] = typeof(SoftmaxGradOperation),
        [MapCode.AdamFirst] = typeof(AdamFirstOperation),
        [MapCode.AdamSecond] = typeof(AdamSecondOperation),
        [MapCode.AdamBias] = typeof(AdamBiasOperation),
        [MapCode.AdamDenominator] = typeof(AdamDenominatorOperation),
        [MapCode.AdamUpdate] = typeof(AdamUpdateOperation),
        [MapCode.Rsqrt] = typeof(RsqrtOperation),
        [MapCode.TanhGrad] = typeof(TanhGradOperation),
        [MapCode.SigmoidGrad] = typeof(SigmoidGradOperation),
        [MapCode.SquareDifference] = typeof(SquareDifferenceOperation),
        [MapCode.Normalise] = typeof(NormaliseOperation),
        [MapCode.AdamWUpdate] = typeof(AdamWUpdateOperation),
    };

    public static bool Knows(byte code) => s_operations.ContainsKey(code);

    /// <summary>The kernel of <see cref="MapKernels.Of"/>; its immediates are the words that stand still, then the
    /// expression's own.</summary>
    public static delegate*<uint**, int*, uint*, uint*, nint, void> Map(MapExpression expression, Loop loop, CpuPath path) =>
        (delegate*<uint**, int*, uint*, uint*, nint, void>)Address(typeof(MapLoop<,,,>), path, Fused(expression, loop));

    /// <summary>The kernel of <see cref="FusedLaneLoop{O,M,A,L,W}.Run"/>.</summary>
    public static delegate*<uint**, uint*, nint, uint*, void> Lanes(
        OpCode lanes, MapExpression expression, Loop loop, CpuPath path) =>
        (delegate*<uint**, uint*, nint, uint*, void>)Address(
            typeof(FusedLaneLoop<,,,,>), path,
            lanes == OpCode.SumLanes ? typeof(SumOperation) : typeof(GreatestOperation), Fused(expression, loop));

    private static nint Address(Type loop, CpuPath path, params Type[] operations)
    {
        Type[] machine = path switch
        {
            CpuPath.Scalar => [typeof(ArithmeticScalar), typeof(Words1), typeof(uint)],
            CpuPath.Vector128 => [typeof(Arithmetic128), typeof(Words4), typeof(Vector128<uint>)],
            CpuPath.Avx2 => [typeof(Arithmetic256), typeof(Words8), typeof(Vector256<uint>)],
            CpuPath.Avx512 => [typeof(Arithmetic512), typeof(Words16), typeof(Vector512<uint>)],
            _ => throw new ArgumentOutOfRangeException(nameof(path), path, "There is no such path."),
        };
        var method = loop.MakeGenericType([.. operations, .. machine]).GetMethod("Run", BindingFlags.Public | BindingFlags.Static)!;
        return method.MethodHandle.GetFunctionPointer();
    }

    private static Type Fused(MapExpression expression, Loop loop)
    {
        var arguments = new Dictionary<Phases.Reading, Type>();
        var (streams, stills) = (0, 0);
        foreach (var (leaf, stride) in expression.Leaves.Zip(loop.InnerStrides))
            arguments.Add(leaf, stride == 0 ? s_stills[stills++] : s_streams[streams++]);
        var all = stills + expression.Immediates.Count();
        return typeof(FusedOperation<,,>).MakeGenericType(
            Argument(expression, arguments, ref stills), Count(streams), Count(all));
    }

    // Immediates are numbered as the tree is walked through: the inner expressions' first.
    private static Type Argument(MapExpression e, Dictionary<Phases.Reading, Type> arguments, ref int still)
    {
        var parts = new Type[9];
        Array.Fill(parts, typeof(Nothing));
        parts[0] = s_operations[e.Operation.Function];
        for (var o = 0; o < e.Readings.Length; o++)
            parts[1 + o] = e.Inner[o] is { } inner ? Argument(inner, arguments, ref still) : arguments[e.Readings[o]];
        for (var i = 0; i < e.Operation.Attributes.Length; i++) parts[5 + i] = s_stills[still++];
        return typeof(Call<,,,,,,,,>).MakeGenericType(parts);
    }

    private static Type Count(int value) =>
        value == 0 ? typeof(Zero) : typeof(Next<>).MakeGenericType(Count(value - 1));
}
