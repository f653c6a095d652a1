using System.Security.Cryptography;
using Marketplace.Numerics;
using Marketplace.Operators;
using Marketplace.Primitives;
using Marketplace.Programs;
using Marketplace.Programs.Jobs;
using Marketplace.Programs.Specs;
using Marketplace.Programs.Training;
using Marketplace.Programs.Weights;
using Xunit.Abstractions;

namespace Marketplace.PyTorch.Tests;

/// <summary>Files go both ways by name alone. PyTorch loads ours with strict=True in every request.</summary>
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
        var plan = family.Plan(12);
        var ours = new Ours(family, plan).Run();
        var theirs = torch.Do("forward", Description.Of(family, plan), ours.Now);
        var weights = ours.Parameters.ToDictionary(p => p.Name, p => ours[p.Name]);
        var difference = Difference.Relative(Ours.Outputs(family, family.Batch, weights), theirs["outputs"]);
        output.WriteLine($"{name}: outputs {difference:e2}");
        difference.Should().BeLessThanOrEqualTo(1e-5);
    }

    [TorchFact]
    public void AFileThatLacksATensor_OrHasAForeignOne_IsRefusedThere()
    {
        var family = Family.Gpt2();
        var request = Description.Of(family, family.Plan(1, s_rule, s_rate));
        NamedTensor[] start = [.. new Ours(family, family.Plan(1, s_rule, s_rate)).Start];
        var missing = () => torch.Do("forward", request, start.Where(t => t.Name != "transformer.ln_f.bias"));
        missing.Should().Throw<InvalidOperationException>().WithMessage("*Missing key*transformer.ln_f.bias*");
        var head = new NamedTensor("lm_head.weight", [48, 64], new Tensor(ElementType.F32, Shape.Of(48, 64)));
        var foreign = () => torch.Do("forward", request, start.Append(head));
        foreign.Should().Throw<InvalidOperationException>().WithMessage("*Unexpected key*lm_head.weight*");
    }

    [TorchTheory]
    [MemberData(nameof(Family.Names), MemberType = typeof(Family))]
    public void TheirFile_GoesOnTrainingHere_AsItDoesThere(string name)
    {
        var family = Family.Named(name);
        // One order, so that the steps after the break are those of a run without one.
        var order = SyntheticData.Order(Before + After, family.Batch, family.Plan(1).Records);
        Train(family, Before, order, withFiles: true);
        var unbroken = Train(family, Before + After, order, withFiles: false);

        var plan = family.Plan(After, s_rule, s_rate);
        var given = new Dictionary<string, Tensor>();
        var (weights, moments) = (Stored("model.safetensors"), Stored("moments.safetensors"));
        JobWeights.Read(
            plan, new WeightFiles([new("model.safetensors", weights.File)], moments.File),
            file => file == weights.File ? weights.Bytes : moments.Bytes, given);
        var here = new Ours(family, plan, given, Part(order, Before, After)).Run();

        var pairs = Difference.Floats(here[TrainingSlots.Loss])
            .Zip(Difference.Floats(unbroken["losses"]).Skip((int)Before));
        var differences = pairs.Select(p => Math.Abs((double)p.First - p.Second) / p.Second).ToList();
        output.WriteLine($"{name}: at most {differences.Max():e2}");
        differences.Should().HaveCount((int)After).And.OnlyContain(d => d < 1e-3);
    }

    /// <summary>PyTorch's training from the first weights on.</summary>
    private SortedDictionary<string, Tensor> Train(Family family, uint steps, Tensor order, bool withFiles)
    {
        var plan = family.Plan(steps, s_rule, s_rate);
        var request = Description.Of(family, plan);
        if (withFiles)
        {
            request["files"] = new
            {
                Weights = torch.At("model.safetensors"),
                Moments = torch.At("moments.safetensors"),
                Powers = new[] { Math.Pow(s_rule.Beta1, steps), Math.Pow(s_rule.Beta2, steps) },
            };
        }

        return torch.Do("train", request, new Ours(family, plan, order: Part(order, 0, steps)).Start);
    }

    private (Artifact File, byte[] Bytes) Stored(string name)
    {
        var bytes = File.ReadAllBytes(torch.At(name));
        return (new Artifact(new Hash32(SHA256.HashData(bytes)), bytes.Length), bytes);
    }

    private static Tensor Part(Tensor order, uint from, uint steps)
    {
        var batch = (int)order.Shape.D3;
        return new(
            order.Type, new Shape(1, 1, steps, (uint)batch),
            order.Words.AsSpan((int)from * batch, (int)steps * batch).ToArray());
    }
}
