using System.CommandLine;

namespace Marketplace.Cli.Commands;

/// <summary>What a submitter does with its data. It needs neither a node nor an account.</summary>
public sealed class DataCommand : Command
{
    public DataCommand()
        : base("data", "Turn files into what a job names")
    {
        Subcommands.Add(new AddCommand());
        Subcommands.Add(new Command("import", "Write shards and a manifest into a folder of blobs")
        {
            new ImportCsvCommand(),
            new ImportTextCommand(),
            new ImportJsonLinesCommand(),
            new ImportTokensCommand(),
        });
    }
}
