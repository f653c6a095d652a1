using System.Diagnostics;
using System.Text;
using Xunit.Abstractions;

namespace Marketplace.Programs.Tests.Specs;

using Marketplace.Programs.Specs;

/// <summary>Specs that try something: refused with exactly the reason and the path of their row, before they cost anything.</summary>
public sealed class HostileSpecTests(ITestOutputHelper output)
{
    private const long MaxAllocation = 64L << 20;

    public static TheoryData<string> Files => [.. SpecFiles.Hostiles.Select(h => h.File)];

    /// <summary>Specs too large to lie in the repository: what they are, their bytes, reason and path.</summary>
    private static readonly (string What, Func<byte[]> Bytes, SpecReason Reason, string Path)[] Huge =
    [
        ("a million layers", () => Layers(1_000_000), SpecReason.TooLarge, "$"),
        ("as many layers as fit", () => Layers(30_000), SpecReason.OutOfRange, "model.config.layers"),
        ("a million tensors", () => Keep(1_000_000), SpecReason.TooLarge, "$"),
        ("a text of a megabyte", () => Text(1 << 20), SpecReason.TooLarge, "$"),
        ("a text of 60 kB", () => Text(60_000), SpecReason.UnknownWord, "model.config.activation"),
        ("a member's name of 60 kB", () => Member(60_000), SpecReason.UnknownMember, new string('a', 40) + "…"),
        ("one byte too many", () => Padded(JobSpecReader.MaxBytes + 1), SpecReason.TooLarge, "$"),
        ("30,000 lists in each other", () => Nested(30_000), SpecReason.TooDeep, "model.config.layers[0][0][0][0][0]"),
        ("a million lists in each other", () => Nested(1_000_000), SpecReason.TooLarge, "$"),
        ("30,000 open lists", () => Encoding.ASCII.GetBytes(new string('[', 30_000)), SpecReason.TooDeep, "[0][0][0][0][0][0][0][0]"),
        ("a number of 60,000 digits", () => Number(new string('9', 60_000)), SpecReason.NotANumber, "optimizer.momentum"),
        ("a small number of 60,000 digits", () => Number("1." + new string('9', 60_000)), SpecReason.OutOfRange, "optimizer.momentum"),
        ("an exponent of 60,000 digits", () => Number("1e" + new string('9', 60_000)), SpecReason.NotANumber, "optimizer.momentum"),
        ("steps of 60,000 digits", () => Steps(new string('9', 60_000)), SpecReason.OutOfRange, "steps"),
        ("an amount of 60,000 digits", () => Amount(new string('9', 60_000)), SpecReason.OutOfRange, "limits.maxBytes"),
        ("5,000 unknown members", () => Members(5_000), SpecReason.UnknownMember, "m0"),
        ("the same member 5,000 times", () => Same(5_000), SpecReason.DuplicateMember, "law"),
    ];

    [Fact]
    public void TheTable_AndTheFolder_NameTheSameFiles()
    {
        var folder = Path.GetDirectoryName(SpecFiles.Hostiles[0].FullPath)!;
        var there = Directory.GetFiles(folder, "*.json").Select(Path.GetFileName);
        there.Should().BeEquivalentTo(SpecFiles.Hostiles.Select(h => h.File));
        SpecFiles.Hostiles.Should().HaveCountGreaterThanOrEqualTo(60);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void AHostileFile_IsRefused(string file)
    {
        var hostile = SpecFiles.Hostiles.Single(h => h.File == file);
        Refused(file, File.ReadAllBytes(hostile.FullPath), hostile.Reason, hostile.Path);
    }

    [Fact]
    public void AHugeSpec_IsRefused()
    {
        foreach (var (what, bytes, reason, path) in Huge) Refused(what, bytes(), reason, path);
    }

    [Fact]
    public void EveryReason_IsMetByAFile_OrByAnotherTest()
    {
        var elsewhere = (SpecReason[])[SpecReason.TooLarge, SpecReason.Unsupported];
        Enum.GetValues<SpecReason>().Except(elsewhere).Should().BeSubsetOf(SpecFiles.Hostiles.Select(h => h.Reason));
    }

    [Fact]
    public void ASpecOfTheLargestSize_IsRead() =>
        JobSpecReader.TryRead(Padded(JobSpecReader.MaxBytes), out _, out _).Should().BeTrue();

    private void Refused(string what, byte[] bytes, SpecReason reason, string path)
    {
        var (begun, before) = (Stopwatch.GetTimestamp(), GC.GetAllocatedBytesForCurrentThread());
        var read = JobSpecReader.TryRead(bytes, out var spec, out var refusal);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        output.WriteLine($"{what}: {Stopwatch.GetElapsedTime(begun).TotalMilliseconds:F2} ms, {allocated} bytes: {refusal}");

        read.Should().BeFalse(what);
        spec.Should().BeNull(what);
        (refusal!.Reason, refusal.Path).Should().Be((reason, path), "{0}: {1}", what, refusal.Message);
        refusal.Message.Should().EndWith(".").And.NotContain("\n");
        refusal.Message.Length.Should().BeLessThan(300);
        if (path != "$") refusal.Message.Should().Contain(path);
        allocated.Should().BeLessThan(MaxAllocation, what);
    }

    private static byte[] Layers(int count) =>
        SpecFiles.Spoilt("mlp", "[64, 32, 10]", "[" + string.Join(',', Enumerable.Repeat("1", count)) + "]");

    private static byte[] Keep(int count)
    {
        var each = $"{{\"name\":\"a\",\"sha256\":\"{new string('0', 64)}\",\"bytes\":1}}";
        return SpecFiles.Spoilt("mlp", "\"limits\"", "\"keep\":[" + string.Join(',', Enumerable.Repeat(each, count)) + "],\"limits\"");
    }

    private static byte[] Nested(int depth) =>
        SpecFiles.Spoilt("mlp", "[64, 32, 10]", new string('[', depth) + new string(']', depth));

    private static byte[] Text(int length) => SpecFiles.Spoilt("mlp", "\"relu\"", $"\"{new string('a', length)}\"");

    private static byte[] Member(int length) => SpecFiles.Spoilt("mlp", "\"law\": 1", $"\"law\": 1, \"{new string('a', length)}\": 1");

    private static byte[] Members(int count) =>
        SpecFiles.Spoilt("mlp", "\"law\"", string.Concat(Enumerable.Range(0, count).Select(i => $"\"m{i}\":1,")) + "\"law\"");

    private static byte[] Same(int count) =>
        SpecFiles.Spoilt("mlp", "\"law\": 1,", string.Concat(Enumerable.Repeat("\"law\": 1,", count)));

    private static byte[] Number(string digits) => SpecFiles.Spoilt("mlp", "\"momentum\": 0.9", $"\"momentum\": {digits}");

    private static byte[] Steps(string digits) => SpecFiles.Spoilt("mlp", "\"steps\": 450", $"\"steps\": {digits}");

    private static byte[] Amount(string digits) => SpecFiles.Spoilt("mlp", "\"1048576\"", $"\"{digits}\"");

    private static byte[] Padded(int length)
    {
        var sample = SpecFiles.Sample("mlp");
        return [.. sample, .. Enumerable.Repeat((byte)' ', length - sample.Length)];
    }
}
