using System.Text;
using System.Text.Json;
using Marketplace.Chain;
using Marketplace.Chain.Generated;
using Marketplace.Primitives;
using Marketplace.Protocol.Market;
using Marketplace.Scenarios.Tests.Games;
using Marketplace.Scenarios.Tests.Generated;
using Marketplace.World;
using Xunit.Abstractions;

namespace Marketplace.Scenarios.Tests.Market;

/// <summary>What a job costs that nobody disputes, whole transactions, plain and with each thing that terms can have beside:
/// held equal to contracts/snapshots/gas/jobs.json.</summary>
public sealed class JobGasTests(ITestOutputHelper output)
{
    private static readonly string SnapshotPath =
        Path.Combine(Artifacts.RepositoryRoot, "contracts", "snapshots", "gas", "jobs.json");

    [Fact]
    public async Task Gas_IsTheSnapshots()
    {
        // Times are calldata: with the clock on the wall no two runs would cost the same.
        await using var table = await Table.SetAsync(new AnvilOptions(TimestampSeconds: 1_800_000_000));
        await table.PaceAsync(12);
        var token = await table.CreateAsync("SampleToken");
        await table.SendAsync(table.Submitter, new SampleToken.MintCall(table.Submitter, Wei.Coins(10).Value), to: token);
        await table.SendAsync(table.Submitter, new SampleToken.ApproveCall(table.Market, Wei.Coins(10).Value), to: token);
        var consumer = await table.CreateAsync("RevertingConsumer");
        var list = AllowList.Of([table.Solver, table.Challenger, table.Stranger]);

        var gas = new SortedDictionary<string, ulong>(StringComparer.Ordinal);
        // The first job of all pays for words that are there ever after; what counts is the second.
        await LiveAsync(table, "first", t => t, null, gas);
        await LiveAsync(table, "plain", t => t, null, gas);
        await LiveAsync(table, "in a new token", t => t with { Token = token }, null, gas);
        await LiveAsync(table, "in tokens", t => t with { Token = token }, null, gas);
        await LiveAsync(table, "with a callback that reverts", t => t with { Callback = consumer }, null, gas);
        await LiveAsync(table, "for one of three", t => t with { Solvers = list.Root }, list.ProofOf(table.Solver), gas);
        await LiveAsync(table, "with verifiers", Audited, null, gas);

        var text = new StringBuilder("{\n").AppendJoin(",\n", gas.Select(e => $"  \"{e.Key}\": {e.Value}")).Append("\n}\n").ToString();
        output.WriteLine(text);
        if (Environment.GetEnvironmentVariable("MARKET_UPDATE_SNAPSHOTS") == "1") await File.WriteAllTextAsync(SnapshotPath, text);
        File.Exists(SnapshotPath).Should().BeTrue("{0} is written with MARKET_UPDATE_SNAPSHOTS=1", SnapshotPath);
        JsonSerializer.Deserialize<Dictionary<string, ulong>>(await File.ReadAllTextAsync(SnapshotPath)).Should().Equal(
            gas, "if the change of gas is meant, set MARKET_UPDATE_SNAPSHOTS=1, run the tests once and commit {0}", SnapshotPath);
    }

    /// <summary>Posts, locks, claims and finalizes a job of two intervals.</summary>
    private static async Task LiveAsync(
        Table table, string name, Func<JobTerms, JobTerms> with, IReadOnlyList<Hash32>? proof, SortedDictionary<string, ulong> gas)
    {
        var terms = with(Plain(await table.NowAsync()));
        Hash32[] roots = [Garbage.Root(0), Garbage.Root(1), Garbage.Root(2)];
        async Task DoAsync(string step, Operation operation) =>
            gas[$"{name}: {step}"] = (await table.SendAsync(operation.Sender, operation.Call, operation.Value)).GasUsed;

        await DoAsync("1 post", Operation.Post(
            table.Submitter, terms.IsInCoins ? terms.Escrow : Wei.Zero, Garbage.Header(64, 32), roots[0], Garbage.Root(7), terms));
        var job = (ulong)await table.Chain.ReadAsync(table.Market, new ComputeMarket.JobCountCall(), default);
        await DoAsync("2 lock", Operation.Lock(table.Solver, terms.Stake, job, proof));
        await DoAsync("3 claim", Operation.Claim(table.Solver, job, roots, 2));
        await table.NextBlockAtAsync(new Timestamp((await table.JobAsync(job)).Deadline + 1));
        await DoAsync("4 finalize", Operation.Finalize(table.Stranger, job));
    }

    private static JobTerms Audited(JobTerms terms) => terms with
    {
        AuditFee = Wei.Coins(1) / 100,
        AuditStake = Wei.Coins(1) / 10,
        AuditRate = 256,
        AuditSlots = 8,
    };

    private static JobTerms Plain(Timestamp now) => new()
    {
        MinPrice = Wei.Coins(1) / 2,
        MaxPrice = Wei.Coins(1),
        Stake = Wei.Coins(2),
        Bond = Wei.Coins(1) / 10,
        RampSeconds = 1000,
        DeliverySeconds = 7200,
        WindowSeconds = 86_400,
        BudgetSeconds = 3600,
        MinResponse = 60,
        StepAllowance = 1,
        ClosesAt = now + 1_000_000,
    };
}
