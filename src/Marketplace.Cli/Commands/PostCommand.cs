using System.CommandLine;
using Marketplace.Agents;
using Marketplace.Agents.Submission;

namespace Marketplace.Cli.Commands;

/// <summary>Posts a job from a job file, waits for its result, and writes the verified weights.</summary>
public sealed class PostCommand : AgentCommand
{
    private readonly Option<FileInfo> _job = new("--job") { Description = "The job file", Required = true };
    private readonly Option<FileInfo?> _out = new("--out") { Description = "Wait for the result and write the weights here" };
    private PreparedJob? _prepared;

    public PostCommand()
        : base("post", "Post a job and take its result")
    {
        Options.Add(_job);
        Options.Add(_out);
    }

    protected override void Check(ParseResult arguments) => _prepared = JobFiles.Prepare(arguments.GetRequiredValue(_job));

    protected override async Task<int> RunAsync(Agent agent, ParseResult arguments, CancellationToken cancellation)
    {
        var submitter = new Submitter(agent);
        var job = await submitter.PostAsync(_prepared!, cancellation);
        if (arguments.GetValue(_out) is not { } file) return 0;

        var result = await submitter.ReceiveAsync(job, cancellation);
        var (right, rows) = Evaluation.OfHeldOutRows(_prepared!, result);
        agent.Log.Say("accuracy", $"{right} of {rows} held-out rows");
        await JobFiles.WriteWholeAsync(file, result.File, cancellation);
        agent.Log.Say("written", file.FullName);
        return 0;
    }
}
