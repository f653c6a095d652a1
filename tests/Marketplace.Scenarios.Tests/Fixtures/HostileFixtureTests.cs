using System.Text;
using Marketplace.Chain;
using Marketplace.Numerics;
using Marketplace.Protocol.Fixtures;
using Marketplace.Replay;

namespace Marketplace.Scenarios.Tests.Fixtures;

/// <summary>A damaged or hostile file is refused with one sentence, or played to the first difference; it never ends the
/// replay.</summary>
public sealed class HostileFixtureTests
{
    private const string Hash = "0000000000000000000000000000000000000000000000000000000000000001";

    private const string Sound = $$$"""
        {"version":1,"name":"n","about":{"operator":"o","alphabet":"a","liar":"l","ending":"e"},"header":"00","initialRoot":"{{{Hash}}}",
         "terms":{"minPrice":"1","maxPrice":"1","stake":"1","bond":"1","rampSeconds":0,"deliverySeconds":1,"windowSeconds":1,"budgetSeconds":1,
         "minResponse":1,"stepAllowance":1,"closesAfter":1},"roots":["{{{Hash}}}"],"calls":[{"call":"finalize","by":"solver","after":1,"outcome":"accepted"}],
         "balances":{"submitter":"0","solver":"0","challenger":"0","second":"0","burned":"0"}}
        """;

    [Theory]
    [InlineData("", "", "no JSON")]
    [InlineData("{\"version\":1", "{\"version\":2", "$.version has to be 1.")]
    [InlineData("{\"version\":1", "{\"version\":1,\"version\":1", "no JSON")]
    [InlineData("{\"version\":1", "{\"version\":1,\"more\":1", "$ has an unknown member \"more\".")]
    [InlineData("\"name\":\"n\"", "\"name\":7", "$.name has to be a text.")]
    [InlineData("\"name\":\"n\",", "", "$.name is missing.")]
    [InlineData("\"header\":\"00\"", "\"header\":\"0\"", "$.header has to be hexadecimal digits, two for each byte.")]
    [InlineData("\"header\":\"00\"", "\"header\":\"0g\"", "$.header has to be hexadecimal digits, two for each byte.")]
    [InlineData("\"stake\":\"1\"", "\"stake\":\"79228162514264337593543950336\"", "$.terms.stake has to be a decimal text below 2^96.")]
    [InlineData("\"stake\":\"1\"", "\"stake\":\"-1\"", "$.terms.stake has to be a decimal text below 2^96.")]
    [InlineData("\"closesAfter\":1", "\"closesAfter\":1e300", "$.terms.closesAfter has to be a whole number from 0 to 268435456.")]
    [InlineData("\"roots\":[", "\"roots\":[7,", "$.roots[0] has to be 64 hexadecimal digits.")]
    [InlineData("\"after\":1", "\"after\":268435457", "$.calls[0].after has to be a whole number from 0 to 268435456.")]
    [InlineData("\"after\":1", "\"after\":0", "$.calls[0].after has to be at least 1.")]
    [InlineData("\"after\":1", "\"blocks\":1", "$.calls[0].blocks is not below after: a block takes a second or more.")]
    [InlineData("\"call\":\"finalize\"", "\"call\":\"claim\"", "$.calls[0].roots is missing.")]
    [InlineData("\"burned\":\"0\"", "\"burned\":\"0\",\"stranger\":\"0\"", "$.balances has an unknown member \"stranger\".")]
    [InlineData("\"after\":1", "\"after\":1,\"blocks\":1", "$.calls[0].blocks is not below after: a block takes a second or more.")]
    [InlineData("\"call\":\"finalize\"", "\"call\":\"open\"", "$.calls[0].salt has to have 16 bytes.")]
    [InlineData("\"call\":\"finalize\"", "\"call\":\"steal\"", "$.calls[0].call has to be one of commit, open,")]
    [InlineData("\"call\":\"finalize\"", "\"call\":\"0\"", "$.calls[0].call has to be one of")]
    [InlineData("\"name\":\"n\"", "\"name\":\"\\ud800\"", "A text in the file is no Unicode.")]
    [InlineData("\"name\":\"n\"", "\"n\\udc00\":\"n\"", "A text in the file is no Unicode.")]
    [InlineData("\"calls\":[", "\"calls\":[[[[[[[[[", "no JSON")]
    public void AFileThatIsNoFixture_IsRefused_AndSaysWhere(string part, string instead, string sentence)
    {
        var text = part.Length == 0 ? "\u0000" : Sound.Replace(part, instead, StringComparison.Ordinal);
        FluentActions.Invoking(() => FixtureReader.Read(Encoding.UTF8.GetBytes(text))).Should().Throw<FormatException>()
            .Which.Message.Should().Contain(sentence);
    }

    [Fact]
    public async Task AJobThatNoMarketTakes_IsRefusedInOneSentence()
    {
        var fixture = FixtureReader.Read(Encoding.UTF8.GetBytes(Sound));
        await FluentActions.Awaiting(() => FixtureReplay.PlayAsync(fixture, new RulesStage(), default))
            .Should().ThrowAsync<FormatException>().WithMessage("The fixture's job is refused at post: *.");
    }

    /// <summary>One bit, a piece less, a piece twice: three thousand damaged files.</summary>
    [Fact]
    public async Task DamagedFiles_AreRefused_OrPlayedToADifference()
    {
        var (refused, different, same) = (0, 0, 0);
        for (uint i = 0; i < 3_000; i++)
        {
            var (_, whole) = DisputeFixtureTests.All[(int)Philox.Index(61, i, 0, 0, (uint)DisputeFixtureTests.All.Count)];
            var bytes = FixtureWriter.Write(whole);
            var (at, length) = ((int)Philox.Index(61, i, 1, 0, (uint)bytes.Length), (int)Philox.Index(61, i, 2, 0, 40));
            var damaged = (i % 3) switch
            {
                0 => Flipped(bytes, at, (int)Philox.Index(61, i, 3, 0, 8)),
                1 => [.. bytes[..at], .. bytes[Math.Min(bytes.Length, at + length)..]],
                _ => [.. bytes[..Math.Min(bytes.Length, at + length)], .. bytes[at..]],
            };
            // A digit written large is the same digit.
            if (Encoding.Latin1.GetString(damaged).Equals(Encoding.Latin1.GetString(FixtureWriter.Write(whole)), StringComparison.OrdinalIgnoreCase)) continue;
            try
            {
                var (difference, _) = await FixtureReplay.PlayAsync(FixtureReader.Read(damaged), new RulesStage(), default);
                if (difference is null) same++;
                else different++;
            }
            catch (FormatException)
            {
                refused++;
            }
        }

        (refused, different).Should().Match<(int Refused, int Different)>(x => x.Refused > 500 && x.Different > 500);
        same.Should().BeLessThan(100, "most of a fixture is bound by what follows");
    }

    [Fact]
    public async Task Replay_NamesTheFirstDifference_AndGoesOnToTheNextFile()
    {
        var folder = Directory.CreateTempSubdirectory("fixtures ");
        try
        {
            var (file, fixture) = DisputeFixtureTests.All.First(f => f.Fixture.About is { Operator: "MatMul", Ending: "Prove" });
            File.Copy(file, Path.Combine(folder.FullName, "a.json"));
            File.WriteAllText(Path.Combine(folder.FullName, "b.json"), "{");
            var spoilt = fixture with { Calls = [.. fixture.Calls.Select((c, i) => i == 3 ? c with { Outcome = c.Outcome.Replace("aux 0", "aux 1") } : c)] };
            File.WriteAllBytes(Path.Combine(folder.FullName, "c.json"), FixtureWriter.Write(spoilt));
            var costly = fixture with { Calls = [.. fixture.Calls.Select((c, i) => i == 2 ? c with { Gas = c.Gas + 1 } : c)] };
            File.WriteAllBytes(Path.Combine(folder.FullName, "d.json"), FixtureWriter.Write(costly));

            var (output, complaints) = (new StringWriter(), new StringWriter());
            (await new Replays(output, complaints).RunAsync([folder.FullName, "nowhere"], false, EvmVersion.Osaka, default)).Should().Be(2);
            output.ToString().Should().Contain("3 disputes played").And.Contain("2 differ, 2 files refused");
            complaints.ToString().Should().Contain("b.json: The file is no JSON text").And.Contain("c.json: call 3").And.Contain("aux 1")
                .And.Contain("d.json: call 2").And.Contain("gas are noted").And.Contain("nowhere: there is no fixture here");

            // What is noted of gas is Osaka's.
            var elsewhere = new StringWriter();
            (await new Replays(elsewhere, TextWriter.Null).RunAsync([folder.FullName], false, EvmVersion.Prague, default)).Should().Be(2);
            elsewhere.ToString().Should().Contain("3 disputes played").And.Contain("1 differ, 1 files refused");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static byte[] Flipped(byte[] bytes, int at, int bit)
    {
        bytes[at] ^= (byte)(1 << bit);
        return bytes;
    }
}
