using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Marketplace.World;

namespace Marketplace.Cli.Tests;

/// <summary>What the command line says of a job's description, without a node or an account.</summary>
public sealed class JobCommandTests
{
    private static readonly string Samples = Path.Combine(Artifacts.RepositoryRoot, "docs", "samples");
    private static readonly string Hostile = Path.Combine(Artifacts.RepositoryRoot, "tests", "fixtures", "specs", "hostile");

    [Fact]
    public async Task Validate_OfASample_NamesItsHash_AndWhatItTakes()
    {
        var ran = await JobAsync("validate", "mlp.job.json");
        ran.ExitCode.Should().Be(0, ran.Complaint);
        ran.Output.Should().MatchRegex("^valid [0-9a-f]{64}, 2410 parameters, 19280 state bytes, 236968 terms per step\n$");

        var json = JsonDocument.Parse((await JobAsync("validate", "--json", "mlp.job.json")).Output).RootElement;
        json.GetProperty("valid").GetBoolean().Should().BeTrue();
        ran.Output.Should().Contain(json.GetProperty("hash").GetString()).And.Contain(json.GetProperty("termsPerStep").GetString());
    }

    [Theory]
    [InlineData("duplicate-at-depth-3.json", "DuplicateMember", "model.config.n_layer")]
    [InlineData("path-traversal.json", "BadName", "keep[0].name")]
    [InlineData("overflowing-llama.json", "TooMuchMemory", "limits.maxBytes")]
    [InlineData("nan.json", "NotANumber", "optimizer.momentum")]
    [InlineData("invalid-utf-8.json", "NotUnicode", "model.config.activation")]
    [InlineData("empty.json", "NotJson", "$")]
    public async Task Validate_OfAHostileSpec_SaysReasonAndPath(string file, string reason, string path)
    {
        var spec = Path.Combine(Hostile, file);
        (await JobAsync("validate", spec)).ShouldBeRefused(file).Complaint.Should().StartWith($"{reason} at {path}: ");
        (await JobAsync("canonical", spec)).ShouldBeRefused(file);

        var ran = await JobAsync("validate", spec, "--json");
        ran.ExitCode.Should().Be(2);
        var json = JsonDocument.Parse(ran.Output).RootElement;
        json.GetProperty("valid").GetBoolean().Should().BeFalse();
        json.GetProperty("reason").GetString().Should().Be(reason);
        json.GetProperty("path").GetString().Should().Be(path);
        json.GetProperty("message").GetString().Should().EndWith(".");
    }

    [Fact]
    public async Task Canonical_PrintsTheBytesThatTheHashNames()
    {
        var canonical = await JobAsync("canonical", "gpt2.job.json");
        canonical.Output.Should().StartWith("{\"version\":1,\"law\":1,").And.NotContain("\n");
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical.Output)));
        (await JobAsync("validate", "gpt2.job.json")).Output.Should().StartWith($"valid {hash},");
    }

    [Fact]
    public async Task Config_PrintsTheModelOfASpec()
    {
        using var folder = new JobFolder();
        var config = Path.Combine(folder.Root, "config.json");
        const string text = """{"model_type":"gpt2","vocab_size":10,"n_positions":8,"n_embd":4,"n_layer":1,"n_head":2}""";
        await File.WriteAllTextAsync(config, text);
        (await JobAsync("config", config)).Output.Should().StartWith(
            """{"family":"gpt2","config":{"vocab_size":10,"n_positions":8,"n_embd":4,"n_layer":1,"n_head":2,"n_inner":16,"activation_function":"gelu_new",""");

        await File.WriteAllTextAsync(config, text.Replace("\"n_head\"", "\"reorder_and_upcast_attn\":true,\"n_head\""));
        (await JobAsync("config", config)).ShouldBeRefused("other mathematics").Complaint.Should().Contain("reorder_and_upcast_attn");
    }

    [Theory]
    [InlineData("", "validate")]
    [InlineData("frobnicate", "frobnicate")]
    [InlineData("validate", "validate")]
    [InlineData("validate nothing.json", "nothing.json")]
    [InlineData("validate .", "folder")]
    [InlineData("validate mlp.job.json --colour", "--colour")]
    public async Task ALineThatMakesNoSense_IsRefused(string line, string names) =>
        (await JobAsync(line.Split(' ', StringSplitOptions.RemoveEmptyEntries))).ShouldBeRefused(line).Complaint.Should().Contain(names);

    private static Task<Ran> JobAsync(params string[] arguments) => Ran.ProgramAsync("Marketplace.Cli.dll", Samples, ["job", .. arguments]);
}
