using System.CommandLine;
using Marketplace.Agents;
using Marketplace.Agents.Submission;
using Marketplace.Chain.Market;
using Marketplace.Primitives;

namespace Marketplace.Cli.Commands;

/// <summary>Leaves coins in the market, out of which signed offers are paid.</summary>
public sealed class DepositCommand : AccountCommand
{
    private readonly Option<string> _market = MarketOption();
    private readonly Argument<string> _amount = new("AMOUNT") { Description = "Coins, as a decimal number" };

    public DepositCommand()
        : base("deposit", "Leave coins in the market, for offers that somebody else brings")
    {
        Options.Add(_market);
        Arguments.Add(_amount);
    }

    protected override Address MarketOf(ParseResult arguments)
    {
        _ = Amount(arguments);
        return Connection.AddressOf("--market", arguments.GetRequiredValue(_market));
    }

    protected override async Task<int> RunAsync(MarketContract market, ParseResult arguments, CancellationToken cancellation)
    {
        var mined = (await market.DepositAsync(Amount(arguments), cancellation)).OrRefused();
        var balance = await market.BalanceAsync(market.Account, cancellation);
        Console.WriteLine($"deposited  {Amount(arguments)}, the balance of {market.Account} is {balance} ({mined.GasUsed} gas)");
        return 0;
    }

    private Wei Amount(ParseResult arguments)
    {
        var text = arguments.GetRequiredValue(_amount);
        try
        {
            return JobFile.Coins(text, "amount") is var amount && amount > Wei.Zero ? amount : throw Unusable(text);
        }
        catch (JobFileException)
        {
            throw Unusable(text);
        }
    }

    private static UsageException Unusable(string text) =>
        new($"AMOUNT is no amount of coins above zero, with at most 18 decimals: \"{text}\".");
}
