using Marketplace.Primitives;

namespace Marketplace.Scenarios.Tests.Market;

/// <summary>What the players of a sequence remember of a challenge, alive or not.</summary>
/// <param name="Interval">The interval it denies.</param>
public sealed record KnownGame(
    ulong Job, uint Round, Address Challenger, uint Nonce, byte[] Salt, byte[] Opening, int Interval, ulong CommittedIn)
{
    /// <summary>Its last state, once it was opened.</summary>
    public byte[]? State { get; init; }

    public Address Mover { get; init; }

    public Timestamp Deadline { get; init; }
}
