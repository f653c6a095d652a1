using Marketplace.Operators;
using Marketplace.Programs;
using Marketplace.Protocol.Disputes;
using Xunit.Abstractions;

namespace Marketplace.Scenarios.Tests.Games;

/// <summary>Games about bytes (F8) and about ScatterAdd, whose leaves and units are not those of floats (B12).</summary>
/// <remarks>The honest side wins every game (<see cref="Arena"/>). Which side makes the last move depends on how often
/// the game is cut, so each program is played once more with idle operations before it.</remarks>
public sealed class ByteAndTokenGamesTests(ITestOutputHelper output)
{
    private const int Idle = 20;

    [Fact]
    public async Task AnEmbeddingsGradient_OfFiveTokens_IsJudgedTokenByToken()
    {
        var games = await PlayAsync(SmallPrograms.Embedding(0));
        games.AddRange(await PlayAsync(SmallPrograms.Embedding(Idle), op => op.OpCode == OpCode.ScatterAdd));
        IsProvedInBothRoles(games, OpCode.ScatterAdd, Alphabet.Term);
    }

    [Fact]
    public async Task AGradientOfMoreThan64Tokens_IsCutTwice()
    {
        var games = await PlayAsync(SmallPrograms.ManyTokens());
        DissectsInTerm(games).Should().BePositive();
        games.Should().Contain(game => game.Result.Proved == OpCode.ScatterAdd);
    }

    [Fact]
    public async Task RowsOf300Bytes_AreMadeMovedGatheredAndMultiplied()
    {
        var program = SmallPrograms.Bytes(0);
        var product = program.Phases[0].Operations.Single(op => op.OpCode == OpCode.MatMul);
        Operators.Chain.Units(product, 0).Should().Be(2);
        var games = await PlayAsync(program);
        games.AddRange(await PlayAsync(SmallPrograms.Bytes(Idle), op => IsOfBytes(op) || op.IsInt8Product));
        IsProvedInBothRoles(games, OpCode.MatMul, Alphabet.Term);
        foreach (var op in (OpCode[])[OpCode.Map, OpCode.Move, OpCode.Gather]) IsProvedInBothRoles(games, op, Alphabet.Element);
    }

    [Fact]
    public async Task TheLastElementOfAFullLeafOfBytes_IsJudged()
    {
        var program = SmallPrograms.Bytes(0);
        var operations = program.Phases[0].Operations;
        await using var arena = await Arena.OpenAsync(program, SmallPrograms.Initial(program), 5);
        foreach (var op in operations.Where(op => IsOfBytes(op) && op.Shape.Columns == 300))
        {
            var site = new OperationSite(1, operations.IndexOf(op));
            await arena.PlayAsync(site, 255, [Behaviour.PlaysItsTrace], [Behaviour.PlaysItsTrace]);
        }

        arena.Mirror.Disagreements.Should().BeEmpty();
        foreach (var op in (OpCode[])[OpCode.Map, OpCode.Gather]) arena.Tally.Proofs(op).Should().BePositive();
    }

    [Fact]
    public async Task SumsBelowZero_AreNoWrongNaNs()
    {
        var games = await PlayAsync(SmallPrograms.LongByteChain());
        DissectsInTerm(games).Should().BePositive();
        games.Should().Contain(game => game.Result.Proved == OpCode.MatMul);
    }

    private static bool IsOfBytes(Descriptor op) => op.Type == Numerics.ElementType.I8;

    private async Task<List<Played>> PlayAsync(Program program, Func<Descriptor, bool>? where = null)
    {
        ProgramAdmission.Check(program).Should().BeNull("the program is one that agents would play");
        return (await WholeProgram.PlayAsync(output, program, where)).Tally.Games;
    }

    /// <summary>The operator is proved by an honest challenger and by an honest defender.</summary>
    private static void IsProvedInBothRoles(List<Played> games, OpCode op, Alphabet last)
    {
        var proved = games.Where(game => game.HonestSideWon && game.Result.Proved == op).ToList();
        proved.Should().OnlyContain(game => game.Result.Last == last);
        proved.Select(game => game.LiarDefends).Distinct().Should().HaveCount(2, "{0} is proved in both roles", op);
    }

    private static int DissectsInTerm(List<Played> games) =>
        games.Sum(game => game.Result.Costs.Count(c => c.Move == $"{MoveKind.Dissect} in {Alphabet.Term}"));
}
