using System.CommandLine;
using Marketplace.Agents;
using Marketplace.Agents.Submission;
using Marketplace.Chain;
using Marketplace.Cli;
using Marketplace.Cli.Commands;

// One sentence for everything that goes wrong; 2 for input that cannot be used, 1 for a world that does not do its part.
try
{
    var root = new RootCommand("An open market for training jobs whose results can be disputed to the last bit.")
    {
        new DeployCommand(),
        new PostCommand(),
        new SolveCommand(),
        new AuditCommand(),
        new ReclaimCommand(),
        new StatusCommand(),
    };
    var arguments = root.Parse(args);
    Usage.RequireSound(arguments);
    return await arguments.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (Exception e) when (e is UsageException or JobFileException)
{
    Console.Error.WriteLine(e.Message);
    return 2;
}
catch (AgentException e)
{
    Console.Error.WriteLine($"{e.Reason}: {e.Message}");
    return 2;
}
catch (Exception e) when (e is ChainFailureException or TransactionRefusedException)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
catch (Exception e) when (e is AbiFormatException or UnexpectedRevertException)
{
    Console.Error.WriteLine($"What stands at the address of --market is no market of this version: {e.Message}");
    return 2;
}
catch (Exception e) when (e is IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
catch (OperationCanceledException)
{
    return 130;
}
catch (Exception e)
{
    // Our own bug: its name is enough for a report, its trace tells a user nothing.
    Console.Error.WriteLine($"The program is at fault ({e.GetType().Name}): {e.Message.ReplaceLineEndings(" ")}");
    return 1;
}
