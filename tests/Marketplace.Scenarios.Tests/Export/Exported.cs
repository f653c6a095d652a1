using Marketplace.Agents;
using Marketplace.Agents.Export;
using Marketplace.Protocol.Fixtures;

namespace Marketplace.Scenarios.Tests.Export;

/// <summary>What a chain's job comes to as a fixture, and whether that is what was played.</summary>
internal static class Exported
{
    public static Task<DisputeFixture> OfAsync(Agent anybody, ulong job) =>
        DisputeExport.ReadAsync(anybody.Market.Chain, anybody.Market.Address, job, new(0), default);

    public static Task<DisputeFixture> OfAsync(ContractStage stage) =>
        DisputeExport.ReadAsync(stage.Table.Chain, stage.Table.Market, stage.Job, new(0), default);

    /// <summary>Both mirrors do what the file says, which is read anew.</summary>
    public static async Task ShouldReplayAsync(DisputeFixture fixture, ContractStage contracts)
    {
        var read = FixtureReader.Read(FixtureWriter.Write(fixture));
        foreach (var stage in (IDisputeStage[])[new RulesStage(), contracts])
        {
            var (difference, _) = await FixtureReplay.PlayAsync(read, stage, default);
            difference.Should().BeNull("{0} by {1}", fixture.Name, stage.GetType().Name);
        }
    }

    /// <summary>The calls that were accepted, with the time at which each was made, in the names of the exported ones.</summary>
    public static IReadOnlyList<string> Story(DisputeFixture fixture)
    {
        var (story, now) = (new List<string>(), 0UL);
        if (fixture.Roots.Count > 0)
        {
            story.Add($"1 Lock Solver    {FixtureOutcome.Accepted}");
            story.Add($"2 Claim Solver   {string.Join(' ', fixture.Roots)} {FixtureOutcome.Accepted}");
            now = 2 * DisputeFixture.Tick;
        }

        var isOpened = new HashSet<(FixturePlayer, uint)>(
            fixture.Calls.Where(c => c.Kind == FixtureKind.Open && !IsRefused(c)).Select(c => (c.By, c.Nonce)));
        foreach (var call in fixture.Calls)
        {
            now += call.After;
            if (IsRefused(call)) continue;
            var isShown = call.Kind != FixtureKind.Commit || isOpened.Contains((call.By, call.Nonce));
            var game = call.Kind is FixtureKind.Lock or FixtureKind.Claim or FixtureKind.Expire or FixtureKind.Cancel or FixtureKind.Finalize
                ? ""
                : $"{call.Challenger}/{call.Nonce}";
            story.Add(
                $"{now} {call.Kind} {call.By} {game} {(isShown ? Convert.ToHexString([.. call.Salt, .. call.Data]) : "")} "
                + $"{string.Join(' ', call.Roots)} {call.Outcome}");
        }

        // The challenger who comes first is exported as the first.
        return fixture.Calls.FirstOrDefault(c => c.Kind == FixtureKind.Commit)?.By == FixturePlayer.Second ? [.. story.Select(Swapped)] : story;
    }

    private static bool IsRefused(FixtureCall call) => call.Outcome.StartsWith("refused", StringComparison.Ordinal);

    private static string Swapped(string line) =>
        line.Replace("Challenger", "\0", StringComparison.Ordinal).Replace("Second", "Challenger", StringComparison.Ordinal)
            .Replace("\0", "Second", StringComparison.Ordinal);
}
