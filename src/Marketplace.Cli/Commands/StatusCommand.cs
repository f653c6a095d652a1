using System.CommandLine;
using Marketplace.Chain;
using Marketplace.Chain.Generated;
using Marketplace.Chain.Market;
using Marketplace.Primitives;
using Marketplace.Protocol.Market;

namespace Marketplace.Cli.Commands;

/// <summary>What the chain says of a job. It needs no account.</summary>
public sealed class StatusCommand : Command
{
    private readonly Option<string> _rpc = new("--rpc") { Description = "The node's address", DefaultValueFactory = _ => "http://127.0.0.1:8545" };
    private readonly Option<string> _market = new("--market") { Description = "The market's contract", Required = true };
    private readonly Option<ulong> _job = new("--job") { Description = "The job's number", Required = true };

    public StatusCommand()
        : base("status", "Show what the chain says of a job")
    {
        Options.Add(_rpc);
        Options.Add(_market);
        Options.Add(_job);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        var (chain, number) = (Connection.ChainAt(arguments.GetRequiredValue(_rpc)), arguments.GetRequiredValue(_job));
        var market = Connection.AddressOf("--market", arguments.GetRequiredValue(_market));
        var job = await chain.ReadAsync(market, new ComputeMarket.GetJobCall(number), cancellation);
        var state = (JobState)job.State;
        if (state == JobState.None) throw new UsageException($"There is no job {number}.");

        Console.WriteLine($"state      {state}, round {job.Round}");
        Console.WriteLine($"submitter  {job.Submitter}, at most {new Wei(job.Terms.MaxPrice)} in escrow");
        if (job.Terms.Token != Address.Zero) Console.WriteLine($"paid in    {job.Terms.Token}, in units of 10^-18");
        if (job.Terms.Callback != Address.Zero) Console.WriteLine($"told to    {job.Terms.Callback}");
        if (!job.Terms.Solvers.IsZero) Console.WriteLine($"solvers    those on the list {job.Terms.Solvers}");
        if (job.Terms.AuditSlots > 0) Console.WriteLine($"verifiers  {new Wei(job.Terms.AuditFee)} a verdict, {job.Slots} of {job.Terms.AuditSlots} left to pay, {new Wei(job.Terms.AuditStake)} at risk for a pass");
        if (job.Round > 0) Console.WriteLine($"solver     {job.Solver}, for {new Wei(job.Price)}, stake {new Wei(job.Terms.Stake)}");
        if (state == JobState.Locked) Console.WriteLine($"to claim   until {Moment(job.Deadline)}");
        if (state == JobState.Claimed) Console.WriteLine($"window     until {Moment(job.Deadline)}, {job.Open} challenges alive");
        if (state == JobState.Claimed && job.Terms.AuditSlots > 0)
            WriteAudit((await chain.ReadAsync(market, new ComputeMarket.GetAuditCall(number, job.Round), cancellation)).ToRoundAudit());
        Console.WriteLine($"steps      {job.Steps}, a checkpoint every {job.Interval}");
        Console.WriteLine($"program    {job.Program}");
        Console.WriteLine($"spec       {job.Spec}");
        return 0;
    }

    /// <summary>Whether the draw has its seed, and what verifiers said of both draws together (M6, M10).</summary>
    private static void WriteAudit(RoundAudit a)
    {
        Console.WriteLine($"draw       {(a.Draw == 0 ? "first" : "second")}, {(a.Seed.IsZero ? $"by the hash of block {a.SeedBlock}" : $"by seed {a.Seed}")}, {a.Total} staked at the claim");
        Console.WriteLine($"verdicts   {a.Passes} passes, {a.Unavailable} unavailable: {(a.IsDelivered ? "delivered" : "not delivered")}{(a.Received ? ", acknowledged" : "")}");
    }

    internal static string Moment(ulong seconds) =>
        DateTimeOffset.FromUnixTimeSeconds((long)seconds).ToString("u", System.Globalization.CultureInfo.InvariantCulture);
}
