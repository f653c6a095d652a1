using Marketplace.Programs.Models;
using Marketplace.Programs.Training;
using Xunit.Abstractions;

namespace Marketplace.PyTorch.Tests;

/// <summary>The gradients of the first step. Momentum after that step is the gradient itself, and is read.</summary>
[Collection(PyTorchCollection.Name)]
public sealed class FirstGradientTests(PyTorch torch, ITestOutputHelper output)
{
    private const double Bound = 1e-5;

    private static readonly SgdRule s_momentum = new(0.9f);
    private static readonly RateSchedule s_rate = new(RateForm.Constant, 0.1f, 0, 0);

    [TorchTheory]
    [MemberData(nameof(Family.Names), MemberType = typeof(Family))]
    public void EveryParametersGradient_IsPyTorchs(string name) => Compare(Family.Named(name), p => p);

    [TorchTheory]
    [InlineData(3)]
    [InlineData(1)]
    public void GradientsOfARegression_ArePyTorchs(int targets) => Compare(Family.Regression(targets), p => p);

    [TorchFact]
    public void GradientsOfUntiedWords_ArePyTorchs()
    {
        var tied = Family.Gpt2();
        Compare(tied with { Config = (Gpt2Config)tied.Config with { TieWordEmbeddings = false } }, p => p);
    }

    [TorchFact]
    public void GradientsOfTiedWords_ArePyTorchs()
    {
        var untied = Family.Llama();
        Compare(untied with { Config = (LlamaConfig)untied.Config with { TieWordEmbeddings = true } }, p => p);
    }

    [TorchTheory]
    [InlineData(Activation.Relu)]
    [InlineData(Activation.Silu)]
    [InlineData(Activation.Tanh)]
    public void GradientsThroughOtherActivations_ArePyTorchs(Activation activation)
    {
        var gelu = Family.Mlp();
        Compare(gelu with { Config = (MlpConfig)gelu.Config with { Activation = activation } }, p => p);
    }

    [TorchFact]
    public void FourSmallBatches_AreOneLargeBatch()
    {
        var family = Family.Mlp();
        var micro = family.Plan(4, s_momentum, s_rate) with { Accumulate = 4, Batch = family.Batch / 4 };
        var whole = family.Plan(1, s_momentum, s_rate);
        var order = SyntheticData.Order(1, family.Batch, whole.Records);
        var four = new Ours(family, micro, order: new(order.Type, new(1, 1, 4, micro.Batch), order.Words)).Run();
        var one = new Ours(family, whole, order: order);
        var theirs = torch.Do("train", Description.Of(family, whole), one.Start);
        one.Run();
        foreach (var p in four.Parameters)
        {
            var gradient = four[OptimizerGraph.Momentum(p.Name)];
            Difference.Relative(gradient, theirs["gradient." + p.Name]).Should().BeLessThan(Bound, p.Name);
            Difference.Relative(gradient, one[OptimizerGraph.Momentum(p.Name)]).Should().BeLessThan(Bound, p.Name);
            Difference.Relative(four[p.Name], theirs["weight." + p.Name]).Should().BeLessThan(Bound, p.Name);
        }
    }

    [TorchTheory]
    [InlineData(0.1f)]
    [InlineData(100f)]
    public void ClippedGradients_ArePyTorchs(float limit)
    {
        var norms = Compare(Family.Mlp(), plan => plan with { Clip = limit });
        norms.Ours.Should().BeApproximately(norms.Theirs, Bound * norms.Theirs);
        (norms.Theirs > limit).Should().Be(limit < 1, "one limit clips and the other does not");
    }

    private (double Ours, double Theirs) Compare(Family family, Func<TrainingPlan, TrainingPlan> change)
    {
        var plan = change(family.Plan(1, s_momentum, s_rate));
        var ours = new Ours(family, plan);
        var theirs = torch.Do("train", Description.Of(family, plan), ours.Start);
        ours.Run();
        var differences = ours.Parameters.ToDictionary(
            p => p.Name, p => Difference.Relative(ours[OptimizerGraph.Momentum(p.Name)], theirs["gradient." + p.Name]));
        foreach (var (name, difference) in differences) output.WriteLine($"{name}: {difference:e2}");
        output.WriteLine($"{family.Name}: at most {differences.Values.Max():e2}");
        differences.Should().OnlyContain(d => d.Value <= Bound);
        foreach (var p in ours.Parameters)
            Difference.Relative(ours[p.Name], theirs["weight." + p.Name]).Should().BeLessThan(Bound, p.Name);
        return plan.Clip is null
            ? default
            : (Difference.Floats(ours[TrainingSlots.Norm]).Single(), Difference.Floats(theirs["norms"]).Single());
    }
}
