using System.Diagnostics.CodeAnalysis;

namespace Marketplace.Primitives;

/// <summary>What must hold whatever the world does. A broken invariant is our own bug; the check stays on in production.</summary>
public static class Invariant
{
    public static void That([DoesNotReturnIf(false)] bool holds, string what)
    {
        if (!holds) throw new InvariantBrokenException(what);
    }
}

/// <summary>A bug of this program, never a rule of the protocol or a failure of the world.</summary>
public sealed class InvariantBrokenException(string what) : Exception("Broken invariant: " + what);
