using System.Text.Json;
using Marketplace.Operators.Tests;

namespace Marketplace.Programs.Tests.Specs;

using Marketplace.Programs.Specs;

/// <summary>The JSON Schema and the reader give the same verdicts, but for what a schema cannot say: and that is written in
/// a list, in the schema itself, and beside every file that is refused because of it.</summary>
public sealed class SchemaTests
{
    private static readonly string[] Gaps =
    [
        "Text: the text has at most 65536 bytes, is UTF-8 without a byte order mark, and no list or object stands deeper than 8.",
        "Twice: no object has a member twice, and no list of files a name twice.",
        "Whole: a whole number is written without a point and without an exponent.",
        "Sign: no zero has a sign.",
        "Rounding: a number is rounded to float32 before it is compared with its bounds.",
        "Amount: limits are at most 9223372036854775807.",
        "Heads: heads divide the width, key-value heads divide the heads, and the heads of a llama have an even width.",
        "Inner: n_inner stands for 4 n_embd where it is missing, and has the same bounds then.",
        "Window: a kernel is no larger than its padded image, a pool no larger than its image.",
        "Places: the squares of all kernels add up to at most 16384.",
        "Classes: the last layer of a classification has at least 2.",
        "Sequence: it is not above the model's positions, and batch.records times sequence is not above 16777216.",
        "Steps: steps and evaluate.every are multiples of batch.accumulate, and there are at most 256 checkpoint intervals.",
        "HeldOut: evaluate.records is not above data.heldOut.",
        "Cost: the state is not above limits.maxBytes, a step not above limits.maxTermsPerStep.",
    ];

    [Fact]
    public void TheSchema_SaysWhatItCannotSay()
    {
        using var schema = JsonDocument.Parse(File.ReadAllBytes(SpecFiles.Schema));
        schema.RootElement.GetProperty("$comment").GetString().Should()
            .Be("What a schema cannot say, and the reader refuses all the same: " + string.Join(' ', Gaps));
    }

    [Fact]
    public void EveryGap_ButThoseOfTheText_IsMetByAHostileFile()
    {
        var met = SpecFiles.Hostiles.Select(h => h.Gap).Where(gap => gap != "-").Distinct();
        met.Append("Text").Should().BeEquivalentTo(Gaps.Select(gap => gap.Split(':')[0]));
    }

    [ValidatorFact]
    public void ASample_IsAcceptedByBoth() =>
        SchemaValidator.Verdicts(SpecFiles.Samples).Values.Should().HaveCount(SpecFiles.Samples.Length).And.AllBe("accepted");

    [ValidatorFact]
    public void ARandomSpec_IsAcceptedByBoth()
    {
        using var folder = new TemporaryFolder();
        var count = 0;
        Fuzz.Cases(200, draws => folder.Write($"{count++}.json", RandomSpec.From(draws).ToBytes()));
        var refused = SchemaValidator.Verdicts(folder.Files).Where(v => v.Value != "accepted").Select(v => File.ReadAllText(v.Key));
        refused.Should().BeEmpty();
        count.Should().BeGreaterThanOrEqualTo(200);
    }

    [ValidatorFact]
    public void AHostileFile_IsRefusedByBoth_OrBecauseOfAGap()
    {
        var verdicts = SchemaValidator.Verdicts([.. SpecFiles.Hostiles.Select(h => h.FullPath)]);
        foreach (var hostile in SpecFiles.Hostiles)
            (verdicts[hostile.FullPath] == "accepted").Should().Be(hostile.Gap != "-", "{0}: {1}", hostile.File, hostile.Gap);
        foreach (var hostile in SpecFiles.Hostiles.Where(h => h.Reason == SpecReason.NotJson))
            verdicts[hostile.FullPath].Should().Be("no-json", hostile.File);
    }
}
