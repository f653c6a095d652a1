using Marketplace.World;
using System.Globalization;
using Marketplace.Primitives;
using Marketplace.Protocol;
using Marketplace.Protocol.Disputes;
using Marketplace.Protocol.Market;
using Marketplace.Scenarios.Tests.Games;
using Xunit.Abstractions;

namespace Marketplace.Scenarios.Tests.Market;

/// <summary>Random lives of a market, on the compiled contracts and on their mirror: the same word for every refusal, and
/// after every accepted call the same storage to the wei.</summary>
public sealed class MarketDifferentialTests(ITestOutputHelper output)
{
    private const int Sequences = 100;
    private const int Operations = 150;

    /// <summary>Enough for the widest stakes and the highest tier.</summary>
    private static readonly Wei Purse = new(UInt128.One << 115);

    private readonly SortedDictionary<string, int> _outcomes = new(StringComparer.Ordinal);

    [Fact]
    public async Task RandomSequences_AgreeWithTheContract()
    {
        var factor = Environment.GetEnvironmentVariable("MARKET_LONG") == "1" ? 10 : 1;
        await using var table = await PreparedAsync();
        var around = await Surroundings.BuildAsync(table);
        for (var seed = 1; seed <= Sequences * factor; seed++) await PlayAsync(table, around, seed);

        Print();
        foreach (var reason in Reachable) Count($" {reason}").Should().BePositive($"{reason} has to be among the refusals");
        foreach (var name in Names) Count($"{name} accepted").Should().BePositive($"{name} has to be accepted once");
    }

    [Fact]
    public async Task Commitments_AreRefused_WhenNoBondCouldBeDoubledAnyMore()
    {
        await using var table = await PreparedAsync();
        var market = new MarketChain(table);
        var book = new MarketBook(new GameSite(table.ChainId, table.Market));
        var now = (await table.NowAsync()) + 10;
        var terms = new Dice(1).Terms(now, 1) with
        {
            MinPrice = new Wei(1),
            MaxPrice = new Wei(1),
            Stake = JobTerms.MinStake,
            Bond = JobTerms.MinBond,
            RampSeconds = 0,
            DeliverySeconds = 1000,
            WindowSeconds = 5000,
            MinResponse = 30,
            BudgetSeconds = 60,
            StepAllowance = 1,
            ClosesAt = now + 1000,
        };
        async Task DoAsync(Operation operation, Reason expected = Reason.None)
        {
            now += 1;
            var block = (await table.Chain.HeadAsync(default)).Number.Value + 1;
            var result = operation.Rule(book, now, block);
            result.Reason.Should().Be(expected);
            (await market.TryAsync(operation, now, block, result.IsRefused))
                .Should().Be(result.IsRefused ? expected.ToString() : null);
            book = result.Book;
        }

        await DoAsync(
            Operation.Post(table.Submitter, new Wei(1), Garbage.Header(5, 5), Garbage.Root(0), Garbage.Root(1), terms));
        await DoAsync(Operation.Lock(table.Solver, terms.Stake, 1));
        await DoAsync(Operation.Claim(table.Solver, 1, Garbage.Roots(book.JobOf(1)), 1));
        var claim = book.JobOf(1).TraceRoot;
        for (var n = 0u; n < 8 * (MarketRules.MaxTier + 1); n++)
        {
            var bond = JobTerms.MinBond * (1UL << (int)(n / 8));
            if (n % 8 == 0)
                await DoAsync(Operation.Commit(table.Challenger, bond / 2, 1, 1, claim, n, Garbage.Root(n)), Reason.WrongValue);
            await DoAsync(Operation.Commit(table.Challenger, bond, 1, 1, claim, n, Garbage.Root(n)));
        }

        var next = JobTerms.MinBond * (1UL << (MarketRules.MaxTier + 1));
        await DoAsync(Operation.Commit(table.Challenger, next, 1, 1, claim, 999, Garbage.Root(1)), Reason.TooManyGames);
        (await market.DifferencesAsync(book, book.Games.Keys)).Should().BeEmpty();
    }

    private static async Task<Table> PreparedAsync()
    {
        // Block hashes draw verifiers: with the clock on the wall no two runs would be the same.
        var table = await Table.SetAsync(new AnvilOptions(TimestampSeconds: 1_800_000_000));
        await table.PaceAsync(1);
        foreach (var account in table.Accounts) await table.Anvil.SetBalanceAsync(account, Purse);
        return table;
    }

    private async Task PlayAsync(Table table, Surroundings around, int seed)
    {
        var before = await table.SnapshotAsync();
        var market = new MarketChain(table);
        var gamblers = new Gamblers(seed, new GameSite(table.ChainId, table.Market), table.Accounts, around);
        for (var i = 0; i < Operations; i++)
        {
            var head = await HeadAsync(table);
            await LookUpSeedsAsync(table, gamblers, head.Block);
            var (operation, moment) = gamblers.Next(head);
            var result = operation.Rule(gamblers.Book, moment.Now, moment.Block);
            if (!result.IsRefused && moment.Block > head.Block + 1)
            {
                // It may be accepted there: so the chain has to get there.
                moment = await MineUpToAsync(table, moment);
                await LookUpSeedsAsync(table, gamblers, moment.Block - 1);
                result = operation.Rule(gamblers.Book, moment.Now, moment.Block);
            }

            var expected = result.IsRefused ? result.Reason.ToString() : null;
            var where = $"seed {seed}, operation {i}: {operation.Name} at {moment}";
            var actual = await market.TryAsync(operation, moment.Now, moment.Block, result.IsRefused);
            actual.Should().Be(expected, where);
            Note($"{operation.Name} {expected ?? Accepted(operation, gamblers.Book, result.Book)}");
            if (result.IsRefused) continue;

            gamblers.Learn(result, operation.Name is "commit" or "contest" ? gamblers.Committing : null);
            (await market.DifferencesAsync(gamblers.Book, gamblers.Games, gamblers.Verdicts)).Should().BeEmpty(where);
        }

        await table.RevertAsync(before);
    }

    /// <summary>The hashes that the contract will see, where a draw may need them.</summary>
    private static async Task LookUpSeedsAsync(Table table, Gamblers gamblers, ulong newest)
    {
        foreach (var block in gamblers.UnknownSeeds(newest))
        {
            var found = await table.Anvil.Rpc.CallAsync(
                "eth_getBlockByNumber", ["0x" + block.ToString("x", CultureInfo.InvariantCulture), false], default);
            gamblers.KnowHash(block, Hash32.FromHex(found.GetProperty("hash").GetString()!));
        }
    }

    private static async Task<Moment> HeadAsync(Table table)
    {
        var head = await table.Chain.HeadAsync(default);
        return new Moment(new Timestamp(head.TimestampSeconds), head.Number.Value);
    }

    private static async Task<Moment> MineUpToAsync(Table table, Moment moment)
    {
        var head = await HeadAsync(table);
        var blocks = moment.Block - 1 - head.Block;
        await table.Anvil.Rpc.CallAsync("anvil_mine", ["0x" + blocks.ToString("x", CultureInfo.InvariantCulture), "0x1"], default);
        head = await HeadAsync(table);
        return new Moment(moment.Now > head.Now ? moment.Now : head.Now + 1, head.Block + 1);
    }

    private static string Accepted(Operation operation, MarketBook before, MarketBook after)
    {
        if (operation.Name == "drawSeed")
            return after.Audits.Any(a => a.Value.Seed != before.Audits[a.Key].Seed) ? "accepted" : "postponed accepted";
        if (operation.Name == "undelivered")
            return after.Jobs.Any(j => j.Value.State != before.Jobs[j.Key].State) ? "at last accepted" : "at first accepted";
        if (operation.Name != "timeout") return "accepted";
        var fell = after.Jobs.Any(j => j.Value.State == JobState.Slashed && before.Jobs[j.Key].State == JobState.Claimed);
        return fell ? "of the solver accepted" : "of the challenger accepted";
    }

    private void Note(string outcome) => _outcomes[outcome] = _outcomes.GetValueOrDefault(outcome) + 1;

    private int Count(string ending) => _outcomes.Where(o => o.Key.EndsWith(ending, StringComparison.Ordinal)).Sum(o => o.Value);

    private void Print()
    {
        foreach (var (outcome, count) in _outcomes) output.WriteLine($"{count,6}  {outcome}");
        output.WriteLine($"{_outcomes.Values.Sum(),6}  operations, {Count(" accepted")} of them accepted");
    }

    private static readonly string[] Names =
    [
        "post", "postSigned", "postSigned with a permit", "revokeOffer", "deposit", "approve", "withdrawToken", "cancel", "lock", "lock with a proof", "claim", "expire", "finalize", "withdraw", "sweep", "commit", "open", "dissect",
        "timeout of the solver", "timeout of the challenger", "release", "releaseCommitment", "forfeit",
        "stakeVerifier", "unstakeVerifier", "withdrawVerifierStake", "drawSeed", "drawSeed postponed", "pass", "unavailable", "contest",
        "collect of Pass", "collect of Unavailable", "acknowledge", "undelivered at first", "undelivered at last",
    ];

    /// <summary>Every refusal of the market, and those of the moves that are made here; TooManyGames has its own test.</summary>
    private static readonly Reason[] Reachable =
    [
        Reason.TermsOutOfRange, Reason.MalformedHeader, Reason.WrongLength, Reason.WrongValue, Reason.NotOpen, Reason.NotSubmitter,
        Reason.DeadlinePassed, Reason.NotLocked, Reason.WrongCount, Reason.WrongStart, Reason.DeadlineNotPassed, Reason.NotClaimed,
        Reason.WindowOpen, Reason.GamesOpen, Reason.NothingToWithdraw, Reason.WindowClosed, Reason.NonceUsed,
        Reason.CommitmentUnknown, Reason.OpenedTooEarly, Reason.OpenedTooLate, Reason.NoSuchSegment, Reason.WrongOpening,
        Reason.SameEnd, Reason.StateUnknown, Reason.ClockExpired, Reason.ClockRunning, Reason.NothingToCut, Reason.RoundOver,
        Reason.RoundRunning, Reason.CommitmentAlive, Reason.NotAllowed, Reason.TokenRefused, Reason.WrongAmount,
        Reason.OfferExpired, Reason.OfferUsed, Reason.BadSignature, Reason.InsufficientBalance,
        Reason.NotAudited, Reason.SeedDrawn, Reason.SeedTooEarly, Reason.SeedMissing, Reason.NotDrawn, Reason.VerdictGiven,
        Reason.AuditFull, Reason.InsufficientStake, Reason.StillUnbonding, Reason.VerdictUnknown, Reason.NotDelivered, Reason.Delivered,
    ];
}
