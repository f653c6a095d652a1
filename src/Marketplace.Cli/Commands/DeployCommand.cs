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
        CompiledContract Compiled(string name) => CompiledContract.Read(folder, name);
        var (referee, market, extension) = (Compiled("Referee"), Compiled("ComputeMarket"), Compiled("MarketExtension"));
        var chain = Connection.ChainAt(arguments.GetRequiredValue(_rpc));
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

        Console.WriteLine($"referee   {refereeAt}");
        Console.WriteLine($"market    {marketAt}");
        Console.WriteLine($"extension {extensionAt}");
        if (arguments.GetValue(_deployments) is not { } record) return 0;
        var file = await Deployment.WriteAsync(chain, record.FullName, await chain.ChainIdAsync(cancellation), deployed, cancellation);
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
