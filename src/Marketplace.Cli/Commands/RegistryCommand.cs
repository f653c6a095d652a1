using System.CommandLine;
using Marketplace.Agents;
using Marketplace.Agents.Submission;
using Marketplace.Chain;
using Marketplace.Chain.Market;
using Marketplace.Primitives;

namespace Marketplace.Cli.Commands;

/// <summary>A verb about an account's stake in the registry of verifiers: it computes nothing and needs no blobs.</summary>
public abstract class RegistryCommand : Command
{
    private readonly Option<string> _rpc = new("--rpc") { Description = "The node's address", DefaultValueFactory = _ => "http://127.0.0.1:8545" };
    private readonly Option<string> _market = new("--market") { Description = "The market's contract", Required = true };
    private readonly Option<bool> _json = new("--json") { Description = "One JSON object a line" };

    protected RegistryCommand(string name, string description)
        : base(name, description)
    {
        foreach (var option in (Option[])[_rpc, _market, _json]) Options.Add(option);
        SetAction(RunAsync);
    }

    /// <param name="market">As the account sees and calls it.</param>
    protected abstract Task RunAsync(MarketContract market, ParseResult arguments, ConsoleLog log, CancellationToken cancellation);

    /// <summary>What can be checked before a node is spoken to.</summary>
    protected virtual void Check(ParseResult arguments)
    {
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        var contract = Connection.AddressOf("--market", arguments.GetRequiredValue(_market));
        var rpc = arguments.GetRequiredValue(_rpc);
        var chain = Connection.ChainAt(rpc);
        Check(arguments);
        var market = Connection.MarketAt(chain, contract, Connection.ReadSigner(Console.In));
        await RunAsync(market, arguments, new ConsoleLog(Console.Out, arguments.GetValue(_json)), cancellation);
        return 0;
    }

    /// <summary>The argument that says how much.</summary>
    protected static Argument<string> AmountArgument() => new("amount") { Description = "Coins, with at most 18 decimals" };

    /// <exception cref="UsageException">It is no amount, or zero.</exception>
    protected static Wei AmountOf(string text)
    {
        try
        {
            var amount = JobFile.Coins(text, "amount");
            return amount > Wei.Zero ? amount : throw new UsageException("The amount is zero.");
        }
        catch (JobFileException)
        {
            throw new UsageException($"The amount is not a number of coins with at most 18 decimals: \"{text}\".");
        }
    }

    /// <exception cref="AgentException">The contract refused it.</exception>
    protected static TransactionResult.Mined Require(TransactionResult result) => result switch
    {
        TransactionResult.Mined mined => mined,
        TransactionResult.Refused refused => throw new AgentException(refused.Reason.Name, $"The contract refused: {refused.Reason}."),
        _ => throw new InvariantBrokenException("a transaction is mined or refused"),
    };
}
