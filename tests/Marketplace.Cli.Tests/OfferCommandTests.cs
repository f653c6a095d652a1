using System.Text.Json.Nodes;
using Marketplace.Primitives;
using Marketplace.World;

namespace Marketplace.Cli.Tests;

/// <summary>A job that is signed on one machine and brought by somebody else, as people do it.</summary>
public sealed class OfferCommandTests
{
    // Of the second account that every local chain makes.
    private const string SecondKey = "59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d";
    private static readonly string Terms = Path.Combine(Artifacts.RepositoryRoot, "docs", "samples", "terms.json");

    [Fact]
    public async Task AnOffer_IsSigned_Checked_Paid_AndBroughtOnce()
    {
        using var folder = await TrainingFolder.NewAsync();
        await using var table = await Table.SetAsync();
        var (signer, bringer) = (table.Accounts[0], table.Accounts[1]);

        var signed = await SignAsync(folder, table, "7", "offer.json");
        signed.ExitCode.Should().Be(0, signed.Complaint);
        signed.Output.Should().Contain($"by {signer}, nonce 7, until 1924991999").And.Contain("offer.json");
        signed.Output.Should().NotContain(Anvil.FirstKey);
        (await File.ReadAllTextAsync(folder.At("offer.json"))).Should().NotContain(Anvil.FirstKey);

        var check = await folder.CliAsync("offer", "check", "offer.json", "--rpc", $"{table.Anvil.Url}");
        check.ExitCode.Should().Be(1);
        check.Output.Should().Contain($"submitter  {signer}, signed by {signer}\n").And.EndWith("now        refused: InsufficientBalance\n");
        var early = await BringAsync(folder, table);
        early.ShouldBeRefused("nobody has paid").Complaint.Should().StartWith("InsufficientBalance: ");

        var deposit = await WithKeyAsync(folder, Anvil.FirstKey, "deposit", "1.5", "--rpc", $"{table.Anvil.Url}", "--market", $"{table.Market}");
        deposit.ExitCode.Should().Be(0, deposit.Complaint);
        deposit.Output.Should().StartWith($"deposited  1.5, the balance of {signer} is 1.5 (");
        check = await folder.CliAsync("offer", "check", "offer.json", "--rpc", $"{table.Anvil.Url}");
        check.ExitCode.Should().Be(0);
        check.Output.Should().EndWith("now        the chain would take it\n");

        var brought = await BringAsync(folder, table);
        brought.ExitCode.Should().Be(0, brought.Complaint);
        brought.Output.Should().StartWith($"posted     job 1 of {signer} for at most 1.5 (");
        var job = await table.JobAsync(1);
        job.Submitter.Should().Be(signer).And.NotBe(bringer);
        job.Terms.MaxPrice.Should().Be((Wei.Coins(3) / 2).Value);
        // Whoever audits it finds the spec by its hash.
        var end = job.Spec.ToString()[^40..];
        Directory.GetFiles(folder.At("blobs"), "*", SearchOption.AllDirectories).Should().Contain(file => file.EndsWith(end, StringComparison.Ordinal));
        (await BringAsync(folder, table)).ShouldBeRefused("it was brought").Complaint.Should().StartWith("OfferUsed: ");
    }

    [Fact]
    public async Task AnOffer_IsRevoked_OrSpoilt_AndRefused()
    {
        using var folder = await TrainingFolder.NewAsync();
        await using var table = await Table.SetAsync();
        (await SignAsync(folder, table, "8", "offer.json")).ExitCode.Should().Be(0);

        var revoked = await WithKeyAsync(folder, Anvil.FirstKey, "offer", "revoke", "8", "--rpc", $"{table.Anvil.Url}", "--market", $"{table.Market}");
        revoked.ExitCode.Should().Be(0, revoked.Complaint);
        revoked.Output.Should().StartWith($"revoked    offer 8 of {table.Accounts[0]} (");
        (await folder.CliAsync("offer", "check", "offer.json", "--rpc", $"{table.Anvil.Url}")).Output.Should().EndWith("refused: OfferUsed\n");

        var file = JsonNode.Parse(await File.ReadAllTextAsync(folder.At("offer.json")))!;
        file["message"]!["nonce"] = "9";
        await File.WriteAllTextAsync(folder.At("offer.json"), file.ToJsonString());
        var check = await folder.CliAsync("offer", "check", "offer.json", "--rpc", $"{table.Anvil.Url}");
        check.Output.Should().Contain(", which is another account\n").And.EndWith("refused: BadSignature\n");
        await File.WriteAllTextAsync(folder.At("offer.json"), "{");
        (await BringAsync(folder, table)).ShouldBeRefused("half a file").Complaint.Should().StartWith("BadOffer: ");
    }

    [Theory]
    [InlineData("offer", "sign, check, bring, revoke")]
    [InlineData("offer check nothing.json", "nothing.json")]
    [InlineData("offer bring nothing.json", "nothing.json")]
    [InlineData("offer revoke many --market M", "The nonce is no whole number below 2^128: \"many\"")]
    [InlineData("offer revoke 1", "--market")]
    [InlineData("offer revoke 1 --market M", "standard input")]
    [InlineData("offer sign --market M", "--blobs")]
    [InlineData("offer sign --market M --blobs b --spec s --terms t --nonce 1 --valid-until soon --out o", "--valid-until is no time like")]
    [InlineData("offer sign --market M --blobs b --spec s --terms t --nonce 1 --valid-until 9 --permit-until never --out o", "--permit-until")]
    [InlineData("offer sign --market M --blobs b --spec s.json --terms t --nonce 1 --valid-until 9 --out o", "s.json")]
    [InlineData("deposit 0 --market M", "AMOUNT is no amount of coins above zero, with at most 18 decimals: \"0\"")]
    [InlineData("deposit -1 --market M", "-1")]
    [InlineData("deposit 1e3 --market M", "\"1e3\"")]
    [InlineData("deposit --market M", "deposit")]
    [InlineData("deposit 1 --market 0x12", "--market")]
    public async Task ALineThatMakesNoSense_IsRefused(string line, string names)
    {
        var words = line.Split(' ').Select(w => w == "M" ? "0x0000000000000000000000000000000000000001" : w);
        var ran = await Ran.ProgramAsync("Marketplace.Cli.dll", Path.GetTempPath(), words);
        ran.ShouldBeRefused(line).Complaint.Should().Contain(names);
    }

    private static Task<Ran> SignAsync(TrainingFolder folder, Table table, string nonce, string file) => WithKeyAsync(
        folder, Anvil.FirstKey, "offer", "sign", "--rpc", $"{table.Anvil.Url}", "--market", $"{table.Market}", "--blobs", "blobs", "--spec", "job.json",
        "--terms", Terms, "--nonce", nonce, "--valid-until", "2030-12-31T23:59:59Z", "--out", file);

    private static Task<Ran> BringAsync(TrainingFolder folder, Table table) =>
        WithKeyAsync(folder, SecondKey, "offer", "bring", "offer.json", "--rpc", $"{table.Anvil.Url}");

    private static Task<Ran> WithKeyAsync(TrainingFolder folder, string key, params string[] arguments) =>
        Ran.WithInputAsync(key + "\n", "Marketplace.Cli.dll", folder.At(""), arguments);
}
