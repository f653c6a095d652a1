using System.CommandLine;

namespace Marketplace.Cli.Commands;

/// <summary>What can be asked of a job's description alone: no node, no account.</summary>
public sealed class JobCommand : Command
{
    public JobCommand()
        : base("job", "Look at a job's description or result, offline")
    {
        Subcommands.Add(new ValidateCommand());
        Subcommands.Add(new CanonicalCommand());
        Subcommands.Add(new ConfigCommand());
        Subcommands.Add(new PlotCommand());
    }
}
