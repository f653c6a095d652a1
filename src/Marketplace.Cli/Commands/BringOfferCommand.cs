using System.CommandLine;
using Marketplace.Agents;
using Marketplace.Agents.Offers;
using Marketplace.Chain.Generated;
using Marketplace.Chain.Market;
using Marketplace.Primitives;

namespace Marketplace.Cli.Commands;

/// <summary>Posts a job in the name of who has signed it.</summary>
public sealed class BringOfferCommand : AccountCommand
{
    private readonly Argument<FileInfo> _file = OfferCommand.FileArgument();
    private SignedOffer? _signed;

    public BringOfferCommand()
        : base("bring", "Post a signed job in its submitter's name") => Arguments.Add(_file);

    protected override Address MarketOf(ParseResult arguments)
    {
        _signed = OfferCommand.Read(arguments.GetRequiredValue(_file));
        return _signed.Market.Contract;
    }

    protected override async Task<int> RunAsync(MarketContract market, ParseResult arguments, CancellationToken cancellation)
    {
        var signed = _signed!;
        await signed.RequireChainAsync(market.Chain, cancellation);
        var mined = (await market.PostSignedAsync(signed.Offer, signed.Signature, signed.Permit, cancellation)).OrRefused();
        // An address without a contract takes everything, and does nothing.
        var posted = mined.Events<ComputeMarket.JobPostedEvent>().FirstOrDefault()
            ?? throw new AgentException("NoMarket", $"There is no market at {market.Address}.");
        Console.WriteLine($"posted     job {posted.Job} of {posted.Submitter} for at most {signed.Offer.Terms.MaxPrice} ({mined.GasUsed} gas)");
        return 0;
    }
}
