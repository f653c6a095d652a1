using System.Diagnostics;
using Marketplace.Primitives;
using Marketplace.Protocol;
using Marketplace.Protocol.Disputes;
using Marketplace.Simulation.Actors;
using Marketplace.Simulation.Exhaustive;
using Xunit.Abstractions;

namespace Marketplace.Scenarios.Tests.Exhaustive;

/// <summary>All games about tiny programs on the compiled contract, move for move with the rules in C#. One accepted
/// move of fifty is sent as a transaction, too; in the long run (MARKET_LONG=1) one of five.</summary>
public sealed class ExhaustiveChainTests(ITestOutputHelper output)
{
    private static int OneSentOf => Environment.GetEnvironmentVariable("MARKET_LONG") == "1" ? 5 : 50;

    public static TheoryData<int> Programs => [.. Enumerable.Range(0, TinyPrograms.All.Count)];

    [Theory]
    [MemberData(nameof(Programs))]
    public async Task EveryMoveOfTheTree_IsAnsweredAlike(int program)
    {
        var scene = TinyPrograms.All[program];
        await using var chain = await ChainReferee.SetAsync(scene, OneSentOf);
        foreach (var pace in (Pace[])[Pace.AtOnce, Pace.AtTheLastSecond])
        {
            var transcript = new Transcript(new RulesReferee());
            new GameTree(scene, transcript, pace).Walk().Faults.Should().BeEmpty();
            var watch = Stopwatch.StartNew();
            await chain.HoldAsync(transcript);
            output.WriteLine(
                $"{scene.Name}, {pace}: {transcript.States} states, {transcript.Openings.Count} openings, "
                + $"{transcript.Moves.Count} moves and timeouts in {watch.Elapsed.TotalSeconds:F1} s");
        }

        output.WriteLine($"{scene.Name}: {chain.Sent} sent; {chain.Tally}");
        chain.Tally.Disagreements.Should().BeEmpty();
        chain.Sent.Should().BePositive();
        chain.Tally.Answers.Keys.Should().Contain(
            ["moved", "decided", nameof(Reason.ClockExpired), nameof(Reason.ClockRunning), nameof(Reason.StateUnknown)]);
    }

    /// <summary>Rules with one fault each: the contract has to contradict them.</summary>
    [Fact]
    public async Task RulesThatErr_AreFoundOut()
    {
        var scene = TinyPrograms.All[1];
        await using var chain = await ChainReferee.SetAsync(scene, OneSentOf);
        var transcript = new Transcript(new Bent());
        _ = new GameTree(scene, transcript, Pace.AtOnce).Walk();
        await chain.HoldAsync(transcript);

        var found = chain.Tally.Disagreements;
        output.WriteLine($"{chain.Tally}");
        found.Should().Contain(d => d.Contains("C# WrongContext, contract WrongAlphabet"));
        found.Should().Contain(d => d.Contains("C# moved", StringComparison.Ordinal));
        found.Should().Contain(d => d.Contains("C# decided", StringComparison.Ordinal));
    }

    /// <summary>One reason for another, a second more on the clock, and the loser for the winner.</summary>
    private sealed class Bent : IReferee
    {
        private readonly RulesReferee _rules = new();

        public Answer Open(GameState fresh, byte[] opening, ClaimedJob job, Address challenger, Timestamp now) =>
            _rules.Open(fresh, opening, job, challenger, now);

        public Answer Apply(Turn turn, Address sender, Timestamp now, Hash32 stored)
        {
            var answer = _rules.Apply(turn, sender, now, stored);
            if (answer.Reason == Reason.WrongAlphabet) return answer with { Reason = Reason.WrongContext };
            if (answer.Winner is { } winner)
                return answer with { Winner = winner == GameTree.Solver ? GameTree.Challenger : GameTree.Solver };
            if (answer.Next is not { } next) return answer;
            var later = next.Decoded with { Deadline = next.Decoded.Deadline + 1 };
            return answer with { Next = next with { State = later.Encode() } };
        }

        public Answer Timeout(byte[] state, Address mover, Timestamp now, Hash32 stored) => _rules.Timeout(state, mover, now, stored);
    }
}
