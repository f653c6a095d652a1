using System.Text.Json;

namespace Marketplace.Bench.Tests;

/// <summary>What the program prints and how it ends, with cases that take no time.</summary>
public sealed class BenchCommandTests
{
    private static readonly string[] Always = ["bench", "name", "shape", "threads", "ours", "unit", "pairs", "fmaPeak"];

    private static (int Code, string Output, string Errors) Run(IBench bench, params string[] arguments)
    {
        var (output, errors) = (new StringWriter(), new StringWriter());
        var code = new BenchCommand([bench], new PairedRun(SampleSeconds: 0), output, errors).Run(arguments);
        return (code, output.ToString(), errors.ToString());
    }

    private static BenchCase Case(string name, Comparison? against) => new()
    {
        Bench = "toy",
        Name = name,
        Shape = "3 x 4",
        Threads = 1,
        Unit = "GB/s",
        Work = 1e-9,
        Ours = () => { },
        Against = against,
        Notes = new Dictionary<string, string> { ["path"] = "Scalar" },
    };

    [Fact]
    public void Json_OfTheHashes_IsOneArrayOfCasesWithTheAgreedKeys()
    {
        var (code, output, errors) = Run(new HashBench(64 << 10, 16 << 10), "hash", "--json", "--threads", "1");
        code.Should().Be(0);
        errors.Should().BeEmpty();
        using var json = JsonDocument.Parse(output);
        var cases = json.RootElement.EnumerateArray().ToList();
        cases.Select(c => c.GetProperty("name").GetString()).Should().OnlyHaveUniqueItems()
            .And.Contain(["hash-256-1", "hash-scalar", "nodes", "incremental-1"]);
        foreach (var c in cases)
        {
            c.EnumerateObject().Select(p => p.Name).Should().Contain(Always);
            c.GetProperty("bench").GetString().Should().Be("hash");
            c.GetProperty("unit").GetString().Should().Be("GB/s");
            c.GetProperty("threads").GetInt32().Should().Be(1);
            c.GetProperty("ours").GetDouble().Should().BePositive();
            c.GetProperty("pairs").GetInt32().Should().BeGreaterThanOrEqualTo(15);
            if (c.TryGetProperty("ratio", out var ratio))
            {
                ratio.GetDouble().Should().BePositive();
                c.GetProperty("peer").GetDouble().Should().BePositive();
                c.GetProperty("peerName").GetString().Should().StartWith("SHA256");
                c.TryGetProperty("fraction", out _).Should().BeFalse();
            }
            else
            {
                c.GetProperty("fraction").GetDouble().Should().BePositive();
                c.TryGetProperty("peer", out _).Should().BeFalse();
            }
        }
    }

    [Fact]
    public void Json_SaysForEachComparison_WhatItIs()
    {
        Comparison[] kinds =
        [
            new Comparison.Rival("other", () => { }, 2e-9),
            new Comparison.Bound("copy", () => { }),
            new Comparison.FmaPeak(),
        ];
        var toy = new ToyBench([Case("alone", null), .. kinds.Select(k => Case(k.GetType().Name, k))]);
        using var json = JsonDocument.Parse(Run(toy, "--json").Output);
        var cases = json.RootElement.EnumerateArray().ToDictionary(c => c.GetProperty("name").GetString()!);
        cases["alone"].TryGetProperty("ratio", out _).Should().BeFalse();
        cases["alone"].TryGetProperty("fraction", out _).Should().BeFalse();
        cases["alone"].GetProperty("path").GetString().Should().Be("Scalar");
        cases["Rival"].GetProperty("peerName").GetString().Should().Be("other");
        cases["Bound"].GetProperty("of").GetString().Should().Be("copy");
        cases["FmaPeak"].GetProperty("of").GetString().Should().Be("fma peak");
        cases.Values.Should().OnlyContain(c => c.GetProperty("bench").GetString() == "toy");
    }

    [Fact]
    public void TheTable_NamesTheMachineAndEveryCase()
    {
        BenchCase[] cases = [Case("alone", null), Case("beside", new Comparison.Bound("copy", () => { }))];
        var (code, output, _) = Run(new ToyBench(cases), "toy");
        code.Should().Be(0);
        output.Should().StartWith(Machine.Here.Processor).And.Contain(".NET").And.Contain("fma peak")
            .And.Contain("toy alone").And.Contain("toy beside").And.Contain("of copy");
    }

    [Theory]
    [InlineData("UnknownBench", "hush")]
    [InlineData("BadThreads", "toy", "--threads", "0")]
    [InlineData("BadThreads", "toy", "--threads", "many")]
    [InlineData("BadThreads", "toy", "--threads", "100000")]
    [InlineData("BadArguments", "toy", "--fast")]
    public void BadInput_IsOneSentenceWithItsReason_AndCode2(string reason, params string[] arguments)
    {
        var (code, output, errors) = Run(new ToyBench([]), arguments);
        code.Should().Be(2);
        output.Should().BeEmpty();
        errors.Should().StartWith(reason + ": ");
        errors.TrimEnd().Split('\n').Should().ContainSingle();
    }

    [Fact]
    public void AMissingPeer_IsOneSentence_AndCode3_AndNoHalfReport()
    {
        var (code, output, errors) = Run(new ToyBench([Case("alone", null)], missing: "OpenBLAS"), "toy", "--json");
        code.Should().Be(3);
        output.Should().BeEmpty();
        errors.Should().StartWith("PeerMissing: OpenBLAS").And.Contain("./market setup");
    }

    private sealed class ToyBench(BenchCase[] cases, string? missing = null) : IBench
    {
        public string Name => "toy";

        public IEnumerable<BenchCase> Cases(int threads)
        {
            foreach (var c in cases) yield return c;
            if (missing is not null) throw BenchException.PeerMissing(missing);
        }
    }
}
