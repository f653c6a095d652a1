using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Marketplace.Backends.Cpu.Functions;
using Marketplace.Numerics.Tests;

namespace Marketplace.Backends.Cpu.Tests;

/// <summary>The digests in docs/numerics.md: a change of one bit in a sample is noticed here, in all bits by ./market
/// prove-functions.</summary>
public sealed unsafe partial class NumericsDocumentTests
{
    /// <summary>The sample: every 4,093rd pattern from 0 on. The step is prime, so all low bits occur.</summary>
    private const int SampleCount = 1 << 20;
    private const uint SampleStep = 4093;

    private static readonly string Document =
        File.ReadAllText(Path.Combine(LocalEvm.RepositoryRoot, "docs", "numerics.md"));

    public static TheoryData<ElementaryFunction> Functions => [.. Enum.GetValues<ElementaryFunction>()];

    [Theory]
    [MemberData(nameof(Functions))]
    public void Sample_HasTheDigestOfTheDocument_OnEveryPath(ElementaryFunction function)
    {
        var inputs = new uint[SampleCount];
        for (var i = 0; i < inputs.Length; i++) inputs[i] = (uint)i * SampleStep;
        foreach (var path in CpuPaths.Supported)
        {
            var outputs = new uint[inputs.Length];
            fixed (uint* x = inputs, y = outputs) FunctionKernels.Of(function, path)(x, y, inputs.Length);
            // The document's digests are of little-endian words, as are those of every machine that .NET runs on.
            var digest = Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes<uint>(outputs)));
            digest.Should().Be(Row(function).Groups["sample"].Value, "{0} on {1}", function, path);
        }
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void EveryFunction_HasItsDigestOfAllInputs(ElementaryFunction function) =>
        Row(function).Groups["all"].Value.Should().HaveLength(64);

    [Fact]
    public void DigestsDiffer() =>
        Enum.GetValues<ElementaryFunction>().Select(Row)
            .SelectMany(row => new[] { row.Groups["all"].Value, row.Groups["sample"].Value })
            .Should().OnlyHaveUniqueItems();

    private static Match Row(ElementaryFunction function)
    {
        var rows = Digests().Matches(Document)
            .Where(m => string.Equals(m.Groups["name"].Value, function.ToString(), StringComparison.OrdinalIgnoreCase));
        return rows.Should().ContainSingle("docs/numerics.md has one row of digests for {0}", function).Which;
    }

    /// <summary>A row of the table: name, digest of all results, digest of the sample.</summary>
    [GeneratedRegex(
        @"^\| (?<name>[a-z]+) \| `(?<all>[0-9a-f]{64})` \| `(?<sample>[0-9a-f]{64})` \|$", RegexOptions.Multiline)]
    private static partial Regex Digests();
}
