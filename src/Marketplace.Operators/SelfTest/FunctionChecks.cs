using Marketplace.Numerics;
using static Marketplace.Operators.SelfTest.SelfCheck;

namespace Marketplace.Operators.SelfTest;

/// <summary>Arguments of the six elementary functions whose values lie closest to a rounding boundary, with the values
/// that MPFR gives (F5): what is not correctly rounded, a platform's own function above all, misses some of them.</summary>
internal static class FunctionChecks
{
    public static IEnumerable<SelfCheck> All()
    {
        yield return Map("exp is correctly rounded (F5)", MapCode.Exp,
            [0xc16912cd, 0x34fd331b], [0xbbf0edf1, 0x3f7e1fe9], [0xbae0e25c, 0x3f7f8fa7], [0x377eff81, 0x3f800080], [0xff800000, 0], [0, 0x3f800000]);
        yield return Map("log is correctly rounded (F5)", MapCode.Log,
            [0x65d890d3, 0x4254d1f9], [0x4c5d65a5, 0x418f034b], [0x4d604ebe, 0x419a352c], [0x66a8c860, 0x42595e46], [0x1f116ab8, 0xc233b53e],
            [0x80000000, 0xff800000], [0xbf800000, 0x7fc00000]);
        yield return Map("tanh is correctly rounded (F5)", MapCode.Tanh,
            [0x3ac37de2, 0x3ac37dd9], [0x3eee0566, 0x3ede3cbe], [0x40acb4d0, 0x3f7ffd50], [0x3cd41b91, 0x3cd40f70], [0x40c5e8ca, 0x3f7fff71],
            [0x80000000, 0x80000000]);
        yield return Map("sigmoid is correctly rounded (F5)", MapCode.Sigmoid,
            [0xb3800000, 0x3f000000], [0x34000000, 0x3f000000], [0xb4400000, 0x3effffff], [0xbee4384e, 0x3ec7df0c], [0x40100aae, 0x3f679add], [0xc0c86401, 0x3af97b8e], [0xff800000, 0]);
        yield return Map("sin is correctly rounded (F5)", MapCode.Sin,
            [0x73243f06, 0x3e943a84], [0x46199998, 0xbeb1fa5d], [0x55cafb2a, 0xbf7e7a17], [0x67a9242b, 0xbf7fab81], [0x4371ade3, 0x3e62da56],
            [0x7f800000, 0x7fc00000]);
        yield return Map("cos is correctly rounded (F5)", MapCode.Cos,
            [0x6115cb11, 0x3f78142f], [0x5f18b878, 0x3f7f14bb], [0x59443c0a, 0x3f425f62], [0x7a4b1a27, 0x3f7c54da], [0x7908cd73, 0x3f798bb5],
            [0, 0x3f800000]);
    }
}
