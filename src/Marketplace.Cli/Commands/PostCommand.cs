using System.CommandLine;
using Marketplace.Agents;
using Marketplace.Agents.Submission;
using Marketplace.Cli.Training;
using Marketplace.Programs.Specs;

namespace Marketplace.Cli.Commands;

/// <summary>Posts a job, waits for its result, and writes the verified weights.</summary>
public sealed class PostCommand : AgentCommand
{
    private readonly Option<FileInfo?> _job = new("--job") { Description = "A job file: a table, a model, and the terms" };
    private readonly Option<FileInfo?> _spec = new("--spec") { Description = "A job spec instead, whose artifacts lie in the folder of blobs" };
    private readonly Option<FileInfo?> _terms = new("--terms") { Description = "The terms for the spec: prices, stake, bond, times" };
    private readonly Option<FileInfo?> _out = new("--out") { Description = "Wait for the result and write the weights here" };
    private PreparedJob? _prepared;
    private (JobSpec Spec, JobFile.MarketPart Terms)? _described;

    public PostCommand()
        : base("post", "Post a job and take its result")
    {
        foreach (var option in (Option[])[_job, _spec, _terms, _out]) Options.Add(option);
    }

    protected override void Check(ParseResult arguments)
    {
        switch (arguments.GetValue(_job), arguments.GetValue(_spec), arguments.GetValue(_terms))
        {
            case ({ } job, null, null):
                _prepared = JobFiles.Prepare(job);
                break;
            case (null, { } spec, { } terms):
                _described = (LocalJob.Read(spec), JobFiles.Terms(terms));
                break;
            default:
                throw new UsageException("The verb post takes --job, or --spec with --terms.");
        }
    }

    protected override async Task<int> RunAsync(Agent agent, ParseResult arguments, CancellationToken cancellation)
    {
        var job = _prepared ?? await PreparedJob.FromAsync(_described!.Value.Spec, agent.Blobs, _described.Value.Terms, cancellation);
        var submitter = new Submitter(agent);
        var number = await submitter.PostAsync(job, cancellation);
        if (arguments.GetValue(_out) is not { } file) return 0;

        var result = await submitter.ReceiveAsync(number, cancellation);
        if (job.Table is { } table)
        {
            var (right, rows) = Evaluation.OfHeldOutRows(job, table, result);
            agent.Log.Say("accuracy", $"{right} of {rows} held-out rows");
        }

        WholeFile.Write(file, result.File);
        agent.Log.Say("written", file.FullName);
        return 0;
    }
}
