using System.CommandLine;
using System.Text.Json;
using Marketplace.Chain;
using Marketplace.Chain.Generated;
using Marketplace.Primitives;

namespace Marketplace.Cli.Commands;

/// <summary>Puts the referee and a market on a chain.</summary>
public sealed class DeployCommand : Command
{
    private readonly Option<string> _rpc = new("--rpc") { Description = "The node's address", DefaultValueFactory = _ => "http://127.0.0.1:8545" };
    private readonly Option<DirectoryInfo> _contracts = new("--contracts") { Description = "The compiler's output folder", Required = true };

    public DeployCommand()
        : base("deploy", "Put the referee and a market on a chain")
    {
        Options.Add(_rpc);
        Options.Add(_contracts);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        var folder = arguments.GetRequiredValue(_contracts);
        var (referee, market) = (CreationCode(folder, "Referee"), CreationCode(folder, "ComputeMarket"));
        var chain = Connection.ChainAt(arguments.GetRequiredValue(_rpc));
        using var sender = new TransactionSender(chain, Connection.ReadSigner(Console.In), ComputeMarket.Errors, TimeProvider.System);

        var refereeAt = await CreateAsync(sender, TransactionRequest.Create(referee), cancellation);
        var marketAt = await CreateAsync(sender, TransactionRequest.Create(market, Abi.Encode("(address)", refereeAt)), cancellation);
        Console.WriteLine($"referee {refereeAt}");
        Console.WriteLine($"market  {marketAt}");
        return 0;
    }

    private static async Task<Address> CreateAsync(
        TransactionSender sender, TransactionRequest request, CancellationToken cancellation)
    {
        var receipt = (await sender.SendAsync(request, cancellation)).OrThrow().Receipt;
        return receipt.CreatedContract ?? throw new InvariantBrokenException("a creation creates a contract");
    }

    private static byte[] CreationCode(DirectoryInfo folder, string contract)
    {
        var path = Path.Combine(folder.FullName, contract + ".sol", contract + ".json");
        if (!File.Exists(path)) throw new UsageException($"There is no compiled {contract} at {path}.");
        try
        {
            using var artifact = JsonDocument.Parse(File.ReadAllBytes(path));
            return Convert.FromHexString(artifact.RootElement.GetProperty("bytecode").GetProperty("object").GetString()!.AsSpan(2));
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or FormatException or InvalidOperationException or IOException)
        {
            throw new UsageException($"{path} is no compiled contract.");
        }
    }
}
