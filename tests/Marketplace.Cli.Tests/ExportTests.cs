using Marketplace.Protocol.Fixtures;
using Marketplace.World;

namespace Marketplace.Cli.Tests;

/// <summary>The verb export as a person uses it: a node's address, a market, a job.</summary>
public sealed class ExportTests : IDisposable
{
    private static readonly string Recorded = Path.Combine(
        Artifacts.RepositoryRoot, "tests", "fixtures", "disputes", "toy-matmul-term-three-rounds-by-cancel.json");

    private readonly string _folder = Directory.CreateTempSubdirectory("export ").FullName;

    [Fact]
    public async Task ADispute_IsWritten_AndIsWhatWasPlayed()
    {
        await using var stage = await ContractStage.SetAsync();
        var recorded = FixtureReader.Read(await File.ReadAllBytesAsync(Recorded));
        var (difference, _) = await FixtureReplay.PlayAsync(recorded, stage, default);
        difference.Should().BeNull();

        var ran = await ExportAsync(stage, "--job", $"{stage.Job}", "--out", "dispute.json");
        ran.Complaint.Should().BeEmpty();
        ran.ExitCode.Should().Be(0);
        ran.Output.Should().MatchRegex("^written    .*dispute.json, 26 calls, the last one accepted\n$");
        var bytes = await File.ReadAllBytesAsync(Path.Combine(_folder, "dispute.json"));
        var exported = FixtureReader.Read(bytes);
        exported.Balances.Should().Be(recorded.Balances);
        exported.About.Should().Be(new FixtureSubject("MatMul", "Term", "unknown", "Cancel"));
        foreach (var again in (IDisputeStage[])[new RulesStage(), stage])
            (await FixtureReplay.PlayAsync(exported, again, default)).Difference.Should().BeNull();

        // Without a file it goes to the standard output, the same bytes.
        await FixtureReplay.PlayAsync(recorded, stage, default);
        (await ExportAsync(stage, "--job", $"{stage.Job}")).Output.Should().Be(System.Text.Encoding.UTF8.GetString(bytes));
    }

    [Fact]
    public async Task WhatCannotBeExported_IsRefusedInOneSentence_AndNothingIsWritten()
    {
        await using var stage = await ContractStage.SetAsync();
        (await ExportAsync(stage, "--job", "5", "--out", "x.json")).ShouldBeRefused("no job").Complaint.Should().StartWith("JobUnknown: No job 5 ");
        (await ExportAsync(stage)).ShouldBeRefused("no number").Complaint.Should().Contain("--job");
        (await ExportAsync(stage, "--job", "1", "--first-block", "x")).ShouldBeRefused("no block").Complaint.Should().Contain("--first-block");
        Directory.GetFileSystemEntries(_folder).Should().BeEmpty();
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Task<Ran> ExportAsync(ContractStage stage, params string[] arguments) => Ran.ProgramAsync(
        "Marketplace.Cli.dll", _folder, ["export", "--rpc", $"{stage.Table.Anvil.Url}", "--market", $"{stage.Table.Market}", .. arguments]);
}
