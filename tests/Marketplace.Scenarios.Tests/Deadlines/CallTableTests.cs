using Marketplace.Primitives;
using Marketplace.Protocol.Disputes;
using Marketplace.Scenarios.Tests.Market;
using Xunit.Abstractions;

namespace Marketplace.Scenarios.Tests.Deadlines;

/// <summary>The table of all calls in all states in docs/protocol.md is what the rules do.</summary>
public sealed class CallTableTests(ITestOutputHelper output)
{
    private const string Begin = "<!-- begin of the generated table -->\n";
    private const string End = "<!-- end of the generated table -->\n";

    [Fact]
    public void TheDocumentsTable_IsWrittenByTheRules()
    {
        Address[] accounts = [.. Enumerable.Range(1, 8).Select(i => new Address([.. new byte[19], (byte)i]))];
        var site = new GameSite(1, new Address([.. new byte[19], 99]));
        var table = CallTable.Write(Situation.All(site, accounts, new Moment(new Timestamp(1_800_000_000), 1_000)));
        output.WriteLine(table);

        var path = Path.Combine(Artifacts.RepositoryRoot, "docs", "protocol.md");
        var document = File.ReadAllText(path);
        var begin = document.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        var end = document.IndexOf(End, StringComparison.Ordinal);
        begin.Should().BeGreaterThan(Begin.Length);
        end.Should().BeGreaterThanOrEqualTo(begin);
        if (Environment.GetEnvironmentVariable("MARKET_UPDATE_SNAPSHOTS") == "1") File.WriteAllText(path, document[..begin] + table + document[end..]);

        document[begin..end].Should().Be(table, "MARKET_UPDATE_SNAPSHOTS=1 writes it, and the next run compares");
    }
}
