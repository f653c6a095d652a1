using Marketplace.Operators.SelfTest;

namespace Marketplace.Operators;

/// <summary>Shows in a few milliseconds that a machine computes as the law does where machines are known to differ. A
/// machine that does not would lose its stake; it is refused before it begins.</summary>
/// <remarks>Results are compared with bits that stand in the source, never with what this machine computes otherwise. It
/// finds settings and substitutes — flushed subnormals, fusion and its absence, approximations, another order — not every
/// error of a kernel: that is what the conformance suite is for.</remarks>
public static class BackendSelfTest
{
    /// <summary>What is tested, in its order.</summary>
    public static IReadOnlyList<string> Names => [.. All().Select(check => check.Name).Distinct()];

    /// <exception cref="UnsoundBackendException">A check fails; the exception names the first one.</exception>
    public static void Require(IBackend backend)
    {
        foreach (var check in All())
        {
            if (check.Fault(backend) is { } fault) throw new UnsoundBackendException(check.Name, fault);
        }
    }

    private static IEnumerable<SelfCheck> All() => [.. ArithmeticChecks.All(), .. OrderChecks.All(), .. FunctionChecks.All()];
}

/// <summary>A machine does not compute by the law: nothing that it says may be staked on.</summary>
/// <param name="check">The first check that failed, one of <see cref="BackendSelfTest.Names"/>.</param>
/// <param name="fault">Which result it was, and what it should have been.</param>
public sealed class UnsoundBackendException(string check, string fault)
    : Exception($"This machine does not compute by the law; the check \"{check}\" fails: {fault}")
{
    public string Check { get; } = check;
}
