using System.CommandLine;
using Marketplace.Primitives;

namespace Marketplace.Cli.Commands;

/// <summary>Says who signed an offer, and whether the chain would take it now. It needs no account.</summary>
public sealed class CheckOfferCommand : Command
{
    private readonly Option<string> _rpc = AccountCommand.RpcOption();
    private readonly Argument<FileInfo> _file = OfferCommand.FileArgument();

    public CheckOfferCommand()
        : base("check", "Say who signed an offer, and whether the chain would take it now")
    {
        Options.Add(_rpc);
        Arguments.Add(_file);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        var signed = OfferCommand.Read(arguments.GetRequiredValue(_file));
        var chain = Connection.ChainAt(arguments.GetRequiredValue(_rpc));
        var refusal = await signed.RefusalAsync(chain, cancellation);
        var (offer, price) = (signed.Offer, signed.Offer.Terms.Escrow);
        var signer = signed.Signer is not { } account ? "no key" : account == offer.Submitter ? $"{account}" : $"{account}, which is another account";

        Console.WriteLine($"submitter  {offer.Submitter}, signed by {signer}");
        Console.WriteLine($"digest     {signed.Digest}");
        Console.WriteLine($"job        spec {offer.Spec}, for at most {price}{(offer.Terms.Token == Address.Zero ? "" : $" of {offer.Terms.Token}")}");
        Console.WriteLine($"nonce      {offer.Nonce}, until {offer.ValidUntil.Seconds}");
        Console.WriteLine(refusal is null ? "now        the chain would take it" : $"now        refused: {refusal}");
        return refusal is null ? 0 : 1;
    }
}
