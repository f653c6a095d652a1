using System.Globalization;
using Marketplace.Chain;
using Marketplace.Protocol.Fixtures;
using Marketplace.World;

namespace Marketplace.Replay;

/// <summary>Plays fixtures and says of each whether both mirrors do what it says.</summary>
public sealed class Replays(TextWriter output, TextWriter complaints)
{
    private const int Wrong = 1;
    private const int BadInput = 2;

    /// <param name="build">Of the contracts; what a fixture notes of gas is compared with Osaka's only.</param>
    /// <returns>0 if every outcome is the fixture's; 1 after a difference; 2 if a file is no fixture.</returns>
    public async Task<int> RunAsync(IReadOnlyList<string> paths, bool rulesOnly, EvmVersion build, CancellationToken cancellation)
    {
        var (played, different, refused, gas) = (0, 0, 0, 0UL);
        await using var contracts = rulesOnly ? null : await ContractStage.SetAsync(build);
        foreach (var path in paths)
        {
            if (Files(path) is not { Count: > 0 } files)
            {
                complaints.WriteLine($"replay: {path}: there is no fixture here.");
                refused++;
                continue;
            }

            foreach (var file in files)
            {
                cancellation.ThrowIfCancellationRequested();
                try
                {
                    var fixture = Read(file);
                    var (difference, used) = await PlayAsync(fixture, contracts, build == EvmVersion.Osaka, cancellation);
                    gas += used;
                    played++;
                    if (difference is null) continue;
                    different++;
                    complaints.WriteLine($"replay: {file}: {difference}");
                }
                // Whatever a file makes happen, the next one is played.
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    complaints.WriteLine($"replay: {file}: {e.Message}");
                    refused++;
                }
            }
        }

        var sum = string.Create(CultureInfo.InvariantCulture, $"{played} disputes played{(rulesOnly ? " by the rules in C#" : $" by the rules in C# and the contracts, {gas:N0} gas")}");
        output.WriteLine($"{sum}; {different} differ, {refused} files refused");
        return refused > 0 ? BadInput : different > 0 ? Wrong : 0;
    }

    private static async Task<(string? Difference, ulong Gas)> PlayAsync(DisputeFixture fixture, ContractStage? contracts, bool comparesGas, CancellationToken cancellation)
    {
        var (byRules, _) = await FixtureReplay.PlayAsync(fixture, new RulesStage(), cancellation);
        if (byRules is not null) return (Told("the rules in C#", byRules), 0);
        if (contracts is null) return (null, 0);
        var (byContracts, gas) = await FixtureReplay.PlayAsync(fixture, contracts, cancellation);
        if (byContracts is not null) return (Told("the contracts", byContracts), 0);
        for (var i = 0; comparesGas && i < gas.Count; i++)
        {
            if (fixture.Calls[i].Gas is var noted and > 0 && noted != gas[i])
                return ($"call {i}, {fixture.Calls[i].Kind}: {noted} gas are noted, the contracts took {gas[i]}.", 0);
        }

        return (null, gas.Aggregate(0UL, (sum, used) => sum + used));
    }

    private static string Told(string who, FixtureDifference difference) =>
        $"{difference.Where}:\n  noted: {difference.Expected}\n  {who}: {difference.Found}";

    private static DisputeFixture Read(string file)
    {
        using var stream = File.OpenRead(file);
        if (stream.Length > FixtureReader.MaxBytes)
            throw new FormatException($"The file has {stream.Length} bytes; a fixture has at most {FixtureReader.MaxBytes}.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return FixtureReader.Read(bytes);
    }

    private static List<string> Files(string path) =>
        File.Exists(path) ? [path]
        : Directory.Exists(path) ? [.. Directory.GetFiles(path, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal)]
        : [];
}
