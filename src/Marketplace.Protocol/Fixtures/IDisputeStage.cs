namespace Marketplace.Protocol.Fixtures;

/// <summary>Where a fixture is played: the rules in C#, or the compiled contracts on a chain.</summary>
public interface IDisputeStage
{
    /// <summary>Posts the fixture's job, and locks and claims it if the fixture has a claim to begin with.</summary>
    Task BeginAsync(DisputeFixture fixture, CancellationToken cancellation);

    /// <summary>Plays the next call.</summary>
    /// <returns>What it came to, as <see cref="FixtureOutcome"/> writes it, and its gas, 0 where none is counted.</returns>
    Task<(string Outcome, ulong Gas)> PlayAsync(FixtureCall call, CancellationToken cancellation);

    /// <summary>What has been credited since the beginning.</summary>
    Task<FixtureBalances> BalancesAsync(CancellationToken cancellation);
}
