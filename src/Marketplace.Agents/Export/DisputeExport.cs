using Marketplace.Chain;
using Marketplace.Chain.Generated;
using Marketplace.Chain.Market;
using Marketplace.Primitives;
using Marketplace.Protocol.Disputes;
using Marketplace.Protocol.Fixtures;
using Marketplace.Protocol.Market;
using Marketplace.Protocol.Strategies;

namespace Marketplace.Agents.Export;

/// <summary>Writes what happened to a job on a chain as a fixture, which anybody can play again.</summary>
/// <remarks>Left out is what no outcome depends on: the spec, the consumer that is told (M11), the list of those who might
/// have locked (M12), whether the job was signed or posted (M14). Gas is not noted: elsewhere other words of the storage
/// are warm.</remarks>
public static class DisputeExport
{
    // Nothing depends on more blocks than a commitment has (D1); of more the fixture says only that they were more.
    private const ulong MostBlocks = DisputeRules.OpenBlocks + 1;

    private static readonly byte[] s_noSalt = new byte[16];

    /// <param name="first">A block that is not after the job's posting.</param>
    /// <exception cref="AgentException">The job cannot be said as a fixture, or the chain did something else than the
    /// rules.</exception>
    public static async Task<DisputeFixture> ReadAsync(
        IChain chain, Address market, ulong job, BlockNumber first, CancellationToken cancellation)
    {
        var fixture = Write(job, await JobHistory.ReadAsync(chain, market, job, first, cancellation));
        try
        {
            fixture = FixtureReader.Read(FixtureWriter.Write(fixture));
        }
        catch (FormatException e)
        {
            throw new AgentException("TooLarge", $"Job {job} is more than a fixture can say: {e.Message}");
        }

        var (difference, _) = await FixtureReplay.PlayAsync(fixture, new RulesStage(), cancellation);
        if (difference is null) return fixture;
        throw new AgentException(
            "OtherRules",
            $"The chain did something else than the rules of this version at {difference.Where}: "
            + $"\"{difference.Expected}\", and by the rules \"{difference.Found}\".");
    }

    private static DisputeFixture Write(ulong job, JobHistory history)
    {
        var (posted, transactions) = (history.Posted, history.Transactions);
        if (posted.Terms.Token != Address.Zero)
            throw new AgentException("PaidInTokens", $"Job {job} is paid in a token; a fixture has coins only.");
        if (posted.Terms.AuditSlots != 0)
            throw new AgentException("HasVerifiers", $"Job {job} pays verifiers; a fixture has no verdicts.");
        var read = transactions.Select((t, i) => i == 0 ? null : Read(job, t)).ToList();
        if (!read.Any(call => call?.Kind == FixtureKind.Claim))
            throw new AgentException("NotClaimed", $"Job {job} has not been claimed: there is nothing to dispute.");

        var roles = new Roles(history);
        var calls = new List<FixtureCall>();
        var round = 0u;
        for (var i = 1; i < read.Count; i++)
        {
            if (read[i]!.Kind == FixtureKind.Lock) round++;
            calls.Add(Call(read, i, round, transactions, roles));
        }

        var terms = posted.Terms.ToRules();
        return new DisputeFixture(
            $"job-{job}", About(read, transactions), posted.Header, posted.InitialRoot,
            terms with
            {
                ClosesAt = new Timestamp(terms.ClosesAt.Seconds - transactions[0].At.Seconds),
                Callback = Address.Zero,
                Solvers = Hash32.Zero,
            },
            [], calls, new JobCredits(history, roles).Sum(read));
    }

    private static ExportedCall Read(ulong job, JobTransaction transaction)
    {
        var call = ExportedCall.Read(transaction.Call);
        // A consumer may call back about another job (M11).
        if (call.Job == job) return call;
        throw new AgentException(
            "NotDirect",
            $"Transaction {transaction.Call.Hash} is a call about job {call.Job}, out of which something happened to job {job}; "
            + "a fixture has direct calls only.");
    }

    /// <param name="round">Of the job, when it was called.</param>
    private static FixtureCall Call(
        List<ExportedCall?> read, int i, uint round, IReadOnlyList<JobTransaction> transactions, Roles roles)
    {
        var (call, transaction, before) = (read[i]!, transactions[i], transactions[i - 1]);
        var after = transaction.At.Seconds - before.At.Seconds;
        // Played again each call has a block of its own, even if it shared one. An empty block takes a second; on a chain
        // that is faster the others are left out.
        var apart = transaction.Call.Block.Value - before.Call.Block.Value;
        var blocks = Math.Min(Math.Min(Math.Max(apart, 1) - 1, MostBlocks), Math.Max(after, 1) - 1);
        // Whoever commits shows nothing; what it was, its opening says, and if there is none nobody can tell.
        var shown = call.Kind == FixtureKind.Commit ? OpeningOf(read, i) : call;
        return new FixtureCall(
            call.Kind, roles.Of(transaction.Call.From), after, blocks,
            call.Challenger == Address.Zero ? FixturePlayer.Challenger : roles.Of(call.Challenger),
            call.Nonce, null, shown?.Salt ?? (call.Kind == FixtureKind.Commit ? s_noSalt : []), shown?.Data ?? [],
            Outcome(transaction, roles))
        {
            Round = call.Round == round ? null : call.Round,
            Roots = call.Roots ?? [],
        };
    }

    private static ExportedCall? OpeningOf(List<ExportedCall?> read, int commit)
    {
        var made = read[commit]!;
        var next = read.Skip(commit + 1).FirstOrDefault(call =>
            call!.Kind is FixtureKind.Commit or FixtureKind.Open or FixtureKind.Lock
            && (call.Kind == FixtureKind.Lock || (call.Challenger == made.Challenger && call.Nonce == made.Nonce)));
        return next?.Kind == FixtureKind.Open ? next : null;
    }

    private static string Outcome(JobTransaction transaction, Roles roles)
    {
        if (transaction.Find<ComputeMarket.MovedEvent>() is { } moved)
        {
            var turn = GameEvent.Of(moved.Data);
            return FixtureOutcome.Moved(turn.Decoded, roles.Of(turn.Mover), turn.Values, transaction.At);
        }

        return transaction.Find<ComputeMarket.GameDecidedEvent>() is { } decided
            ? FixtureOutcome.Decided(roles.Of(decided.Winner), roles.Of(decided.Loser), decided.ByProof)
            : FixtureOutcome.Accepted;
    }

    /// <summary>A chain knows who lost, and not who lied.</summary>
    private static FixtureSubject About(List<ExportedCall?> read, IReadOnlyList<JobTransaction> transactions)
    {
        var site = read.LastOrDefault(call => call is { Kind: FixtureKind.Descend, State.Alphabet: Alphabet.Operation });
        var place = read.LastOrDefault(call => call?.State is not null)?.State;
        var events = transactions.SelectMany(t => t.Events).ToList();
        var decided = events.OfType<ComputeMarket.GameDecidedEvent>().Select(e => e.Game).ToHashSet();
        var slashed = events.OfType<ComputeMarket.SolverSlashedEvent>().Select(e => e.Round).ToHashSet();
        var isRunning = events.OfType<ComputeMarket.MovedEvent>()
            .Any(e => !decided.Contains(e.Game) && !slashed.Contains(GameEvent.Of(e.Data).Decoded.Round));
        return new FixtureSubject(
            site is null ? "none" : FixtureSubject.OperatorOf(site.State!, site.Data),
            (place?.Alphabet ?? Alphabet.Step).ToString(),
            "unknown",
            isRunning ? "running" : read[^1]!.Kind.ToString());
    }
}
