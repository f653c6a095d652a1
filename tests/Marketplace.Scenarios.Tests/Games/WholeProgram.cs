using Marketplace.Operators;
using Marketplace.Programs;
using Xunit.Abstractions;

namespace Marketplace.Scenarios.Tests.Games;

/// <summary>A lie in every operation of a program, in both roles.</summary>
public static class WholeProgram
{
    private static readonly Behaviour[] Both = [Behaviour.PlaysItsTrace, Behaviour.Garbage];

    /// <summary>Lies in all operations of up to seven steps, first and last element; contract and mirror are held
    /// against each other at every turn.</summary>
    /// <param name="where">In which operations to lie; null for all.</param>
    /// <returns>The arena with its games, closed.</returns>
    public static async Task<Arena> PlayAsync(
        ITestOutputHelper output, Program program, Func<Descriptor, bool>? where = null)
    {
        await using var arena = await Arena.OpenAsync(program, SmallPrograms.Initial(program), 3);
        for (uint step = 0; step < program.Steps; step += Math.Max(1, program.Steps / 7))
        {
            var operations = program.PhaseAt(step).Operations;
            for (var j = 0; j < operations.Length; j++)
            {
                if (where is not null && !where(operations[j])) continue;
                var last = operations[j].Shape.Elements - 1;
                await arena.PlayAsync(new OperationSite(step, j), 0, [Behaviour.PlaysItsTrace], Both);
                if (last > 0) await arena.PlayAsync(new OperationSite(step, j), last, Both, [Behaviour.PlaysItsTrace]);
            }
        }

        output.WriteLine(arena.Tally.Print());
        output.WriteLine(Reports.Print([arena.Mirror]));
        arena.Mirror.Disagreements.Should().BeEmpty();
        return arena;
    }
}
