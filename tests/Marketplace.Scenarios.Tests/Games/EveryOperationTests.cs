using System.Diagnostics;
using Marketplace.Operators;
using Marketplace.Protocol.Disputes;
using Xunit.Abstractions;

namespace Marketplace.Scenarios.Tests.Games;

/// <summary>
/// A lie at the first and the last element of every operation of the toy, at its first, a middle and its last step, by
/// liars of every kind: the honest side wins each game, and contract and mirror say the same of every damaged move.
/// </summary>
public sealed class EveryOperationTests(ITestOutputHelper output)
{
    private const int Workers = 2;

    private static readonly uint[] Steps = [0, 4, 8];

    private static readonly Behaviour[] All = Enum.GetValues<Behaviour>();

    [Fact]
    public async Task HonestSide_WinsEveryGame()
    {
        var clock = Stopwatch.StartNew();
        var lies = Lies().ToList();
        var arenas = await Task.WhenAll(Enumerable.Range(0, Workers).Select(worker => Task.Run(() => PlayAsync(worker, lies))));
        var tally = new Tally();
        foreach (var arena in arenas)
        {
            tally.Games.AddRange(arena.Tally.Games);
            tally.Vanished.AddRange(arena.Tally.Vanished);
        }

        output.WriteLine(tally.Print());
        output.WriteLine(Reports.Print(arenas.Select(arena => arena.Mirror)));
        output.WriteLine($"{clock.Elapsed.TotalSeconds:N0} s");

        tally.Games.Should().HaveCountGreaterThanOrEqualTo(200).And.OnlyContain(game => game.HonestSideWon);
        tally.Vanished.Count.Should().BeLessThan(lies.Count / 10, "a lie that vanishes tests nothing");
        foreach (var op in ToyJob.Program.Phases[0].Operations.Select(o => o.OpCode).Distinct())
        {
            tally.Proofs(op).Should().BePositive("{0} is proved at least once", op);
        }

        foreach (var alphabet in Enum.GetValues<Alphabet>())
        {
            tally.ProofsThrough(alphabet).Should().BePositive("{0} leads to a proof", alphabet);
        }

        arenas.SelectMany(arena => arena.Mirror.Fields).GroupBy(field => field.Key).Where(field => field.Sum(f => f.Value) == 0)
            .Should().BeEmpty("every field of every move has its turn");
        arenas.SelectMany(arena => arena.Mirror.Disagreements).Distinct().Should().BeEmpty();
    }

    private static IEnumerable<(OperationSite Site, long Element)> Lies()
    {
        var operations = ToyJob.Program.Phases[0].Operations;
        foreach (var step in Steps)
        {
            for (var j = 0; j < operations.Length; j++)
            {
                yield return (new OperationSite(step, j), 0);
                if (operations[j].Shape.Elements > 1) yield return (new OperationSite(step, j), operations[j].Shape.Elements - 1);
            }
        }
    }

    private static async Task<Arena> PlayAsync(int worker, List<(OperationSite Site, long Element)> lies)
    {
        await using var arena = await Arena.OpenAsync(ToyJob.Program, ToyJob.Initial, (ulong)worker);
        for (var i = worker; i < lies.Count; i += Workers)
        {
            await arena.PlayAsync(lies[i].Site, lies[i].Element, All, [All[i / Workers % All.Length]]);
        }

        return arena;
    }
}
