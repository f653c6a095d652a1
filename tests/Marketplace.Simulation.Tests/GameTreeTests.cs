using Marketplace.Protocol;
using Marketplace.Simulation.Actors;
using Marketplace.Simulation.Casting;
using Marketplace.Simulation.Exhaustive;
using Xunit.Abstractions;

namespace Marketplace.Simulation.Tests;

/// <summary>All games about tiny programs.</summary>
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
        report.Refusals.Keys.Should().Contain([Reason.ClockExpired, Reason.ClockRunning, Reason.NoSuchSegment, Reason.StateUnknown]);
    }
}
