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
    private readonly Option<DirectoryInfo> _contracts = new("--contracts") { Description = "The folder of the compiler's output folders, out and out-prague", Required = true };
    private readonly Option<string?> _build = new("--build") { Description = "osaka or prague: with the opcode CLZ or without; else what the chain can run" };

    private readonly Option<DirectoryInfo?> _deployments = new("--deployments") { Description = "A folder in which to write CHAIN.json: addresses, blocks, arguments, hashes" };

    public DeployCommand()
        : base("deploy", "Put the referee and a market on a chain")
    {
        Options.Add(_rpc);
        Options.Add(_contracts);
        Options.Add(_build);
        Options.Add(_deployments);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        var chain = Connection.ChainAt(arguments.GetRequiredValue(_rpc));
        var build = await ContractBuild.ChooseAsync(chain, arguments.GetRequiredValue(_contracts), arguments.GetValue(_build), cancellation);
        var (referee, market, extension) = (build.Referee, build.Market, build.Extension);
        using var sender = new TransactionSender(chain, Connection.ReadSigner(Console.In), ComputeMarket.Errors, TimeProvider.System);

        var (refereeAt, block) = await CreateAsync(sender, referee, [], cancellation);
        var (marketAt, marketBlock) = await CreateAsync(sender, market, Abi.Encode("(address)", refereeAt), cancellation);
        // The market makes its extension itself.
        var extensionAt = await chain.ReadAsync(marketAt, new ComputeMarket.EXTENSIONCall(), cancellation);
        DeployedContract[] deployed =
        [
            new(referee, refereeAt, block, [], []),
            new(market, marketAt, marketBlock, [refereeAt], [refereeAt, extensionAt]),
            new(extension, extensionAt, marketBlock, [], [extensionAt]),
        ];
        foreach (var contract in deployed) await Deployment.VerifyAsync(chain, contract, cancellation);
        if (await chain.ReadAsync(marketAt, new ComputeMarket.REFEREECall(), cancellation) != refereeAt)
            throw new DeploymentException($"The market at {marketAt} has another referee than {refereeAt}.");

        Console.WriteLine($"build     {build.Evm.Name()}");
        Console.WriteLine($"referee   {refereeAt}");
        Console.WriteLine($"market    {marketAt}");
        Console.WriteLine($"extension {extensionAt}");
        if (arguments.GetValue(_deployments) is not { } record) return 0;
        var chainId = await chain.ChainIdAsync(cancellation);
        var file = await Deployment.WriteAsync(chain, record.FullName, chainId, build.Evm, deployed, cancellation);
        Console.WriteLine($"record    {file}");
        return 0;
    }

    private static async Task<(Address At, ulong Block)> CreateAsync(
        TransactionSender sender, CompiledContract contract, byte[] arguments, CancellationToken cancellation)
    {
        var receipt = (await sender.SendAsync(TransactionRequest.Create(contract.CreationCode, arguments), cancellation)).OrThrow().Receipt;
        return (receipt.CreatedContract ?? throw new InvariantBrokenException("a creation creates a contract"), receipt.Block.Value);
    }
}
