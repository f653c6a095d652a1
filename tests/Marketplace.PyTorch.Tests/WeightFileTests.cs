using Marketplace.Numerics;
using Marketplace.Operators;
using Marketplace.Programs.Training;
using Xunit.Abstractions;

namespace Marketplace.PyTorch.Tests;

/// <summary>Files go both ways by name alone. That theirs loads ours with strict=True is part of every request.</summary>
[Collection(PyTorchCollection.Name)]
public sealed class WeightFileTests(PyTorch torch, ITestOutputHelper output)
{
    private const uint Before = 6, After = 20;

    private static readonly RateSchedule s_rate = new(RateForm.Constant, 1e-3f, 0, 0);
    private static readonly AdamWRule s_rule = new(0.9f, 0.95f, 1e-8f, 0.1f);

    [TorchTheory]
    [MemberData(nameof(Family.Names), MemberType = typeof(Family))]
    public void OurFile_LoadsThere_AndGivesTheSameOutputs(string name)
    {
        var family = Family.Named(name);
        var plan = family.Plan(12) with { CheckpointEvery = 12 };
        var ours = new Ours(family, plan).Run();
        var weights = ours.Parameters.ToDictionary(p => p.Name, p => ours[p.Name]);
        var theirs = torch.Do("forward", Description.Of(family, plan), weights.Concat(family.Data));
        var difference = Difference.Relative(Ours.Outputs(family, family.Batch, weights), theirs["outputs"]);
        output.WriteLine($"{name}: outputs {difference:e2}");
        difference.Should().BeLessThanOrEqualTo(1e-5);
    }

    [TorchFact]
    public void AFileThatLacksATensor_OrHasAForeignOne_IsRefusedThere()
    {
        var family = Family.Gpt2();
        var plan = family.Plan(1, s_rule, s_rate);
        var start = new Ours(family, plan).Start.ToList();
        var missing = () => torch.Do("forward", Description.Of(family, plan), start.Where(t => t.Key != "transformer.ln_f.bias"));
        missing.Should().Throw<InvalidOperationException>().WithMessage("*Missing key*transformer.ln_f.bias*");
        var foreign = () => torch.Do("forward", Description.Of(family, plan), start.Append(new("lm_head.weight", new(ElementType.F32, Shape.Of(48, 64)))));
        foreign.Should().Throw<InvalidOperationException>().WithMessage("*Unexpected key*lm_head.weight*");
    }

    [TorchTheory]
    [MemberData(nameof(Family.Names), MemberType = typeof(Family))]
    public void TheirFile_GoesOnTrainingHere_AsItDoesThere(string name)
    {
        var family = Family.Named(name);
        // One order, so that the steps after the break are those of a run without one.
        var order = SyntheticData.Order(Before + After, family.Batch, family.Plan(1).Records);
        Tensor Part(uint from, uint count) => new(
            order.Type, new Shape(1, 1, count, family.Batch), order.Words[(int)(from * family.Batch)..(int)((from + count) * family.Batch)]);
        SortedDictionary<string, Tensor> Train(uint steps) => torch.Do(
            "train", Description.Of(family, family.Plan(steps, s_rule, s_rate)),
            new Ours(family, family.Plan(steps, s_rule, s_rate), order: Part(0, steps)).Start);

        var there = Train(Before);
        var given = new Dictionary<string, Tensor>
        {
            [OptimizerGraph.Power1] = Power(s_rule.Beta1),
            [OptimizerGraph.Power2] = Power(s_rule.Beta2),
        };
        foreach (var p in new Ours(family, family.Plan(1, s_rule, s_rate)).Parameters)
        {
            given[p.Name] = there["weight." + p.Name];
            given[OptimizerGraph.First(p.Name)] = there["first." + p.Name];
            given[OptimizerGraph.Second(p.Name)] = there["second." + p.Name];
        }

        var here = new Ours(family, family.Plan(After, s_rule, s_rate), given, Part(Before, After)).Run();
        var differences = Difference.Floats(here[TrainingSlots.Loss])
            .Zip(Difference.Floats(Train(Before + After)["losses"]).Skip((int)Before), (a, b) => Math.Abs((double)a - b) / b).ToList();
        output.WriteLine($"{name}: at most {differences.Max():e2}");
        differences.Should().HaveCount((int)After).And.OnlyContain(d => d < 1e-3);
    }

    private static Tensor Power(float beta) => Tensor.Floats(Shape.Of(1), (float)Math.Pow(beta, Before));
}
