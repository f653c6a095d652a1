using System.Text;
using System.Text.Json;
using Marketplace.Agents.Games;
using Marketplace.Chain;
using Marketplace.Operators;
using Marketplace.World;
using Marketplace.World.Synthetic;
using Xunit.Abstractions;

namespace Marketplace.Scenarios.Tests.Games;

/// <summary>What a dispute costs, whole transactions, measured and held equal to contracts/snapshots/gas/disputes.json.</summary>
public sealed class DisputeGasTests(ITestOutputHelper output)
{
    /// <summary>The last move about the operator that opens most: four trees of depth 18.</summary>
    private const ulong DearestProofMax = 240_000;

    /// <summary>The dispute about the reference job (§8), of both sides, and how many transactions it may take.</summary>
    private const ulong ReferenceMax = 820_000;
    private const int ReferenceTransactionsMax = 13;

    /// <summary>One turn that cuts sixteenfold (§8).</summary>
    private const ulong TurnMax = 56_000;

    /// <summary>What <c>disputes.json</c> holds of Osaka's build, <c>disputes-prague.json</c> holds of Prague's.</summary>
    /// <param name="largeProofMax">The last move of a game about an operation with operand trees of depths 18 and 27 (§8). Without
    /// CLZ a matrix product's exceeds the floor of its calldata.</param>
    [Theory]
    [InlineData(EvmVersion.Osaka, "disputes.json", 150_000)]
    [InlineData(EvmVersion.Prague, "disputes-prague.json", 156_000)]
    public async Task Gas_IsTheSnapshots(EvmVersion evm, string file, ulong largeProofMax)
    {
        var snapshotPath = Path.Combine(Artifacts.RepositoryRoot, "contracts", "snapshots", "gas", file);
        // Times are calldata: with the clock on the wall no two runs would cost the same.
        await using var table = await Table.SetAsync(new AnvilOptions(TimestampSeconds: 1_800_000_000, Evm: evm));
        await table.PaceAsync(12);
        var job = await ToyJob.PostAsync(table);
        var gas = new SortedDictionary<string, ulong>(StringComparer.Ordinal);
        await MeasureToyAsync(table, job, gas);
        await MeasureLargeProofAsync(table, job, LargeOperation.Product, true, gas);
        await MeasureLargeProofAsync(table, job, LargeOperation.Product, false, gas);
        foreach (var other in LargeOperation.Others) await MeasureLargeProofAsync(table, job, other, true, gas);
        gas.Where(entry => entry.Key.StartsWith("large", StringComparison.Ordinal)).Should().OnlyContain(e => e.Value <= largeProofMax);
        await MeasureLargeProofAsync(table, job, LargeOperation.Dearest, true, gas);
        gas.Where(entry => entry.Key.StartsWith("large", StringComparison.Ordinal)).Should().OnlyContain(e => e.Value <= DearestProofMax);
        await MeasureReferenceAsync(table, gas);
        var text = Print(gas);
        output.WriteLine(text);
        if (Environment.GetEnvironmentVariable("MARKET_UPDATE_SNAPSHOTS") == "1") await File.WriteAllTextAsync(snapshotPath, text);

        File.Exists(snapshotPath).Should().BeTrue("{0} is written with MARKET_UPDATE_SNAPSHOTS=1", snapshotPath);
        JsonSerializer.Deserialize<Dictionary<string, ulong>>(await File.ReadAllTextAsync(snapshotPath)).Should().Equal(
            gas, "if the change of gas is meant, set MARKET_UPDATE_SNAPSHOTS=1, run the tests once and commit {0}", snapshotPath);
    }

    /// <summary>The dispute about the reference job, worst leaf, between players who have been there before.</summary>
    private static async Task MeasureReferenceAsync(Table table, SortedDictionary<string, ulong> gas)
    {
        var match = new SyntheticMatch(table);
        await match.ReachSteadyStateAsync();
        var cost = await match.PlayAsync(DisputeShape.Reference);
        for (var i = 0; i < cost.Transactions.Count; i++)
            gas.Add($"reference: {i + 1:00} {cost.Transactions[i].Name}", cost.Transactions[i].Gas);
        gas.Add("reference: whole dispute", cost.Gas);
        cost.Transactions.Should().HaveCountLessThanOrEqualTo(ReferenceTransactionsMax);
        cost.Gas.Should().BeLessThanOrEqualTo(ReferenceMax);
        cost.Transactions.Where(t => t.Name.StartsWith("Dissect", StringComparison.Ordinal)).Should().OnlyContain(t => t.Gas <= TurnMax);
    }

    /// <summary>The toy dispute: a wrong bit in a matrix product, from the commitment to the payout.</summary>
    private static async Task MeasureToyAsync(Table table, ulong job, SortedDictionary<string, ulong> gas)
    {
        var (truth, lie) = Reference();
        var snapshot = await table.SnapshotAsync();
        var result = await new Match(table, job).PlayAsync(
            truth.Claim(lie), lie.Interval, new Side(lie.Trace, new HonestMoves()), new Side(truth.Trace(lie.Interval), new HonestMoves()));
        result.ByProof.Should().BeTrue();
        foreach (var (move, cost) in result.Costs) gas.Add($"toy: {move}", cost);
        gas.Add("toy: whole dispute", result.Gas);
        await table.RevertAsync(snapshot);
    }

    /// <summary>A game of the toy is opened and its stored state replaced by that of a large one that is about to be proved.</summary>
    private static async Task MeasureLargeProofAsync(
        Table table, ulong job, LargeOperation large, bool challengerProves, SortedDictionary<string, ulong> gas)
    {
        var (truth, lie) = Reference();
        var snapshot = await table.SnapshotAsync();
        var opened = await new Match(table, job).OpenAsync(truth.Claim(lie), lie.Interval, truth.Trace(lie.Interval));
        var (mover, waiting) = challengerProves ? (table.Challenger, table.Solver) : (table.Solver, table.Challenger);
        var proof = new LargeProof(large, opened.Result.Next!, mover, waiting);
        await table.StoreAsync(Layout.Game(opened.Game), proof.Sealed);
        var receipt = await table.SendAsync(mover, proof.Call);
        gas.Add($"large: Prove{large.Name} by the {(challengerProves ? "challenger" : "defender")}", receipt.GasUsed);
        await table.RevertAsync(snapshot);
    }

    private static (Truth Truth, Lie Lie) Reference()
    {
        var operations = ToyJob.Program.Phases[0].Operations;
        var matMul = Enumerable.Range(0, operations.Length).First(j => operations[j].OpCode == OpCode.MatMul);
        var truth = new Truth(ToyJob.Program, ToyJob.Initial);
        return (truth, Lie.Find(truth, new OperationSite(4, matMul), 5)!);
    }

    private static string Print(SortedDictionary<string, ulong> gas)
    {
        var text = new StringBuilder("{\n");
        text.AppendJoin(",\n", gas.Select(entry => $"  \"{entry.Key}\": {entry.Value}"));
        return text.Append("\n}\n").ToString();
    }
}
