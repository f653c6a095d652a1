using Marketplace.Agents.Submission;
using Marketplace.Primitives;
using Marketplace.World;

namespace Marketplace.Agents.Tests;

public sealed class JobFileTests
{
    public static string Sample { get; } = File.ReadAllText(Path.Combine(Artifacts.RepositoryRoot, "docs", "samples", "iris.json"));

    [Fact]
    public void Parse_OfTheSample_ReadsEveryMember()
    {
        var job = JobFile.Parse(Sample);

        job.Data.Should().Be(new JobFile.DataPart { Csv = "iris.csv", Label = "species", HoldOutEvery = 5 });
        job.Model.Kind.Should().Be("mlp");
        job.Model.Hidden.Should().Equal(128);
        job.Batch.Should().Be(30);
        job.Optimizer.Should().Be(
            new JobFile.OptimizerPart { Kind = "adam", Rate = 0.01f, Beta1 = 0.9f, Beta2 = 0.999f, Epsilon = 1e-8f });
        (job.Steps, job.CheckpointEvery, job.Seed).Should().Be((320u, 32u, 1ul));
        JobFile.Coins(job.Market.MaxPrice, "maxPrice").Should().Be(Wei.Coins(3) / 2);
        job.Market.StepAllowanceSeconds.Should().Be(2);
    }

    [Theory]
    [InlineData("0", "0")]
    [InlineData("1", "1000000000000000000")]
    [InlineData("1.5", "1500000000000000000")]
    [InlineData("0.000000000000000001", "1")]
    [InlineData("1.", "1000000000000000000")]
    [InlineData("999999999999999.999999999999999999", "999999999999999999999999999999999")]
    public void Coins_AreReadToTheWei(string text, string wei) =>
        JobFile.Coins(text, "stake").Value.ToString().Should().Be(wei);

    [Theory]
    [InlineData("")]
    [InlineData(".5")]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData(" 1")]
    [InlineData("1,5")]
    [InlineData("1e3")]
    [InlineData("0x10")]
    [InlineData("1.2.3")]
    [InlineData("0.0000000000000000001")]
    [InlineData("1000000000000000")]
    [InlineData("١")]
    public void Coins_InAnotherForm_AreRefused(string text) =>
        FluentActions.Invoking(() => JobFile.Coins(text, "stake")).Should().Throw<JobFileException>().WithMessage("*market.stake*");

    [Theory]
    [InlineData("\"steps\": 320,", "", "\"steps\" is missing")]
    [InlineData("\"batch\": 30", "\"batch\": 30, \"batch\": 30", "\"batch\" stands there twice")]
    [InlineData("\"batch\"", "\"botch\"", "there is no member \"botch\"")]
    [InlineData("\"steps\": 320", "\"steps\": -1", "at steps, line 6: a whole number of its range is expected")]
    [InlineData("\"iris.csv\"", "null", "at data.csv, line 2: null is no value")]
    [InlineData("[128]", "[]", "model.hidden needs 1 to 16 layers")]
    [InlineData("\"rate\": 0.01", "\"rate\": 1e999", "optimizer.rate has to be a positive number")]
    [InlineData("\"rate\": 0.01", "\"rate\": 1e-60", "optimizer.rate has to be a positive number")]
    [InlineData("\"checkpointEvery\": 32", "\"checkpointEvery\": 1", "steps has more than 256 checkpoint intervals")]
    [InlineData("\"stake\": \"3\"", "\"stake\": \"1.499999999999999999\"", "market.stake is below market.maxPrice")]
    [InlineData("\"bond\": \"0.2\"", "\"bond\": \"0\"", "market.bond is zero")]
    public void Parse_OfASpoiltFile_SaysWhatIsWrong(string old, string @new, string what)
    {
        Sample.Should().Contain(old);
        FluentActions.Invoking(() => JobFile.Parse(Sample.Replace(old, @new, StringComparison.Ordinal)))
            .Should().Throw<JobFileException>().WithMessage($"*{what}*");
    }

    [Theory]
    [InlineData("\"token\": \"0x12\"", "market.token has no account's address: \"0x12\"")]
    [InlineData("\"token\": \"0x0000000000000000000000000000000000000000\"", "market.token has no account's address")]
    [InlineData("\"callback\": \"0x00000000000000000000000000000000000a0b1g\"", "market.callback has no account's address")]
    [InlineData("\"solvers\": []", "market.solvers names nobody")]
    [InlineData("\"solvers\": [\"0x00000000000000000000000000000000000a0b1e\", \"ann\"]", "market.solvers has no account's address: \"ann\"")]
    [InlineData("\"solvers\": \"ann\"", "at solvers, line 12: a list of texts is expected")]
    [InlineData("\"tokenDecimals\": 0.5", "at tokenDecimals, line 12: a whole number of its range is expected")]
    [InlineData("\"tokenDecimals\": 6", "market.tokenDecimals stands there without market.token")]
    [InlineData("\"token\": \"0x00000000000000000000000000000000000a0b1c\", \"tokenDecimals\": 19", "market.tokenDecimals has to be 0 to 18")]
    [InlineData("\"token\": \"0x00000000000000000000000000000000000a0b1c\", \"tokenDecimals\": 0", "market.maxPrice is not an amount of tokens: \"1.5\"")]
    [InlineData("\"audit\": {\"fee\": \"0\", \"stake\": \"1\", \"rate\": 256, \"slots\": 4}", "market.audit.fee is zero")]
    [InlineData("\"audit\": {\"fee\": \"0.1\", \"stake\": \"0.039\", \"rate\": 256, \"slots\": 4}", "market.audit.stake is below 0.04")]
    [InlineData("\"audit\": {\"fee\": \"0.1\", \"stake\": \"1\", \"rate\": 0, \"slots\": 4}", "market.audit.rate and market.audit.slots")]
    [InlineData("\"audit\": {\"fee\": \"0.1\", \"stake\": \"1\", \"rate\": 256, \"slots\": 65536}", "slots")]
    [InlineData("\"audit\": {\"fee\": \"0.1\", \"stake\": \"1\", \"rate\": 256}", "slots")]
    public void ParseTerms_WithASpoiltMember_SaysWhatIsWrong(string member, string what)
    {
        var text = SampleTerms.Replace("\"openSeconds\": 604800", "\"openSeconds\": 604800, " + member, StringComparison.Ordinal);
        text.Should().NotBe(SampleTerms);
        FluentActions.Invoking(() => JobFile.ParseTerms(text)).Should().Throw<JobFileException>().WithMessage($"*{what}*");
    }

    [Fact]
    public void ParseTerms_WithVerifiers_ReadsWhatTheyArePaid()
    {
        const string audit = "\"audit\": {\"fee\": \"0.1\", \"stake\": \"0.04\", \"rate\": 300, \"slots\": 4}";
        var terms = JobFile.ParseTerms(SampleTerms.Replace("\"openSeconds\": 604800", "\"openSeconds\": 604800, " + audit, StringComparison.Ordinal));

        terms.Audit.Should().Be(new JobFile.AuditPart { Fee = "0.1", Stake = "0.04", Rate = 300, Slots = 4 });
        JobFile.ParseTerms(SampleTerms).Audit.Should().BeNull();
    }

    /// <summary>The stake may be below a price in tokens: nobody knows what those are worth (M3).</summary>
    [Fact]
    public void ParseTerms_InTokens_CountsTheirDecimals()
    {
        var terms = JobFile.ParseTerms(Document("private-terms.json"));

        terms.Price(terms.MaxPrice, "maxPrice").Value.Should().Be(150_250_000);
        JobFile.Coins(terms.Stake, "stake").Should().Be(Wei.Coins(3));
        terms.TokenAddress.Should().Be(Address.FromHex("0x00000000000000000000000000000000000a0b1c"));
        AllowListFile.Accounts(terms.Solvers!).Should().HaveCount(2);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("ann")]
    [InlineData("[null]")]
    [InlineData("[1]")]
    [InlineData("[\"0x00\"]")]
    public void AllowList_OfSomethingElse_IsRefused(string text) =>
        FluentActions.Invoking(() => AllowListFile.Parse(text)).Should().Throw<JobFileException>();

    private static readonly string SampleTerms = Document("terms.json");

    private static string Document(string name) =>
        File.ReadAllText(Path.Combine(Artifacts.RepositoryRoot, "docs", "samples", name));

    [Fact]
    public void Parse_OfABoundary_IsAccepted()
    {
        JobFile.Parse(Sample.Replace("\"checkpointEvery\": 32", "\"checkpointEvery\": 2", StringComparison.Ordinal)).CheckpointEvery.Should().Be(2);
        JobFile.Parse(Sample.Replace("\"stake\": \"3\"", "\"stake\": \"1.5\"", StringComparison.Ordinal)).Market.Stake.Should().Be("1.5");
    }
}
