using System.Text.Json.Nodes;
using Marketplace.Chain;
using Marketplace.Chain.Generated;
using Marketplace.Primitives;
using Marketplace.Protocol.Disputes;
using Marketplace.Protocol.Market;
using Marketplace.Scenarios.Tests.Market;
using Xunit.Abstractions;

namespace Marketplace.Scenarios.Tests.Deadlines;

/// <summary>Every function in every state of a job, one second (or block) before, at and after each deadline: the contract's
/// answer is the rules', and the rules' is what docs/protocol.md says.</summary>
public sealed class DeadlineTests(ITestOutputHelper output)
{
    private static readonly IReadOnlyList<string> s_calls = [.. Calls.OfMarket, .. Calls.OfGame, .. Calls.OfVerifiers];

    private readonly SortedDictionary<string, int> _answers = new(StringComparer.Ordinal);

    /// <summary>How often the contract's answer changed right after a deadline of this name.</summary>
    private readonly SortedDictionary<string, int> _changes = new(StringComparer.Ordinal);

    [Fact]
    public async Task EveryCallBesideEveryDeadline_IsAnsweredAlike()
    {
        await using var table = await Table.SetAsync();
        var situations = Situation.All(new GameSite(table.ChainId, table.Market), table.Accounts, await HeadAsync(table));
        var (disagreements, prices) = (new List<string>(), 0);
        foreach (var situation in situations)
        {
            var before = await table.SnapshotAsync();
            await ReplayAsync(table, situation);
            disagreements.AddRange(await DisagreementsAsync(table, situation));
            if (situation.Life.Record.IsUnheld) prices += await HoldPricesAsync(table, situation);
            await table.RevertAsync(before);
        }

        output.WriteLine($"{_answers.Values.Sum()} (state, function, time) triples in {situations.Count} states, {prices} prices: "
            + string.Join(", ", _answers.Select(a => $"{a.Key} {a.Value}")));
        output.WriteLine("changes: " + string.Join(", ", _changes.Select(c => $"after {c.Key} {c.Value}")));
        disagreements.Should().BeEmpty();
        _changes.Keys.Should().BeEquivalentTo(
            "delivery", "the window", "closing", "the clock", "its block", "256 more", "the seed's block", "the pass's window", "unbonding");
        _answers.Values.Sum().Should().BeGreaterThan(2_000);
        prices.Should().BeGreaterThan(20);
    }

    private static async Task ReplayAsync(Table table, Situation situation)
    {
        foreach (var (operation, at) in situation.Life.Done)
        {
            await table.NextBlockAtAsync(at.Now);
            var receipt = await table.SendAsync(operation.Sender, await OnChainAsync(table, operation), operation.Value);
            receipt.Block.Value.Should().Be(at.Block, "the rules were told this block");
        }
    }

    private async Task<IReadOnlyList<string>> DisagreementsAsync(Table table, Situation situation)
    {
        var asked = new List<(string Call, Operation Operation, byte[] Data, Question Question)>();
        foreach (var call in s_calls)
        {
            var operation = Calls.Of(call, situation.Life);
            var data = (await OnChainAsync(table, operation)).Encode();
            asked.AddRange(situation.Questions.Select(q => (call, operation, data, q)));
        }

        var answers = await table.Batch.AskAsync(
            [.. asked.Select(a => ("eth_call", Parameters(table.Market, a.Operation, a.Data, a.Question.At)))]);
        var (disagreements, last) = (new List<string>(), "");
        for (var i = 0; i < asked.Count; i++)
        {
            var (call, operation, _, question) = asked[i];
            var result = operation.Rule(situation.Life.Book, question.At.Now, question.At.Block);
            var ours = result.IsRefused ? result.Reason.ToString() : "accepted";
            var theirs = RpcBatch.Refusal(answers[i]) is { } data ? ComputeMarket.Errors.Decode(data).Name : "accepted";
            _answers[ours] = _answers.GetValueOrDefault(ours) + 1;
            if (question.Beside == 1 && theirs != last) _changes[question.Deadline] = _changes.GetValueOrDefault(question.Deadline) + 1;
            last = theirs;
            if (ours != theirs) disagreements.Add($"{situation.Name}, {call}, {question}: C# {ours}, contract {theirs}");
        }

        return disagreements;
    }

    /// <summary>The price and the delivery deadline of a lock beside each deadline, to the wei and to the second (M2): the price
    /// rises until the ramp's end and no longer.</summary>
    private static async Task<int> HoldPricesAsync(Table table, Situation situation)
    {
        var times = situation.Questions.Where(q => situation.Deadlines.Any(d => d.Name == q.Deadline) && q.At.Now <= Closing(situation)).ToList();
        var operation = Calls.Of("lock", situation.Life);
        var answers = await Rehearsal.AskAsync(table.Batch, table.Market, [.. times.Select(q => (IReadOnlyList<RehearsedBlock>)
            [new([new(operation.Sender, operation.Call, operation.Value)], q.At.Now)])]);
        for (var i = 0; i < times.Count; i++)
        {
            answers[i].Single().Refusal.Should().BeNull("a job is open until it closes");
            var locked = ComputeMarket.JobLockedEvent.Decode(answers[i].Single().Logs.Single());
            var job = operation.Rule(situation.Life.Book, times[i].At.Now, times[i].At.Block).Book.JobOf(Life.Job);
            (locked.Price, locked.Deadline, locked.Round).Should().Be((job.Price.Value, job.Deadline.Seconds, job.Round));
            if (times[i].Deadline == "the ramp")
                (locked.Price == job.Terms.MaxPrice.Value).Should().Be(times[i].Beside >= 0, "the ramp ends at its end");
        }

        return times.Count;
    }

    private static Timestamp Closing(Situation situation) => situation.Life.Record.Terms.ClosesAt;

    private static async Task<Moment> HeadAsync(Table table)
    {
        var head = await table.Chain.HeadAsync(default);
        // The lives begin later than any block so far.
        return new Moment(new Timestamp(head.TimestampSeconds + 100), head.Number.Value);
    }

    /// <summary>What the chain is asked instead: its blocks have other hashes than the rules', so seeds are others, and with them
    /// the numbers that passes have as records (B21).</summary>
    private static async Task<IContractCall> OnChainAsync(Table table, Operation operation)
    {
        if (operation.Call is not ComputeMarket.ContestCall contest) return operation.Call;
        var key = GivenVerdict.KeyOf(contest.Job, contest.Round, contest.Draw, contest.Interval, contest.Verifier);
        var verdict = await table.Chain.ReadAsync(table.Market, new ComputeMarket.GetVerdictCall(key), default);
        return contest with { Id = verdict.ContestedAs };
    }

    private static JsonArray Parameters(Address market, Operation operation, byte[] data, Moment at) =>
    [
        new JsonObject
        {
            ["from"] = operation.Sender.ToString(),
            ["to"] = market.ToString(),
            ["data"] = Hex.Data(data),
            ["value"] = Hex.Quantity(operation.Value.Value),
        },
        "latest",
        new JsonObject(),
        new JsonObject { ["time"] = Hex.Quantity(at.Now.Seconds), ["number"] = Hex.Quantity(at.Block) },
    ];
}
