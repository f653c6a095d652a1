using Marketplace.Execution;
using Marketplace.Operators;
using Marketplace.Programs;
using Marketplace.Protocol.Disputes;
using Xunit.Abstractions;

namespace Marketplace.Scenarios.Tests.Games;

/// <summary>Games with more rounds than the toy's, and with a schedule of two phases.</summary>
public sealed class LongGamesTests(ITestOutputHelper output)
{
    [Fact]
    public async Task AChainOfMoreThan64Units_IsCutTwice()
    {
        var arena = await PlayAsync(SmallPrograms.LongChain());
        Costs(arena, $"{MoveKind.Dissect} in {Alphabet.Term}").Should().BePositive();
        arena.Tally.Proofs(OpCode.MatMul).Should().BePositive();
    }

    [Fact]
    public async Task IntervalsAndOutputsOfMoreThan16Units_AreCutTwice()
    {
        var arena = await PlayAsync(SmallPrograms.LongInterval());
        Costs(arena, $"{MoveKind.Dissect} in {Alphabet.Step}").Should().BePositive();
        Costs(arena, $"{MoveKind.Dissect} in {Alphabet.Leaf}").Should().BePositive();
        arena.Tally.Proofs(OpCode.Map).Should().BePositive();
    }

    [Fact]
    public async Task AStepOfTheOtherPhase_IsPlayedByItsOwnOperations()
    {
        var program = SmallPrograms.TwoPhases();
        ProgramAdmission.Check(program).Should().BeNull("the program is one that agents would play");
        var arena = await PlayAsync(program);
        arena.Tally.Proofs(OpCode.MatMul).Should().BePositive("it stands in the second phase only");
        arena.Tally.Proofs(OpCode.Map).Should().BePositive();
    }

    [Fact]
    public async Task RandomWordsAndTheFunctionsOfANetwork_AreJudged()
    {
        var program = SmallPrograms.Noise();
        ProgramAdmission.Check(program).Should().BeNull("the program is one that agents would play");
        var arena = await PlayAsync(program);
        arena.Tally.Proofs(OpCode.Random).Should().BePositive();
        arena.Tally.Proofs(OpCode.Map).Should().BeGreaterThan(10);
    }

    /// <summary>Lies in all steps' operations, first and last element, in both roles.</summary>
    private async Task<Arena> PlayAsync(Program program)
    {
        await using var arena = await Arena.OpenAsync(program, SmallPrograms.Initial(program), 3);
        for (uint step = 0; step < program.Steps; step += Math.Max(1, program.Steps / 7))
        {
            var operations = program.PhaseAt(step).Operations;
            for (var j = 0; j < operations.Length; j++)
            {
                var last = operations[j].Shape.Elements - 1;
                Behaviour[] both = [Behaviour.PlaysItsTrace, Behaviour.Garbage];
                await arena.PlayAsync(new OperationSite(step, j), 0, [Behaviour.PlaysItsTrace], both);
                if (last > 0) await arena.PlayAsync(new OperationSite(step, j), last, both, [Behaviour.PlaysItsTrace]);
            }
        }

        output.WriteLine(arena.Tally.Print());
        output.WriteLine(Reports.Print([arena.Mirror]));
        arena.Mirror.Disagreements.Should().BeEmpty();
        return arena;
    }

    private static int Costs(Arena arena, string move) => arena.Tally.Games.Sum(g => g.Result.Costs.Count(c => c.Move == move));
}
