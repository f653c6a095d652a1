using Marketplace.Agents.Games;
using Marketplace.Operators;
using Marketplace.World.Liars;
using Xunit.Abstractions;

namespace Marketplace.Scenarios.Tests.Games;

public sealed class FirstMatchTests(ITestOutputHelper output)
{
    [Fact]
    public async Task OneBitLiar_IsProvedWrong()
    {
        await using var table = await Table.SetAsync();
        var job = await ToyJob.PostAsync(table);
        var law = new LawBackend();
        var program = ToyJob.Program;
        var matMul = program.Phases[0].Operations.Select((op, j) => (op, j)).First(x => x.op.OpCode == OpCode.MatMul).j;
        var lie = new OneBitLie(law, new OperationSite(4, matMul), 5, 7);
        var result = await new Match(table, program, ToyJob.Initial, job)
            .PlayAsync(new Side(lie, new HonestMoves()), new Side(law, new HonestMoves()));
        output.WriteLine($"{result} {program.Phases[0].Operations.Length} operations");
        result!.ChallengerWon.Should().BeTrue();
        result.Proved.Should().Be(OpCode.MatMul);
    }
}
