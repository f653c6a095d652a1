using System.CommandLine;
using Marketplace.Agents;

namespace Marketplace.Cli.Commands;

/// <summary>A verb that runs an agent: the options that all of them share, and the way from them to the agent.</summary>
public abstract class AgentCommand : Command
{
    private readonly Option<string> _rpc = new("--rpc") { Description = "The node's address", DefaultValueFactory = _ => "http://127.0.0.1:8545" };
    private readonly Option<string> _market = new("--market") { Description = "The market's contract", Required = true };
    private readonly Option<string> _blobs = new("--blobs") { Description = "The folder of blobs", Required = true };
    private readonly Option<string> _firstBlock = new("--first-block") { Description = "The block of the contract's deployment", DefaultValueFactory = _ => "0" };
    private readonly Option<string> _backend = new("--backend")
    {
        Description = "What computes: cpu, all cores at full speed, or law, slow and obviously right",
        DefaultValueFactory = _ => Machine.Cpu,
    };

    private readonly Option<bool> _json = new("--json") { Description = "One JSON object a line" };

    protected AgentCommand(string name, string description)
        : base(name, description)
    {
        foreach (var option in (Option[])[_rpc, _market, _blobs, _firstBlock, _backend, _json]) Options.Add(option);
        SetAction(RunAsync);
    }

    protected abstract Task<int> RunAsync(Agent agent, ParseResult arguments, CancellationToken cancellation);

    /// <summary>What can be checked before a node is spoken to.</summary>
    protected virtual void Check(ParseResult arguments)
    {
    }

    private Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        var connection = Connection.Parse(
            arguments.GetRequiredValue(_rpc),
            arguments.GetRequiredValue(_market),
            arguments.GetRequiredValue(_blobs),
            arguments.GetRequiredValue(_firstBlock));
        var machine = Machine.Parse(arguments.GetRequiredValue(_backend));
        Check(arguments);
        var signer = Connection.ReadSigner(Console.In);
        var log = new ConsoleLog(Console.Out, arguments.GetValue(_json));
        var agent = connection.Agent(signer, machine.Proven(), log);
        return RunAsync(agent, arguments, cancellation);
    }

    /// <summary>The option that names a job.</summary>
    protected static Option<ulong> JobOption() => new("--job") { Description = "The job's number", Required = true };
}
