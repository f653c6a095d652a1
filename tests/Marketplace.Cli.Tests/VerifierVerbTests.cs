using Marketplace.Chain;
using Marketplace.Chain.Generated;
using Marketplace.Primitives;
using Marketplace.World;

namespace Marketplace.Cli.Tests;

/// <summary>The registry of verifiers by its verbs, on a chain of its own (M6).</summary>
public sealed class VerifierVerbTests : IDisposable
{
    private const ulong Week = 7 * 24 * 60 * 60;

    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    [Fact]
    public async Task Stake_Leaves_AndIsPaidOutAfterAWeek()
    {
        await using var anvil = await Anvil.StartAsync();
        using var sender = await anvil.NewSenderAsync(Wei.Coins(10), ComputeMarket.Errors);
        var referee = await CreateAsync(sender, Artifacts.CreationCode("Referee"));
        var market = await CreateAsync(sender, [.. Artifacts.CreationCode("ComputeMarket"), .. Abi.Encode("(address)", referee)]);
        var account = MemorySigner.FromHex(Anvil.FirstKey).Address.ToString();
        Task<Ran> Verifier(params string[] words) => Ran.WithInputAsync(
            Anvil.FirstKey + "\n", "Marketplace.Cli.dll", _folder,
            ["verifier", .. words, "--rpc", anvil.Url.ToString(), "--market", market.ToString()]);

        (await Verifier("stake", "1.5")).Output.Should().StartWith("staked").And.Contain("1.5 in all");
        (await Verifier("stake", "0.5")).Output.Should().Contain("0.5; 2 in all");
        (await Verifier("status")).Output.Should().Contain(account).And.Contain("2 of 2, 0 at risk").And.NotContain("leaving");
        Refused(await Verifier("withdraw"), "NothingToWithdraw");
        Refused(await Verifier("unstake", "2.000000000000000001"), "InsufficientStake");
        (await Verifier("unstake", "0.75")).Output.Should().Contain("0.75 to be had after");
        Refused(await Verifier("withdraw"), "StillUnbonding");
        await anvil.AdvanceAsync(Week + 1);
        (await Verifier("withdraw")).Output.Should().StartWith("withdrawn").And.Contain("0.75, of which 0.75 from the registry");
        (await Verifier("status", account)).Output.Should().Contain("1.25 of 1.25").And.NotContain("leaving");
    }

    [Fact]
    public async Task Verify_OfAJobThatIsNotThere_SaysSo()
    {
        await using var anvil = await Anvil.StartAsync();
        using var sender = await anvil.NewSenderAsync(Wei.Coins(10), ComputeMarket.Errors);
        var referee = await CreateAsync(sender, Artifacts.CreationCode("Referee"));
        var market = await CreateAsync(sender, [.. Artifacts.CreationCode("ComputeMarket"), .. Abi.Encode("(address)", referee)]);
        var ran = await Ran.WithInputAsync(
            Anvil.FirstKey + "\n", "Marketplace.Cli.dll", _folder, "verify", "--job", "7", "--blobs", "blobs", "--backend", "law",
            "--rpc", anvil.Url.ToString(), "--market", market.ToString());
        Refused(ran, "NoSuchJob");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static void Refused(Ran ran, string reason)
    {
        ran.ExitCode.Should().Be(2);
        ran.Complaint.Should().StartWith(reason);
    }

    private static async Task<Address> CreateAsync(TransactionSender sender, byte[] code)
    {
        var created = (await sender.SendAsync(TransactionRequest.Create(code), default)).OrThrow();
        return created.Receipt.CreatedContract!.Value;
    }
}
