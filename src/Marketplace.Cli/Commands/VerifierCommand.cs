using System.CommandLine;
using Marketplace.Agents;
using Marketplace.Chain.Market;

namespace Marketplace.Cli.Commands;

/// <summary>The registry of verifiers (M6): who is in it can be drawn.</summary>
public sealed class VerifierCommand : Command
{
    public VerifierCommand()
        : base("verifier", "Stake in the registry of verifiers, leave it, look at it")
    {
        Subcommands.Add(new StakeCommand());
        Subcommands.Add(new UnstakeCommand());
        Subcommands.Add(new WithdrawCommand());
        Subcommands.Add(new RegistrationCommand());
    }

    private sealed class StakeCommand : RegistryCommand
    {
        private readonly Argument<string> _amount = AmountArgument();

        public StakeCommand()
            : base("stake", "Add to the stake; it counts in rounds claimed later than now") => Arguments.Add(_amount);

        protected override void Check(ParseResult arguments) => AmountOf(arguments.GetRequiredValue(_amount));

        protected override async Task RunAsync(MarketContract market, ParseResult arguments, ConsoleLog log, CancellationToken cancellation)
        {
            var amount = AmountOf(arguments.GetRequiredValue(_amount));
            var mined = Require(await market.StakeVerifierAsync(amount, cancellation));
            var now = await market.RegistrationAsync(market.Account, cancellation);
            log.Say("staked", $"{amount}; {now.Stake} in all ({mined.GasUsed} gas)");
        }
    }

    private sealed class UnstakeCommand : RegistryCommand
    {
        private readonly Argument<string> _amount = AmountArgument();

        public UnstakeCommand()
            : base("unstake", "Take a free part of the stake out of the draw; it can be had after seven days") => Arguments.Add(_amount);

        protected override void Check(ParseResult arguments) => AmountOf(arguments.GetRequiredValue(_amount));

        protected override async Task RunAsync(MarketContract market, ParseResult arguments, ConsoleLog log, CancellationToken cancellation)
        {
            var amount = AmountOf(arguments.GetRequiredValue(_amount));
            var mined = Require(await market.UnstakeVerifierAsync(amount, cancellation));
            var now = await market.RegistrationAsync(market.Account, cancellation);
            log.Say("unstaked", $"{amount}; {now.Leaving} to be had after {StatusCommand.Moment(now.LeavesAt.Seconds)} ({mined.GasUsed} gas)");
        }
    }

    private sealed class WithdrawCommand() : RegistryCommand("withdraw", "Have what has left the registry paid out")
    {
        protected override async Task RunAsync(MarketContract market, ParseResult arguments, ConsoleLog log, CancellationToken cancellation)
        {
            var leaving = (await market.RegistrationAsync(market.Account, cancellation)).Leaving;
            Require(await market.WithdrawVerifierStakeAsync(cancellation));
            // With whatever else the market owes to the account.
            var paid = await market.BalanceAsync(market.Account, cancellation);
            var mined = Require(await market.WithdrawAsync(cancellation));
            log.Say("withdrawn", $"{paid}, of which {leaving} from the registry ({mined.GasUsed} gas)");
        }
    }
}
