using System.Numerics;
using Marketplace.Chain.Tests.Generated;
using Marketplace.Primitives;
using Marketplace.World;

namespace Marketplace.Chain.Tests;

/// <summary>One chain for the tests of a class; each test brings its own account and its own counter.</summary>
public sealed class AnvilFixture : IAsyncLifetime
{
    public Anvil Anvil { get; private set; } = null!;

    public ChainClient Chain => Anvil.Chain;

    public async Task InitializeAsync() => Anvil = await Anvil.StartAsync();

    public async Task DisposeAsync() => await Anvil.DisposeAsync();

    public Task<TransactionSender> SenderAsync(TransactionSenderOptions? options = null) =>
        Anvil.NewSenderAsync(Wei.Coins(100), Counter.Errors, options);

    public static async Task<Address> DeployCounterAsync(ITransactionSender sender, int start = 0, int most = 1_000_000)
    {
        var arguments = Abi.Encode("(uint256,uint256)", new BigInteger(start), new BigInteger(most));
        var request = TransactionRequest.Create(Artifacts.CreationCode("Counter"), arguments);
        return (await sender.SendAsync(request, default)).OrThrow().Receipt.CreatedContract!.Value;
    }

    /// <summary>Until it is disposed, blocks are mined by hand.</summary>
    public async Task<Pause> PausedAsync()
    {
        await Anvil.SetAutomineAsync(false);
        return new Pause(Anvil);
    }

    public sealed class Pause(Anvil anvil) : IAsyncDisposable
    {
        /// <summary>Waits until the account's transaction waits for a block.</summary>
        public async Task WaitingAsync(Address account)
        {
            var mined = await CountAsync(account, "latest");
            while (await CountAsync(account, "pending") == mined) await Task.Delay(5);
        }

        public async ValueTask DisposeAsync() => await anvil.SetAutomineAsync(true);

        private async Task<string> CountAsync(Address account, string block) =>
            (await anvil.Rpc.CallAsync("eth_getTransactionCount", [account.ToString(), block], default)).GetString()!;
    }
}
