namespace Marketplace.Protocol.Fixtures;

/// <summary>The first place where a stage does something else than the fixture says.</summary>
/// <param name="Where">The call, or the balances.</param>
public sealed record FixtureDifference(string Where, string Expected, string Found);

/// <summary>Plays a fixture on a stage and holds every outcome against what it says.</summary>
public static class FixtureReplay
{
    /// <returns>The first difference, or null; and the gas of every call.</returns>
    public static async Task<(FixtureDifference? Difference, IReadOnlyList<ulong> Gas)> PlayAsync(
        DisputeFixture fixture, IDisputeStage stage, CancellationToken cancellation)
    {
        var gas = new List<ulong>();
        await stage.BeginAsync(fixture, cancellation);
        for (var i = 0; i < fixture.Calls.Count; i++)
        {
            var call = fixture.Calls[i];
            var (outcome, used) = await stage.PlayAsync(call, cancellation);
            gas.Add(used);
            if (outcome != call.Outcome)
                return (new FixtureDifference($"call {i}, {call.Kind} by {call.By}", call.Outcome, outcome), gas);
        }

        var balances = await stage.BalancesAsync(cancellation);
        return (balances == fixture.Balances ? null : new FixtureDifference("balances", $"{fixture.Balances}", $"{balances}"), gas);
    }
}
