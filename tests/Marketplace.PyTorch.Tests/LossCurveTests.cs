using Marketplace.Programs.Training;
using Xunit.Abstractions;

namespace Marketplace.PyTorch.Tests;

[Collection(PyTorchCollection.Name)]
public sealed class LossCurveTests(PyTorch torch, ITestOutputHelper output)
{
    private const uint Steps = 200;

    [TorchTheory]
    [MemberData(nameof(Family.Names), MemberType = typeof(Family))]
    public void EveryStepsLoss_IsPyTorchs_WhileTheModelLearns(string name)
    {
        var family = Family.Named(name);
        var plan = family.Plan(Steps);
        var ours = new Ours(family, plan);
        var theirs = torch.Do("train", Description.Of(family, plan), ours.Start);
        float[] own = [.. Difference.Floats(ours.Run()[TrainingSlots.Loss])];
        float[] other = [.. Difference.Floats(theirs["losses"])];
        own.Should().HaveCount((int)Steps).And.HaveSameCount(other);

        var differences = own.Zip(other, (a, b) => Math.Abs((double)a - b) / b).ToList();
        var (first, last) = (own.Take(10).Average(), own.TakeLast(10).Average());
        output.WriteLine($"{name}: at most {differences.Max():e2} at step {differences.IndexOf(differences.Max())}");
        output.WriteLine($"{name}: loss {first:f3} to {last:f3}, {1 - (last / first):p0} less");
        foreach (var p in ours.Parameters)
            output.WriteLine($"  {p.Name}: weights {Difference.Relative(ours[p.Name], theirs["weight." + p.Name]):e2}");

        differences.Should().OnlyContain(d => d < 1e-3);
        last.Should().BeLessThan(0.7f * first, "a loss that does not fall proves nothing");
    }

    [TorchTheory]
    [InlineData(RateForm.Constant, 7u)]
    [InlineData(RateForm.Linear, 20u)]
    [InlineData(RateForm.Cosine, 0u)]
    public void LearningRates_AreThoseOfTheFormula(RateForm form, uint warmUp)
    {
        var family = Family.Mlp();
        var plan = family.Plan(60, new SgdRule(0), new RateSchedule(form, 1e-2f, warmUp, 1e-4f));
        var theirs = torch.Do("train", Description.Of(family, plan), new Ours(family, plan).Start)["rates"];
        // Every term is as large as the highest rate, and rounded to float32; PyTorch's are computed in binary64.
        Difference.Floats(RateTable.Of(plan.Rate, plan.Updates)).Zip(Difference.Floats(theirs))
            .Should().HaveCount(60).And.OnlyContain(r => Math.Abs(r.First - r.Second) <= 2e-7 * plan.Rate.Rate);
    }
}
