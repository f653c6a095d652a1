using Marketplace.Operators;
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

        differences.Should().OnlyContain(d => d < 1e-3);
        last.Should().BeLessThan(0.7f * first, "a loss that does not fall proves nothing");

        var weights = ours.Parameters.ToDictionary(
            p => p.Name,
            p => Difference.Relative(Seen(p.Name, ours[p.Name]), Seen(p.Name, theirs["weight." + p.Name])));
        output.WriteLine($"{name}: weights at most {weights.Values.Max():e2}");
        weights.Should().OnlyContain(w => w.Value < 1e-4);
    }

    /// <summary>A tensor without what no loss sees: softmax is the same whatever is added to all keys, so the gradient
    /// of their bias, the middle third, is rounding noise, which Adam makes large.</summary>
    private static Tensor Seen(string name, Tensor weight)
    {
        if (!name.EndsWith(".c_attn.bias", StringComparison.Ordinal)) return weight;
        var third = weight.Columns / 3;
        return new(weight.Type, Shape.Of(2 * third), [.. weight.Words[..third], .. weight.Words[(2 * third)..]]);
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
