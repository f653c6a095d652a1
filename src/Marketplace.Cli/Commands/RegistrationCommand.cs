using System.CommandLine;
using Marketplace.Chain;
using Marketplace.Chain.Generated;
using Marketplace.Chain.Market;
using Marketplace.Primitives;

namespace Marketplace.Cli.Commands;

/// <summary>What an account has in the registry of verifiers. With an address it needs no account of its own.</summary>
public sealed class RegistrationCommand : Command
{
    private readonly Option<string> _rpc = new("--rpc") { Description = "The node's address", DefaultValueFactory = _ => "http://127.0.0.1:8545" };
    private readonly Option<string> _market = new("--market") { Description = "The market's contract", Required = true };
    private readonly Argument<string?> _account = new("address")
    {
        Description = "Whose stake; without it that of the key in the standard input",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public RegistrationCommand()
        : base("status", "Show what an account has in the registry")
    {
        Options.Add(_rpc);
        Options.Add(_market);
        Arguments.Add(_account);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        var contract = Connection.AddressOf("--market", arguments.GetRequiredValue(_market));
        var chain = Connection.ChainAt(arguments.GetRequiredValue(_rpc));
        var account = arguments.GetValue(_account) is { } address
            ? Connection.AddressOf("address", address)
            : Connection.ReadSigner(Console.In).Address;
        var r = (await chain.ReadAsync(contract, new ComputeMarket.GetVerifierCall(account), cancellation)).ToRegistration();
        var all = new Wei(await chain.ReadAsync(contract, new ComputeMarket.StakedCall(), cancellation));
        Console.WriteLine($"verifier   {account}");
        Console.WriteLine($"stake      {r.Stake} of {all}, {r.Locked} at risk for passes");
        if (r.Stake > Wei.Zero) Console.WriteLine($"counts     in rounds claimed after {StatusCommand.Moment(r.Since.Seconds)}");
        if (r.Leaving > Wei.Zero) Console.WriteLine($"leaving    {r.Leaving}, to be had after {StatusCommand.Moment(r.LeavesAt.Seconds)}");
        return 0;
    }
}
