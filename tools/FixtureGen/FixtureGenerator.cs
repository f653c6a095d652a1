using Marketplace.Protocol.Fixtures;
using Marketplace.World;

namespace Marketplace.FixtureGen;

/// <summary>Writes the dispute fixtures anew: plays every dispute by the rules in C#, then through the
/// compiled contracts, which say the gas; nothing is written about which the two disagree.</summary>
public static class FixtureGenerator
{
    public static async Task<int> Main(string[] args)
    {
        if (args is not [var folder])
        {
            Console.Error.WriteLine("FixtureGen FOLDER: writes the dispute fixtures into a folder.");
            return 2;
        }

        foreach (var old in Directory.CreateDirectory(folder).GetFiles("*.json")) old.Delete();
        var subjects = new List<FixtureSubject>();
        await using var stage = await ContractStage.SetAsync();
        await foreach (var fixture in Recordings.AllAsync())
        {
            var (difference, gas) = await FixtureReplay.PlayAsync(fixture, stage, default);
            if (difference is not null)
            {
                Console.Error.WriteLine($"{fixture.Name}, {difference.Where}: C# says\n  {difference.Expected}\nthe contracts say\n  {difference.Found}");
                return 1;
            }

            var measured = fixture with { Calls = [.. fixture.Calls.Zip(gas, (call, used) => call with { Gas = used })] };
            await File.WriteAllBytesAsync(Path.Combine(folder, fixture.Name + ".json"), FixtureWriter.Write(measured));
            Console.WriteLine($"{fixture.Name}: {fixture.Calls.Count} calls, {gas.Aggregate(0UL, (a, b) => a + b):N0} gas");
            subjects.Add(fixture.About);
        }

        await File.WriteAllLinesAsync(Path.Combine(folder, FixturePairs.FileName), FixturePairs.Missing(subjects));
        Console.WriteLine($"{subjects.Count} fixtures");
        return 0;
    }
}
