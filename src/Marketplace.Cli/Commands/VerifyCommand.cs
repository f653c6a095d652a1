using System.CommandLine;
using Marketplace.Agents;
using Marketplace.Agents.Games;

namespace Marketplace.Cli.Commands;

/// <summary>Replays the intervals that the account is drawn for, says what it found, stands by it, and collects.</summary>
public sealed class VerifyCommand : AgentCommand
{
    private readonly Option<ulong?> _job = new("--job") { Description = "The job's number: until its claim is settled" };
    private readonly Option<bool> _all = new("--all") { Description = "Every job with verifiers, until it is stopped" };
    private readonly Option<bool> _contest = new("--contest") { Description = "Challenge other verifiers, too, who passed a wrong interval; a bond each" };

    public VerifyCommand()
        : base("verify", "Judge what the account is drawn for, defend it, collect the fees")
    {
        foreach (var option in (Option[])[_job, _all, _contest]) Options.Add(option);
    }

    protected override void Check(ParseResult arguments)
    {
        if (arguments.GetValue(_job) is null != arguments.GetValue(_all))
            throw new UsageException("The verb verify takes --job or --all.");
    }

    protected override async Task<int> RunAsync(Agent agent, ParseResult arguments, CancellationToken cancellation)
    {
        var verifier = new Verifier(agent, new HonestMoves(), arguments.GetValue(_contest));
        if (arguments.GetValue(_job) is { } job) await verifier.VerifyAsync(job, cancellation);
        else await verifier.VerifyAllAsync(cancellation);
        agent.Log.Say("verified", verifier.Tally.ToString());
        return verifier.Tally.Lost + verifier.Tally.Fallen > 0 ? 1 : 0;
    }
}
