using System.CommandLine;
using Marketplace.Agents;

namespace Marketplace.Cli.Commands;

/// <summary>Takes back the escrow of a job that nobody holds.</summary>
public sealed class ReclaimCommand : AgentCommand
{
    private readonly Option<ulong> _job = JobOption();

    public ReclaimCommand()
        : base("reclaim", "Cancel a job that nobody holds and take its escrow back") => Options.Add(_job);

    protected override async Task<int> RunAsync(Agent agent, ParseResult arguments, CancellationToken cancellation)
    {
        await new Submitter(agent).ReclaimAsync(arguments.GetRequiredValue(_job), cancellation);
        return 0;
    }
}
