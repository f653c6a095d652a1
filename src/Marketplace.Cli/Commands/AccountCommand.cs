using System.CommandLine;
using Marketplace.Chain;
using Marketplace.Chain.Generated;
using Marketplace.Chain.Market;
using Marketplace.Primitives;

namespace Marketplace.Cli.Commands;

/// <summary>A verb with which an account calls the market, and no agent is needed; its key is read as an agent's.</summary>
public abstract class AccountCommand : Command
{
    private readonly Option<string> _rpc = RpcOption();

    protected AccountCommand(string name, string description)
        : base(name, description)
    {
        Options.Add(_rpc);
        SetAction(RunAsync);
    }

    internal static Option<string> RpcOption() =>
        new("--rpc") { Description = "The node's address", DefaultValueFactory = _ => "http://127.0.0.1:8545" };

    internal static Option<string> MarketOption() => new("--market") { Description = "The market's contract", Required = true };

    /// <summary>The market that is called: what can be checked before the key is read and a node is spoken to.</summary>
    protected abstract Address MarketOf(ParseResult arguments);

    protected abstract Task<int> RunAsync(MarketContract market, ParseResult arguments, CancellationToken cancellation);

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        var address = MarketOf(arguments);
        var chain = Connection.ChainAt(arguments.GetRequiredValue(_rpc));
        using var sender = new TransactionSender(chain, Connection.ReadSigner(Console.In), ComputeMarket.Errors, TimeProvider.System);
        return await RunAsync(new MarketContract(chain, address, sender), arguments, cancellation);
    }
}
