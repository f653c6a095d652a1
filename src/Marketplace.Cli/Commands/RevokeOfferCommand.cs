using System.CommandLine;
using Marketplace.Agents;
using Marketplace.Chain.Market;
using Marketplace.Primitives;

namespace Marketplace.Cli.Commands;

/// <summary>Makes the offers that an account has signed with a nonce worthless.</summary>
public sealed class RevokeOfferCommand : AccountCommand
{
    private readonly Option<string> _market = MarketOption();
    private readonly Argument<string> _nonce = new("NONCE") { Description = "The nonce that was signed" };

    public RevokeOfferCommand()
        : base("revoke", "Make an offer of this account's worthless")
    {
        Options.Add(_market);
        Arguments.Add(_nonce);
    }

    protected override Address MarketOf(ParseResult arguments)
    {
        _ = OfferCommand.Nonce(arguments.GetRequiredValue(_nonce));
        return Connection.AddressOf("--market", arguments.GetRequiredValue(_market));
    }

    protected override async Task<int> RunAsync(MarketContract market, ParseResult arguments, CancellationToken cancellation)
    {
        var nonce = OfferCommand.Nonce(arguments.GetRequiredValue(_nonce));
        var mined = (await market.RevokeOfferAsync(nonce, cancellation)).OrRefused();
        Console.WriteLine($"revoked    offer {nonce} of {market.Account} ({mined.GasUsed} gas)");
        return 0;
    }
}
