using Marketplace.Primitives;
using Marketplace.Protocol;
using Marketplace.Protocol.Disputes;
using Marketplace.Simulation.Actors;
using Marketplace.Simulation.Exhaustive;
using Xunit.Abstractions;

namespace Marketplace.Simulation.Tests;

/// <summary>All games about tiny programs, and referees whose one fault the walk has to find.</summary>
public sealed class GameTreeTests(ITestOutputHelper output)
{
    public static TheoryData<int, Pace> Trees
    {
        get
        {
            var data = new TheoryData<int, Pace>();
            for (var i = 0; i < TinyPrograms.All.Count; i++)
            {
                data.Add(i, Pace.AtOnce);
                data.Add(i, Pace.AtTheLastSecond);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Trees))]
    public void WhoeverIsHonestThroughout_Wins(int program, Pace pace)
    {
        var scene = TinyPrograms.All[program];
        TinyPrograms.Units(scene.Program).Should().BeLessThanOrEqualTo(TinyPrograms.MostUnits);
        var report = new GameTree(scene, new RulesReferee(), pace).Walk();
        output.WriteLine($"{scene.Name}, {TinyPrograms.Units(scene.Program)} units, {pace}: {report}");

        report.Faults.Should().BeEmpty();
        report.Proofs.Should().BePositive("the referee itself has the last word in some games");
        report.States.Should().BeGreaterThan(20);
        report.Refusals.Keys.Should().Contain(
            [Reason.ClockExpired, Reason.ClockRunning, Reason.NoSuchSegment, Reason.StateUnknown, Reason.ProvesNothing]);
    }

    [Theory]
    [InlineData(Reason.ProvesNothing, "an honest player loses by a proof")]
    [InlineData(Reason.ClockRunning, "may end True")]
    [InlineData(Reason.ClockExpired, "may move True")]
    [InlineData(Reason.StateUnknown, "the waiting side is heard")]
    public void ARefereeThatForgetsOneRefusal_IsFoundOut(Reason forgotten, string fault)
    {
        var walks = TinyPrograms.All.Take(2).Select(scene => new GameTree(scene, new Forgetful(forgotten), Pace.AtOnce).Walk());
        walks.SelectMany(report => report.Faults).Should().Contain(f => f.Contains(fault));
    }

    [Fact]
    public void ARefereeThatLosesAMove_IsFoundOut() =>
        new GameTree(TinyPrograms.All[0], new Standing(), Pace.AtOnce).Walk().Faults
            .Should().Contain(f => f.Contains("does not narrow"));

    [Fact]
    public void ARefereeThatRefusesWhatIsRight_IsFoundOut() =>
        new GameTree(TinyPrograms.All[1], new Deaf(), Pace.AtOnce).Walk().Faults.Should().Contain(f => f.Contains("honest move is refused"));

    /// <summary>Says yes where one refusal would be due: the sender, or who waits, has won.</summary>
    private sealed class Forgetful(Reason forgotten) : Altered
    {
        public override Answer Apply(Turn turn, Address sender, Timestamp now, Hash32 stored) =>
            Forgot(base.Apply(turn, sender, now, stored), sender);

        public override Answer Timeout(byte[] state, Address mover, Timestamp now, Hash32 stored) =>
            Forgot(base.Timeout(state, mover, now, stored), GameState.Decode(state)!.Waiting);

        private Answer Forgot(Answer answer, Address winner) =>
            answer.Reason == forgotten ? new Answer(Reason.None, null, winner) : answer;
    }

    /// <summary>Accepts moves and leaves the game as it is.</summary>
    private sealed class Standing : Altered
    {
        public override Answer Apply(Turn turn, Address sender, Timestamp now, Hash32 stored)
        {
            var answer = base.Apply(turn, sender, now, stored);
            return answer.Next is null ? answer : answer with { Next = answer.Next with { State = turn.State } };
        }
    }

    /// <summary>Hears no proof.</summary>
    private sealed class Deaf : Altered
    {
        public override Answer Apply(Turn turn, Address sender, Timestamp now, Hash32 stored) =>
            turn.Kind == MoveKind.Prove ? new Answer(Reason.WrongOpening, null, null) : base.Apply(turn, sender, now, stored);
    }

    private abstract class Altered : IReferee
    {
        private readonly RulesReferee _rules = new();

        public Answer Open(GameState fresh, byte[] opening, ClaimedJob job, Address challenger, Timestamp now) =>
            _rules.Open(fresh, opening, job, challenger, now);

        public virtual Answer Apply(Turn turn, Address sender, Timestamp now, Hash32 stored) => _rules.Apply(turn, sender, now, stored);

        public virtual Answer Timeout(byte[] state, Address mover, Timestamp now, Hash32 stored) =>
            _rules.Timeout(state, mover, now, stored);
    }
}
