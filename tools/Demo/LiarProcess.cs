using System.Globalization;
using Marketplace.Agents;
using Marketplace.Agents.Jobs;
using Marketplace.Cli;
using Marketplace.Operators;
using Marketplace.Protocol.Market;
using Marketplace.World.Liars;

namespace Marketplace.Demo;

/// <summary>A liar's process: the product's own agents, on a backend that lies or with moves that are no honest player's.</summary>
internal static class LiarProcess
{
    /// <param name="args">role (solve or accuse), node, market, blobs, job, liar's name, seed.</param>
    public static async Task<int> RunAsync(string[] args)
    {
        if (args.Length != 7
            || !ulong.TryParse(args[4], NumberStyles.None, CultureInfo.InvariantCulture, out var job)
            || !ulong.TryParse(args[6], NumberStyles.None, CultureInfo.InvariantCulture, out var seed))
        {
            throw new UsageException("A liar wants a role, a node, a market, a folder of blobs, a job, a name and a seed; the demo itself starts it.");
        }

        var connection = Connection.Parse(args[1], args[2], args[3], "0");
        var signer = Connection.ReadSigner(Console.In);
        var log = new ConsoleLog(Console.Out, json: true);

        var package = await JobPackage.LoadAsync(connection.Agent(signer, new LawBackend(), log), job, default);
        var liar = Liar.Cast(args[5], package.Program, package.Initial, seed);
        log.Say("lie", liar.Lie);
        var agent = connection.Agent(signer, liar.Backend, log);
        if (args[0] == "solve") return await new Solver(agent, liar.Moves).WorkAsync(job, default) == JobState.Slashed ? 0 : 1;
        return await new Auditor(agent, liar.Moves, seed).AuditAsync(job, int.MaxValue, default) == AuditOutcome.Lost ? 0 : 1;
    }
}
