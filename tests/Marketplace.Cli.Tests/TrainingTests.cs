using System.Text.Json;
using System.Text.Json.Nodes;
using Marketplace.Backends.Cpu;
using Marketplace.Cli.Training;
using Marketplace.Execution.Planning;
using Marketplace.Operators;
using Marketplace.Programs;
using Marketplace.Programs.Training;

namespace Marketplace.Cli.Tests;

/// <summary>The verb train: from a spec to weights, without a chain.</summary>
public sealed class TrainingTests
{
    [Fact]
    public async Task AJob_LeavesWeightsStateCurvesAndReport()
    {
        using var folder = await TrainingFolder.NewAsync();
        var ran = await folder.CliAsync("train", "job.json", "--out", "out", "--json");
        ran.ExitCode.Should().Be(0, ran.Complaint);
        var lines = ran.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonNode.Parse(l)!).ToList();
        lines[^1]["kind"]!.GetValue<string>().Should().Be("done");
        lines[^1]["checkpoints"]!.GetValue<int>().Should().Be(5);
        var progress = lines[^2];
        progress["step"]!.GetValue<uint>().Should().Be(TrainingFolder.Steps);
        foreach (var member in (string[])["loss", "tokensPerSecond", "etaSeconds", "memoryBytes"]) progress[member].Should().NotBeNull(member);

        var weights = Safetensors.Read(File.ReadAllBytes(folder.At("out/model.safetensors")));
        weights["transformer.h.0.attn.c_attn.weight"].Shape.Should().Be(Shape.Of(16, 48));
        var metrics = Safetensors.Read(File.ReadAllBytes(folder.At("out/metrics.safetensors")));
        var losses = metrics[TrainingSlots.Loss].Words.Select(BitConverter.UInt32BitsToSingle).ToArray();
        losses.Should().HaveCount(40);
        losses[^1].Should().BeLessThan(losses[0] * 0.8f);
        metrics[TrainingSlots.HeldOutLoss].Words.Should().HaveCount(4).And.NotContain(0u);
        metrics[TrainingSlots.Norm].Words.Should().HaveCount(40).And.NotContain(0u);

        (await folder.CliAsync("job", "plot", "out")).ExitCode.Should().Be(0);
        foreach (var picture in (string[])["loss.svg", "rate.svg", "norm.svg"])
            File.ReadAllText(folder.At($"out/{picture}")).Should().StartWith("<svg").And.Contain("<polyline").And.EndWith("</svg>\n");
        File.ReadAllText(folder.At("out/report.html")).Should().Contain("held-out loss").And.Contain("<svg");
    }

    [Fact]
    public async Task AKilledRun_GoesOnFromItsLastCheckpoint_AtTwentyPlaces()
    {
        using var folder = await TrainingFolder.NewAsync();
        var (start, _) = await LocalJob.LoadAsync(folder.Spec, null, default);
        using var backend = new CpuBackend(threads: 1);
        async Task<(string Root, uint From)> RunAsync(string name, uint dieAfter, MemoryUse memory)
        {
            uint from = 0;
            var run = new LocalRun(start, backend, memory, new RunFolder(new DirectoryInfo(folder.At(name))));
            var (state, record) = await run.ToEndAsync(
                step => from = step,
                (step, _) =>
                {
                    if (step == dieAfter) throw new OperationCanceledException("killed");
                },
                default);
            record.Checkpoints.Select(c => c.Step).Should().Equal(8u, 16, 24, 32, 40);
            return (state.Root.ToString(), from);
        }

        var expected = (await RunAsync("whole", uint.MaxValue, MemoryUse.Shared)).Root;
        for (var i = 0; i < 20; i++)
        {
            var dieAfter = 1 + Numerics.Philox.Index(77, (uint)i, 0, 0, TrainingFolder.Steps);
            var name = $"killed {i}";
            await FluentActions.Awaiting(() => RunAsync(name, dieAfter, MemoryUse.Shared)).Should().ThrowAsync<OperationCanceledException>();
            // What was being written when the process died may be half there.
            File.WriteAllText(Path.Combine(Directory.CreateDirectory(folder.At(name)).FullName, "step-0000000040.safetensors.unfinished"), "half");
            var (root, from) = await RunAsync(name, uint.MaxValue, i % 2 == 0 ? MemoryUse.Shared : MemoryUse.Recomputed);
            root.Should().Be(expected, "killed after step {0}", dieAfter);
            from.Should().BeLessThanOrEqualTo(dieAfter).And.BeGreaterThanOrEqualTo(dieAfter <= 8 ? 0 : (dieAfter - 1) / 8 * 8 - 8);
        }
    }

    [Theory]
    [InlineData("run")]
    [InlineData("Job.json")]
    [InlineData("optimizer.safetensors")]
    [InlineData("model-00001-of-00002.safetensors")]
    [InlineData("loss.svg")]
    public async Task AKeptFile_NamedAsOneOfTheResult_IsRefusedBeforeTraining(string name)
    {
        using var folder = await TrainingFolder.NewAsync(spec => spec["keep"] = new JsonArray(
            new JsonObject { ["name"] = name, ["sha256"] = new string('a', 64), ["bytes"] = 5 }));
        var ran = await folder.CliAsync("train", "job.json", "--out", "out");
        ran.ExitCode.Should().Be(2);
        ran.Complaint.Should().Contain(name).And.Contain("another name");
        Directory.Exists(folder.At("out")).Should().BeFalse();
    }

    [Fact]
    public async Task ADamagedCheckpoint_IsPassedOver_AndAnotherJobsFolderRefused()
    {
        using var folder = await TrainingFolder.NewAsync();
        (await folder.CliAsync("train", "job.json", "--out", "out")).ExitCode.Should().Be(0);
        var weights = File.ReadAllBytes(folder.At("out/model.safetensors"));
        var last = folder.At("out/run/step-0000000040.safetensors");
        var bytes = File.ReadAllBytes(last);
        bytes[^1] ^= 1;
        File.WriteAllBytes(last, bytes);
        var again = await folder.CliAsync("train", "job.json", "--out", "out");
        again.Output.Should().Contain("resumed at step 32");
        File.ReadAllBytes(folder.At("out/model.safetensors")).Should().Equal(weights);

        await File.WriteAllTextAsync(folder.Spec.FullName, (await File.ReadAllTextAsync(folder.Spec.FullName)).Replace("\"seed\":7", "\"seed\":8", StringComparison.Ordinal));
        (await folder.CliAsync("train", "job.json", "--out", "out")).ShouldBeRefused("another job").Complaint.Should().Contain("another job");
    }

    [Fact]
    public async Task AJob_ContinuesAnother_AsIfItHadBeenOne()
    {
        // Constant rate, no warm-up: the second half does not know that it is one.
        static void Constant(JsonObject spec, int steps)
        {
            spec["schedule"] = JsonNode.Parse("""{"kind":"constant","rate":0.01,"warmup":0,"end":0.01}""");
            spec["order"] = JsonNode.Parse("""{"kind":"sequential"}""");
            spec["batch"]!["records"] = spec["data"]!["records"]!.GetValue<int>();
            spec.Remove("evaluate");
            (spec["steps"], spec["checkpointEvery"]) = (steps, steps);
        }

        using var folder = await TrainingFolder.NewAsync(spec => Constant(spec, 6));
        (await folder.CliAsync("train", "job.json", "--out", "six")).ExitCode.Should().Be(0);
        var text = await File.ReadAllTextAsync(folder.Spec.FullName);
        await File.WriteAllTextAsync(folder.At("three.json"), text.Replace("\"steps\":6,\"checkpointEvery\":6", "\"steps\":3,\"checkpointEvery\":3", StringComparison.Ordinal));
        (await folder.CliAsync("train", "three.json", "--out", "three")).ExitCode.Should().Be(0);

        var next = JsonNode.Parse(await File.ReadAllTextAsync(folder.At("three.json")))!.AsObject();
        async Task<JsonNode> BlobAsync(string file)
        {
            var added = await folder.CliAsync("data", "add", $"three/{file}", "--blobs", "blobs");
            added.ExitCode.Should().Be(0, added.Complaint);
            return JsonNode.Parse(added.Output)!;
        }

        var optimizer = (await BlobAsync("optimizer.safetensors")).AsObject();
        optimizer.Remove("name");
        next["weights"] = new JsonObject { ["kind"] = "files", ["files"] = new JsonArray(await BlobAsync("model.safetensors")), ["optimizer"] = optimizer };
        await File.WriteAllTextAsync(folder.At("next.json"), next.ToJsonString());
        var ran = await folder.CliAsync("train", "next.json", "--out", "next");
        ran.ExitCode.Should().Be(0, ran.Complaint);
        File.ReadAllBytes(folder.At("next/model.safetensors")).Should().Equal(File.ReadAllBytes(folder.At("six/model.safetensors")));
    }

    [Fact]
    public async Task BadArguments_AreRefused()
    {
        using var folder = await TrainingFolder.NewAsync();
        foreach (var line in (string[])["train job.json", "train none.json --out out", "train job.json --out out --memory much", "train job.json --out out --threads 0", "job plot .", "inspect none.json", "inspect job.json --price-per-hour dear", "data add none --blobs blobs"])
            (await folder.CliAsync(line.Split(' '))).ShouldBeRefused(line);
        Directory.Delete(folder.At("blobs"), recursive: true);
        var ran = await folder.CliAsync("train", "job.json", "--out", "out");
        ran.ExitCode.Should().NotBe(0);
        ran.Complaint.Should().Contain("is missing");
    }

    [Fact]
    public async Task Inspect_SaysWhatAJobTakes()
    {
        using var folder = await TrainingFolder.NewAsync();
        var ran = await folder.CliAsync("inspect", "job.json", "--json", "--price-per-hour", "2.5");
        ran.ExitCode.Should().Be(0, ran.Complaint);
        using var json = JsonDocument.Parse(ran.Output);
        json.RootElement.GetProperty("parameters").GetString().Should().Be("5616");
        json.RootElement.GetProperty("checkpoints").GetInt32().Should().Be(5);
        json.RootElement.GetProperty("disputeTransactions").GetInt32().Should().BeInRange(8, 16);
        json.RootElement.GetProperty("scratchBytesRecomputed").GetInt64().Should().BeLessThan(json.RootElement.GetProperty("scratchBytes").GetInt64());
        json.RootElement.GetProperty("cost").GetDouble().Should().BePositive();
    }
}
