using System.CommandLine;
using Marketplace.Agents;
using Marketplace.Agents.Games;

namespace Marketplace.Cli.Commands;

/// <summary>Replays intervals of a claim and challenges the first that differs.</summary>
public sealed class AuditCommand : AgentCommand
{
    private readonly Option<ulong> _job = JobOption();
    private readonly Option<ulong> _seed = new("--seed") { Description = "The order of the intervals", DefaultValueFactory = _ => 1 };
    private readonly Option<int> _intervals = new("--intervals") { Description = "How many intervals at most", DefaultValueFactory = _ => int.MaxValue };

    private readonly Option<bool> _contest = new("--contest") { Description = "Challenge verifiers, too, who passed the wrong interval; a bond each" };

    public AuditCommand()
        : base("audit", "Replay intervals of a claim, challenge a wrong one")
    {
        Options.Add(_job);
        Options.Add(_seed);
        Options.Add(_intervals);
        Options.Add(_contest);
    }

    protected override void Check(ParseResult arguments)
    {
        if (arguments.GetValue(_intervals) < 1) throw new UsageException("--intervals has to be 1 or more.");
    }

    protected override async Task<int> RunAsync(Agent agent, ParseResult arguments, CancellationToken cancellation)
    {
        var auditor = new Auditor(agent, new HonestMoves(), arguments.GetRequiredValue(_seed), arguments.GetValue(_contest));
        var outcome = await auditor.AuditAsync(arguments.GetRequiredValue(_job), arguments.GetValue(_intervals), cancellation);
        agent.Log.Say("audit", outcome.ToString());
        return outcome == AuditOutcome.Lost ? 1 : 0;
    }
}
