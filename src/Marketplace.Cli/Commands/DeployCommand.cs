using System.CommandLine;
using Marketplace.Chain;
using Marketplace.Chain.Generated;
using Marketplace.Primitives;

namespace Marketplace.Cli.Commands;

/// <summary>Puts the referee and a market on a chain, holds what then stands there against what was compiled, and writes it
/// down.</summary>
public sealed class DeployCommand : Command
{
    private readonly Option<string> _rpc = new("--rpc") { Description = "The node's address", DefaultValueFactory = _ => "http://127.0.0.1:8545" };
    private readonly Option<DirectoryInfo> _contracts = new("--contracts") { Description = "The compiler's output folder", Required = true };

    private readonly Option<DirectoryInfo?> _deployments = new("--deployments") { Description = "A folder in which to write CHAIN.json: addresses, blocks, arguments, hashes" };

    public DeployCommand()
        : base("deploy", "Put the referee and a market on a chain")
    {
        Options.Add(_rpc);
        Options.Add(_contracts);
        Options.Add(_deployments);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        var folder = arguments.GetRequiredValue(_contracts);
        var (referee, market) = (CompiledContract.Read(folder, "Referee"), CompiledContract.Read(folder, "ComputeMarket"));
        var chain = Connection.ChainAt(arguments.GetRequiredValue(_rpc));
        using var sender = new TransactionSender(chain, Connection.ReadSigner(Console.In), ComputeMarket.Errors, TimeProvider.System);

        var refereeAt = await CreateAsync(chain, sender, referee, null, cancellation);
        var marketAt = await CreateAsync(chain, sender, market, refereeAt.Address, cancellation);
        Console.WriteLine($"referee {refereeAt.Address}");
        Console.WriteLine($"market  {marketAt.Address}");
        if (arguments.GetValue(_deployments) is { } record)
            Console.WriteLine($"record  {Deployment.Write(record.FullName, await chain.ChainIdAsync(cancellation), [refereeAt, marketAt])}");
        return 0;
    }

    /// <summary>Deploys a contract and compares the chain's code with the compiler's.</summary>
    private static async Task<DeployedContract> CreateAsync(
        ChainClient chain, TransactionSender sender, CompiledContract contract, Address? argument, CancellationToken cancellation)
    {
        var request = TransactionRequest.Create(contract.CreationCode, argument is { } a ? Abi.Encode("(address)", a) : []);
        var receipt = (await sender.SendAsync(request, cancellation)).OrThrow().Receipt;
        var address = receipt.CreatedContract ?? throw new InvariantBrokenException("a creation creates a contract");
        var deployed = new DeployedContract(contract, address, receipt.Block.Value, argument);
        await Deployment.VerifyAsync(chain, deployed, cancellation);
        return deployed;
    }
}
