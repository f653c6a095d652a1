using System.Numerics;
using Marketplace.Programs.Models;

namespace Marketplace.Programs.Tests.Specs;

using Marketplace.Programs.Specs;

/// <summary>The closed formulas give the numbers that the models are known by.</summary>
public sealed class SpecCostTests
{
    /// <summary>GPT-2's published 124,439,808 parameters; the others counted by hand.</summary>
    [Theory]
    [InlineData("mlp", 64 * 32 + 32 + 32 * 10 + 10, 2, 3 * 32 * (64 * 32 + 32 * 10) + 4 * 2410L)]
    [InlineData("cnn", 80 + 1168 + 2080 + 330, 3, 3 * 32 * (8 * 9 * 64 + 16 * 72 * 16 + 64 * 32 + 32 * 10) + 4 * 3658L)]
    [InlineData("gpt2", 124439808, 4, 3 * 1024 * (12 * (12 * 768 * 768 + 2 * 256 * 768) + 50257 * 768L) + 1024 * 50257 * 768L + 4 * 124439808L)]
    [InlineData("llama", 32000 * 288 + 13 * 288 + 6 * 884736, 4,
        3 * 1024 * (6 * (884736 + 2 * 256 * 288) + 32000 * 288L) + 1024 * 32000 * 288L + 4 * 14528160L)]
    [InlineData("onnx", 1048576, 1, 100 * 1048576L)]
    public void Of_ASample(string name, long parameters, int copies, long terms)
    {
        var cost = SpecCost.Of(SpecFiles.SampleSpec(name));
        cost.Should().Be(new SpecCost(parameters, 4 * copies * (BigInteger)parameters, terms));
    }

    [Fact]
    public void Of_TheLargestModel_DoesNotOverflow()
    {
        var largest = new Gpt2Config(1 << 24, 1 << 24, 1 << 20, 1024, 1, 1 << 20, Activation.Relu, 1, 0, 0, 0, false);
        var spec = SpecFiles.SampleSpec("gpt2") with { Model = new RegisteredModel(largest), Sequence = 1 << 24 };
        var cost = SpecCost.Of(spec);
        cost.Parameters.Should().BeGreaterThan(BigInteger.Pow(2, 52));
        cost.TermsPerStep.Should().BeGreaterThan(BigInteger.Pow(2, 78));
        cost.StateBytes.Should().Be(16 * cost.Parameters);
    }

    [Theory]
    [InlineData("maxBytes", SpecReason.TooMuchMemory, "19280")]
    [InlineData("maxTermsPerStep", SpecReason.TooMuchWork, "236968")]
    public void ALimit_HoldsToTheLastUnit(string limit, SpecReason reason, string least)
    {
        var old = limit == "maxBytes" ? "1048576" : "10000000";
        var below = (long.Parse(least, System.Globalization.CultureInfo.InvariantCulture) - 1).ToString(System.Globalization.CultureInfo.InvariantCulture);
        JobSpecReader.TryRead(SpecFiles.Spoilt("mlp", $"\"{limit}\": \"{old}\"", $"\"{limit}\": \"{least}\""), out _, out _).Should().BeTrue();
        JobSpecReader.TryRead(SpecFiles.Spoilt("mlp", $"\"{limit}\": \"{old}\"", $"\"{limit}\": \"{below}\""), out _, out var refusal).Should().BeFalse();
        (refusal!.Reason, refusal.Path).Should().Be((reason, "limits." + limit));
    }
}
