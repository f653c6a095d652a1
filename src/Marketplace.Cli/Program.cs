using System.CommandLine;
using Marketplace.Cli;
using Marketplace.Cli.Commands;

// One sentence for everything that goes wrong.
try
{
    var root = new RootCommand("An open market for training jobs whose results can be disputed to the last bit.")
    {
        new DeployCommand(),
        new PostCommand(),
        new SolveCommand(),
        new AuditCommand(),
        new VerifyCommand(),
        new VerifierCommand(),
        new ReclaimCommand(),
        new StatusCommand(),
        new ExportCommand(),
        new OfferCommand(),
        new DepositCommand(),
        new JobCommand(),
        new DataCommand(),
        new TrainCommand(),
        new InspectCommand(),
    };
    var arguments = root.Parse(args);
    Usage.RequireSound(arguments);
    return await arguments.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (Exception e)
{
    return Failure.Report(e, Console.Error);
}
