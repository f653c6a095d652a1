using System.Security.Cryptography;
using System.Text;
using Marketplace.Operators;
using Marketplace.Programs;

namespace Marketplace.Programs.Tests;

public class JobSpecTests
{
    private static readonly string Canonical =
        """
        {"law":1,"model":{"kind":"mlp","layers":[4,128,3]},"batch":30,
        "optimizer":{"kind":"adam","rate":0.01,"beta1":0.9,"beta2":0.999,"epsilon":1e-8},
        "steps":320,"checkpointEvery":32,"seed":7,
        "data":{"features":"5fe7f977e71dba2ea1a68e21057beebb9be2ac30c6410aa38d4f3fbe41dcffd2",
        "labels":"f2ee15ea639b73fa3db9b34a245bdfa015c260c598b211bf05a1ecc4b3e3b4f2","rows":120,"columns":4,"classes":3}}
        """.Replace("\n", "");

    private static (JobSpec? Spec, string? Refusal) Read(string text)
    {
        JobSpecReader.TryRead(Encoding.UTF8.GetBytes(text), out var spec, out var refusal);
        return (spec, refusal);
    }

    [Fact]
    public void ToBytes_IsTheCanonicalForm()
    {
        Encoding.UTF8.GetString(Given.ReferenceJob.ToBytes()).Should().Be(Canonical);
        Given.ReferenceJob.Id.ToArray().Should().Equal(SHA256.HashData(Encoding.UTF8.GetBytes(Canonical)));
        JobSpecReader.TryReadCanonical(Given.ReferenceJob.ToBytes(), out var spec, out _).Should().BeTrue();
        spec.Should().Be(Given.ReferenceJob);
    }

    [Fact]
    public void APerson_MayWriteItAsSheLikes_ButAHashNamesOneForm()
    {
        var loose = Canonical.Replace(",", " ,\n  ").Replace("1e-8", "0.00000001").Replace("\"law\":1 ,\n  ", "").TrimEnd('}') + "},\"law\":1}";
        var (spec, refusal) = Read(loose);
        refusal.Should().BeNull();
        spec.Should().Be(Given.ReferenceJob);
        JobSpecReader.TryReadCanonical(Encoding.UTF8.GetBytes(loose), out _, out refusal).Should().BeFalse();
        refusal.Should().Be("The spec is not in its canonical form.");
    }

    [Fact]
    public void TheLargestSeed_IsKeptToTheLastDigit()
    {
        var (spec, _) = Read(Canonical.Replace("\"seed\":7", "\"seed\":18446744073709551615"));
        spec!.Seed.Should().Be(ulong.MaxValue);
    }

    [Theory]
    [InlineData("", "", "This is not JSON")]
    [InlineData("{\"law\"", "{\"law\" 1", "This is not JSON")]
    [InlineData("{\"law\"", "[{\"law\"", "This is not JSON")]
    [InlineData("\"law\":1,", "", "law is missing.")]
    [InlineData("\"law\":1,", "\"law\":1,\"law\":1,", "law stands there twice.")]
    [InlineData("\"law\":1,", "\"law\":1,\"code\":\"rm\",", "There is no member code.")]
    [InlineData("\"law\":1,", "\"law\":2,", "law has to be 1.")]
    [InlineData("\"law\":1,", "\"law\":\"1\",", "law has to be a whole number.")]
    [InlineData("\"kind\":\"mlp\"", "\"kind\":\"gpt\"", "model.kind has to be \"mlp\".")]
    [InlineData("\"kind\":\"mlp\"", "\"kind\":5", "model.kind has to be a text.")]
    [InlineData("[4,128,3]", "[4]", "model.layers has 2 to 64 entries, not 1.")]
    [InlineData("[4,128,3]", "[4,0,3]", "model.layers[1] has to be from 1 to 65536.")]
    [InlineData("[4,128,3]", "{\"a\":4}", "model.layers has to be a list.")]
    [InlineData("[4,128,3]", "[5,128,3]", "The first layer has to be as wide as data.columns.")]
    [InlineData("[4,128,3]", "[4,128,2]", "The last layer has to be as wide as data.classes.")]
    [InlineData("\"batch\":30", "\"batch\":30.0", "batch has to be a whole number.")]
    [InlineData("\"batch\":30", "\"batch\":-30", "batch has to be a whole number from 1 to 65536.")]
    [InlineData("\"batch\":30", "\"batch\":0", "batch has to be from 1 to 65536.")]
    [InlineData("\"batch\":30", "\"batch\":null", "batch has to be a whole number.")]
    [InlineData("\"rate\":0.01", "\"rate\":1e99", "optimizer.rate has to be a finite float32.")]
    [InlineData("\"rate\":0.01", "\"rate\":NaN", "This is not JSON")]
    [InlineData("\"rate\":0.01", "\"rate\":\"NaN\"", "optimizer.rate has to be a number.")]
    [InlineData("\"rate\":0.01", "\"rate\":-0.01", "optimizer.rate has to be above 0.")]
    [InlineData("\"rate\":0.01", "\"rate\":1e-60", "optimizer.rate has to be above 0.")]
    [InlineData("\"beta1\":0.9", "\"beta1\":1", "optimizer.beta1 has to be at least 0 and below 1.")]
    [InlineData("\"beta1\":0.9,", "", "optimizer.beta1 is missing.")]
    [InlineData("\"beta2\":0.999", "\"beta2\":0.99999999999", "optimizer.beta2 has to be at least 0 and below 1.")]
    [InlineData("\"steps\":320", "\"steps\":0", "steps has to be from 1 to 4294967294.")]
    [InlineData("\"steps\":320", "\"steps\":1e2", "steps has to be a whole number.")]
    [InlineData("\"steps\":320", "\"steps\":8193", "steps and checkpointEvery make more than 256 intervals.")]
    [InlineData("\"seed\":7", "\"seed\":18446744073709551616", "seed has to be a whole number from 0 to 18446744073709551615.")]
    [InlineData("\"data\":{\"features\":\"5f", "\"data\":{\"features\":\"5F", "data.features has to be 64 lower-case hexadecimal digits.")]
    [InlineData("\"data\":{\"features\":\"5f", "\"data\":{\"features\":\"5", "data.features has to be 64 lower-case hexadecimal digits.")]
    [InlineData("\"rows\":120", "\"rows\":268435457", "data.rows has to be from 1 to 268435456.")]
    [InlineData("\"rows\":120", "\"rows\":120,\"rows\":120", "data.rows stands there twice.")]
    [InlineData("\"law\":1,", "\"law\":1,\"\\ud800\":1,", "A text in the spec is not Unicode.")]
    [InlineData("\"law\":1,", "/* one */\"law\":1,", "This is not JSON")]
    public void AMalformedSpec_IsRefusedWithOneSentence(string part, string instead, string sentence)
    {
        var text = part.Length == 0 ? instead : Canonical.Replace(part, instead);
        text.Should().NotBe(Canonical);
        var (spec, refusal) = Read(text);
        spec.Should().BeNull();
        refusal.Should().StartWith(sentence).And.EndWith(".");
    }

    [Fact]
    public void SomethingElse_IsRefused()
    {
        Read("[]").Refusal.Should().Be("A job spec is a JSON object.");
        Read(Canonical.Replace("{\"kind\":\"mlp\",\"layers\":[4,128,3]}", "7")).Refusal
            .Should().Be("model has to be an object.");
        Read(Canonical + new string(' ', JobSpecReader.MaxBytes)).Refusal
            .Should().Be("A job spec has at most 65536 bytes.");
        Read(Canonical + "{}").Refusal.Should().StartWith("This is not JSON");
    }

    [Fact]
    public void AWholeJob_IsCompiledTheSameEveryTime()
    {
        var program = JobCompiler.Compile(Given.ReferenceJob);
        program.Root.Should().Be(JobCompiler.Compile(Given.ReferenceJob).Root);
        program.Root.Should().NotBe(JobCompiler.Compile(Given.ReferenceJob with { Seed = 8 }).Root);
        program.Intervals.Should().Be(10);
        program.Depth.Should().BeLessThanOrEqualTo(5);
        var features = Given.Floats(1, 120, 4);
        features.Words[5] = 0xffc00000;
        var state =
            JobCompiler.InitialState(Given.ReferenceJob, features, new Tensor(Numerics.ElementType.I32, Shape.Of(120)));
        state.Should().HaveCount(program.Slots.Persistent.Length);
        state[0].Words[5].Should().Be(0x7fc00000);
        Action swapped = () => JobCompiler.InitialState(Given.ReferenceJob, Given.Floats(1, 4, 120), state[1]);
        swapped.Should().Throw<FormatException>();
    }
}
