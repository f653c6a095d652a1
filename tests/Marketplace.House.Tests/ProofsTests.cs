using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Marketplace.House.Tests;

/// <summary>What an SMT solver has proved, it has proved of certain sources: if one of them changes, it has to be asked again
/// (<c>./market prove-intervals</c>, minutes, with a solver that this run cannot expect to find).</summary>
public sealed class ProofsTests
{
    [Fact]
    public void TheProofOfTheIntervals_IsOfTheSourcesThatThereAre()
    {
        using var record = JsonDocument.Parse(House.Read("contracts/snapshots/proofs.json"));
        var sources = record.RootElement.GetProperty("sources").EnumerateObject()
            .ToDictionary(s => s.Name, s => s.Value.GetString());
        sources.Should().ContainKeys("proofs/Intervals.sol", "src/disputes/Dissections.sol", "src/referee/Headers.sol");
        foreach (var (name, digest) in sources)
        {
            var now = SHA256.HashData(Encoding.UTF8.GetBytes(House.Read($"contracts/{name}")));
            Convert.ToHexStringLower(now).Should().Be(digest, $"{name} has changed: run ./market prove-intervals");
        }
    }

    [Fact]
    public void EveryAssertion_IsProved()
    {
        using var record = JsonDocument.Parse(House.Read("contracts/snapshots/proofs.json"));
        var stated = House.Read("contracts/proofs/Intervals.sol").Split('\n').Count(line => line.Trim().StartsWith("assert(", StringComparison.Ordinal));
        stated.Should().BeGreaterThan(20);
        record.RootElement.GetProperty("assertions").GetInt32().Should().Be(stated);
    }
}
