using System.CommandLine;
using Marketplace.Agents;
using Marketplace.Agents.Games;
using Marketplace.Protocol.Market;

namespace Marketplace.Cli.Commands;

/// <summary>Takes a job, trains it, claims the result, defends the claim, and collects the pay.</summary>
public sealed class SolveCommand : AgentCommand
{
    private readonly Option<ulong> _job = JobOption();
    private readonly Option<FileInfo?> _allowList = new("--allow-list") { Description = "The list of those who may lock the job: a JSON list of addresses" };
    private AllowList? _list;

    public SolveCommand()
        : base("solve", "Lock a job, train it, claim, defend, collect")
    {
        Options.Add(_job);
        Options.Add(_allowList);
    }

    protected override void Check(ParseResult arguments) =>
        _list = arguments.GetValue(_allowList) is { } file ? JobFiles.AllowList(file) : null;

    protected override async Task<int> RunAsync(Agent agent, ParseResult arguments, CancellationToken cancellation)
    {
        var end = await new Solver(agent, new HonestMoves(), _list).WorkAsync(arguments.GetRequiredValue(_job), cancellation);
        return end == JobState.Finalized ? 0 : 1;
    }
}
