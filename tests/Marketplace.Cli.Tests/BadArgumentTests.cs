namespace Marketplace.Cli.Tests;

/// <summary>Arguments that make no sense: one sentence and exit code 2, before a node is spoken to.</summary>
public sealed class BadArgumentTests
{
    private const string Market = "0x0000000000000000000000000000000000000001";

    [Theory]
    [InlineData("frobnicate", "frobnicate")]
    [InlineData("", "verb")]
    [InlineData("post --market M --blobs b", "--job")]
    [InlineData("solve --blobs b --job 1", "--market")]
    [InlineData("solve --market M --blobs b --job 1 --colour red", "--colour")]
    [InlineData("solve --market M --blobs b --job one", "one")]
    [InlineData("solve --market M --blobs b --job -1", "-1")]
    [InlineData("solve --market M --blobs b --job", "--job")]
    [InlineData("solve --market M --blobs b --job 1 --job 2", "--job")]
    [InlineData("solve --market 0x12 --blobs b --job 1", "--market")]
    [InlineData("solve --market M --blobs b --job 1 --rpc gopher://x", "--rpc")]
    [InlineData("solve --market M --blobs b --job 1 --first-block no", "--first-block")]
    [InlineData("solve --market M --blobs b --job 1 --allow-list nobody.json", "nobody.json")]
    [InlineData("audit --market M --blobs b --job 1 --intervals 0", "--intervals")]
    [InlineData("audit --market M --blobs b --job 1 --seed x", "x")]
    [InlineData("audit --market M --blobs b --job 1 --backend abacus", "cpu or law, not \"abacus\"")]
    [InlineData("solve --market M --blobs b --job 1 --backend", "--backend")]
    [InlineData("audit --market M --blobs b --job 1", "standard input")]
    [InlineData("verify --market M --blobs b", "--all")]
    [InlineData("verify --market M --blobs b --job 1 --all", "--all")]
    [InlineData("verify --market M --blobs b --job many", "--job")]
    [InlineData("verify --market M --blobs b --all", "standard input")]
    [InlineData("verifier", "unstake")]
    [InlineData("verifier leave --market M", "leave")]
    [InlineData("verifier stake --market M", "stake")]
    [InlineData("verifier stake --market M much", "much")]
    [InlineData("verifier stake --market M 0", "zero")]
    [InlineData("verifier unstake --market M -1", "-1")]
    [InlineData("verifier stake --market M 1", "standard input")]
    [InlineData("verifier withdraw --market 0x12", "--market")]
    [InlineData("verifier status --market M 0x34", "0x34")]
    [InlineData("deploy", "--contracts")]
    [InlineData("deploy --contracts out", "Referee")]
    [InlineData("deploy --contracts out --build osaka", "Referee")]
    [InlineData("deploy --contracts out --build cancun", "osaka or prague, not \"cancun\"")]
    [InlineData("status --market M", "--job")]
    [InlineData("status --market 0x12 --job 1", "--market")]
    public async Task Cli_RefusesInOneSentence(string line, string names)
    {
        var ran = await RunAsync("Marketplace.Cli.dll", line);
        ran.ShouldBeRefused(line).Complaint.Should().Contain(names);
    }

    [Theory]
    [InlineData("--liar pinocchio", "pinocchio")]
    [InlineData("--seed many", "many")]
    [InlineData("--seed -1", "-1")]
    [InlineData("--seed", "--seed")]
    [InlineData("--speed 9", "--speed")]
    [InlineData("nonsense", "nonsense")]
    [InlineData("--job nothing.json", "nothing.json")]
    [InlineData("liar", "liar")]
    [InlineData("liar solve a b c d e f", "liar")]
    public async Task Demo_RefusesInOneSentence(string line, string names)
    {
        var ran = await RunAsync("Demo.dll", line);
        ran.ShouldBeRefused(line).Complaint.Should().Contain(names);
    }

    [Fact]
    public async Task Cli_WithoutANode_SaysSo_AndLeavesWithOne()
    {
        // Port 1 of this machine: nobody listens there.
        var ran = await RunAsync("Marketplace.Cli.dll", "status --rpc http://127.0.0.1:1 --market M --job 1");
        ran.ExitCode.Should().Be(1);
        ran.Complaint.TrimEnd('\n').Should().Contain("127.0.0.1:1").And.NotContain("\n");
    }

    [Fact]
    public async Task Cli_WithAHelpfulUser_Helps()
    {
        var ran = await RunAsync("Marketplace.Cli.dll", "--help");
        ran.ExitCode.Should().Be(0);
        ran.Output.Should().Contain("post").And.Contain("solve").And.Contain("audit").And.Contain("verify").And.Contain("reclaim");
    }

    private static async Task<Ran> RunAsync(string program, string line)
    {
        var folder = Directory.CreateTempSubdirectory("arguments ");
        try
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(w => w == "M" ? Market : w);
            var ran = await Ran.ProgramAsync(program, folder.FullName, words);
            folder.GetFileSystemInfos().Should().BeEmpty("nothing is begun");
            return ran;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
