using Marketplace.Agents.Games;
using Marketplace.Operators;
using Marketplace.World;
using Xunit.Abstractions;

namespace Marketplace.Scenarios.Tests.Games;

public sealed class FirstMatchTests(ITestOutputHelper output)
{
    [Fact]
    public async Task OneBitLiar_IsProvedWrong()
    {
        await using var table = await Table.SetAsync();
        var job = await ToyJob.PostAsync(table);
        var program = ToyJob.Program;
        var matMul = program.Phases[0].Operations.Select((op, j) => (op, j)).First(x => x.op.OpCode == OpCode.MatMul).j;
        var truth = new Truth(program, ToyJob.Initial);
        var lie = Lie.Find(truth, new OperationSite(4, matMul), 5)!;
        var result = await new Match(table, job).PlayAsync(
            truth.Claim(lie), lie.Interval, new Side(lie.Trace, new HonestMoves()), new Side(truth.Trace(lie.Interval), new HonestMoves()));
        output.WriteLine($"{result} {program.Phases[0].Operations.Length} operations");
        result.ChallengerWon.Should().BeTrue();
        result.Proved.Should().Be(OpCode.MatMul);
    }
}
