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
        var arena = await WholeProgram.PlayAsync(output, SmallPrograms.LongChain());
        Costs(arena, $"{MoveKind.Dissect} in {Alphabet.Term}").Should().BePositive();
        arena.Tally.Proofs(OpCode.MatMul).Should().BePositive();
    }

    [Fact]
    public async Task IntervalsAndOutputsOfMoreThan16Units_AreCutTwice()
    {
        var arena = await WholeProgram.PlayAsync(output, SmallPrograms.LongInterval());
        Costs(arena, $"{MoveKind.Dissect} in {Alphabet.Step}").Should().BePositive();
        Costs(arena, $"{MoveKind.Dissect} in {Alphabet.Leaf}").Should().BePositive();
        arena.Tally.Proofs(OpCode.Map).Should().BePositive();
    }

    [Fact]
    public async Task AStepOfTheOtherPhase_IsPlayedByItsOwnOperations()
    {
        var program = SmallPrograms.TwoPhases();
        ProgramAdmission.Check(program).Should().BeNull("the program is one that agents would play");
        var arena = await WholeProgram.PlayAsync(output, program);
        arena.Tally.Proofs(OpCode.MatMul).Should().BePositive("it stands in the second phase only");
        arena.Tally.Proofs(OpCode.Map).Should().BePositive();
    }

    [Fact]
    public async Task RandomWordsAndTheFunctionsOfANetwork_AreJudged()
    {
        var program = SmallPrograms.Noise();
        ProgramAdmission.Check(program).Should().BeNull("the program is one that agents would play");
        var arena = await WholeProgram.PlayAsync(output, program);
        arena.Tally.Proofs(OpCode.Random).Should().BePositive();
        arena.Tally.Proofs(OpCode.Map).Should().BeGreaterThan(10);
    }

    private static int Costs(Arena arena, string move) => arena.Tally.Games.Sum(g => g.Result.Costs.Count(c => c.Move == move));
}
