using System.CommandLine;
using Marketplace.Agents.Export;
using Marketplace.Chain;
using Marketplace.Protocol.Fixtures;

namespace Marketplace.Cli.Commands;

/// <summary>Writes what happened to a job on a chain as a fixture that can be played again. It needs no account.</summary>
public sealed class ExportCommand : Command
{
    private readonly Option<string> _rpc = new("--rpc") { Description = "The node's address", DefaultValueFactory = _ => "http://127.0.0.1:8545" };
    private readonly Option<string> _market = new("--market") { Description = "The market's contract", Required = true };
    private readonly Option<ulong> _job = new("--job") { Description = "The job's number", Required = true };
    private readonly Option<ulong> _firstBlock = new("--first-block") { Description = "The block of the job's posting, or an earlier one" };
    private readonly Option<FileInfo?> _out = new("--out") { Description = "The file to write; without it the standard output" };

    public ExportCommand()
        : base("export", "Write a job's dispute as a file that replay plays again")
    {
        foreach (var option in (Option[])[_rpc, _market, _job, _firstBlock, _out]) Options.Add(option);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        var market = Connection.AddressOf("--market", arguments.GetRequiredValue(_market));
        var chain = Connection.ChainAt(arguments.GetRequiredValue(_rpc));
        var first = new BlockNumber(arguments.GetValue(_firstBlock));
        var fixture = await DisputeExport.ReadAsync(chain, market, arguments.GetRequiredValue(_job), first, cancellation);
        var bytes = FixtureWriter.Write(fixture);
        if (arguments.GetValue(_out) is not { } file)
        {
            await using var output = Console.OpenStandardOutput();
            await output.WriteAsync(bytes, cancellation);
            return 0;
        }

        WholeFile.Write(file, bytes);
        Console.WriteLine($"written    {file.FullName}, {fixture.Calls.Count} calls, the last one {fixture.Calls[^1].Outcome}");
        return 0;
    }
}
