using System.Reflection;
using System.Text.RegularExpressions;
using Marketplace.Merkle;
using Marketplace.Numerics;
using Marketplace.Operators;
using Marketplace.Primitives;
using Marketplace.Programs;
using Marketplace.Protocol;
using Marketplace.Protocol.Disputes;
using Marketplace.Protocol.Market;

namespace Marketplace.House.Tests;

/// <summary>What is written in C# and in Solidity has the same words and numbers on both sides.</summary>
public sealed partial class MirrorTests
{
    /// <summary>Errors without values that come from libraries; a failed payment, and a token that calls back.</summary>
    private static readonly string[] OfLibraries = ["FailedCall", "ReentrancyGuardReentrantCall"];

    [Fact]
    public void Reasons_AreTheErrorsOfTheContracts()
    {
        var errors = Error().Matches(House.Read("contracts/src/interfaces/IReasons.sol")).Select(m => m.Groups[1].Value);
        Enum.GetNames<Reason>().Where(n => n != nameof(Reason.None)).Should().BeEquivalentTo(errors.Concat(OfLibraries));
    }

    [Fact]
    public void JobStates_AreTheContracts()
    {
        var members = Regex.Match(House.Read("contracts/src/market/JobTypes.sol"), @"enum JobState \{([^}]*)\}").Groups[1].Value;
        var states = members.Split(',', StringSplitOptions.TrimEntries);
        Enum.GetValues<JobState>().Select(s => s.ToString()).Should().Equal(states);
        Enum.GetValues<JobState>().Select(s => (int)s).Should().Equal(Enumerable.Range(0, states.Length));
    }

    [Fact]
    public void Alphabets_AreTheContracts() => Values<Alphabet>().Should().BeEquivalentTo(
        Constants("disputes/GameStates").Where(c => c.Key is not ("size" or "integers")).ToDictionary(c => c.Key, c => (int)c.Value));

    [Fact]
    public void OpCodes_AreTheContracts() => Values<OpCode>().Should().BeEquivalentTo(
        Constants("referee/Descriptors").Where(c => c.Key is not ("f32" or "i8" or "head" or "operand"))
            .ToDictionary(c => c.Key, c => (int)c.Value));

    [Fact]
    public void Functions_AreTheRefereesAndTheProtocols()
    {
        var codes = typeof(MapCode).GetFields(BindingFlags.Public | BindingFlags.Static)
            .ToDictionary(f => f.Name.ToLowerInvariant(), f => (int)(byte)f.GetRawConstantValue()!);
        var referee = FunctionCode().Matches(House.Read("contracts/src/referee/MapFunctions.sol"))
            .Select(m => int.Parse(m.Groups[1].Value));
        codes.Values.Should().BeEquivalentTo(referee);

        // B5: 1 add, 2 sub … 33 softmaxGrad(e, sum, target; 1/batch) …
        var protocol = House.Read("docs/protocol.md");
        var from = protocol.IndexOf("- B5 **Functions** of Map:", StringComparison.Ordinal);
        var list = protocol[from..protocol.IndexOf("What each computes", from, StringComparison.Ordinal)];
        var named = NumberedName().Matches(list)
            .ToDictionary(m => m.Groups[2].Value.ToLowerInvariant(), m => int.Parse(m.Groups[1].Value));
        named.Should().BeEquivalentTo(codes);
    }

    [Fact]
    public void GameAndHeaderConstants_AreTheContracts()
    {
        Constants("disputes/GameStore").Should().Equal(new Dictionary<string, UInt128>
        {
            ["openblocks"] = DisputeRules.OpenBlocks,
            ["maxtier"] = MarketRules.MaxTier,
        });
        Constants("disputes/Dissections").Should().Equal(new Dictionary<string, UInt128>
        {
            ["rootarity"] = DissectionTree.Arity,
            ["termarity"] = DissectionTree.TermArity,
        });
        Constants("disputes/GameStates")["size"].Should().Be(GameState.Size);
        Constants("disputes/GameStates")["integers"].Should().Be(GameState.TermAux(0, integers: true));
        Constants("referee/Descriptors")["f32"].Should().Be((UInt128)(int)ElementType.F32);
        Constants("referee/Descriptors")["i8"].Should().Be((UInt128)(int)ElementType.I8);
        var header = Constants("referee/Headers");
        header["law"].Should().Be(Program.CurrentLaw);
        header["maxintervals"].Should().Be(Program.MaxIntervals);
        header["maxdepth"].Should().Be(SlotTable.MaxDepth);
    }

    [Fact]
    public void BoundsOfTerms_AreTheContracts() => Constants("market/JobPosting").Should().Equal(new Dictionary<string, UInt128>
    {
        ["minstake"] = JobTerms.MinStake.Value,
        ["minbond"] = JobTerms.MinBond.Value,
        ["minwindow"] = JobTerms.MinWindowSeconds,
        ["maxseconds"] = JobTerms.MaxSeconds,
        ["minresponse"] = JobTerms.MinResponseSeconds,
        ["maxbudget"] = JobTerms.MaxBudgetSeconds,
    });

    [Fact]
    public void VerifiersConstants_AreTheContracts()
    {
        Constants("market/VerifierTypes").Should().Equal(new Dictionary<string, UInt128>
        {
            ["seeddelay"] = RoundAudit.SeedDelay,
            ["seedblocks"] = RoundAudit.SeedBlocks,
            ["unbonding"] = Registration.UnbondingSeconds,
        });
        var kinds = Enum.GetNames<VerdictKind>();
        var source = House.Read("contracts/src/market/VerifierTypes.sol");
        var body = source[source.IndexOf("enum VerdictKind", StringComparison.Ordinal)..];
        body = body[..body.IndexOf('}', StringComparison.Ordinal)];
        kinds.Select(k => body.IndexOf($"    {k}", StringComparison.Ordinal)).Should().BeInAscendingOrder().And.NotContain(-1);
    }

    private static Dictionary<string, int> Values<T>()
        where T : struct, Enum =>
        Enum.GetValues<T>().ToDictionary(v => v.ToString().ToLowerInvariant(), v => Convert.ToInt32(v));

    /// <summary>The numeric constants of a contract, by their names in lower case without underscores.</summary>
    private static Dictionary<string, UInt128> Constants(string contract) =>
        Constant().Matches(House.Read($"contracts/src/{contract}.sol")).ToDictionary(
            m => m.Groups[1].Value.Replace("_", "", StringComparison.Ordinal).ToLowerInvariant(),
            m => (UInt128)(decimal.Parse(m.Groups[2].Value, System.Globalization.CultureInfo.InvariantCulture) * Unit(m.Groups[3].Value)));

    private static decimal Unit(string unit) => unit switch
    {
        "" => 1,
        "seconds" => 1,
        "minutes" => 60,
        "days" => 24 * 60 * 60,
        "ether" => (decimal)Wei.Coins(1).Value,
        _ => throw new InvalidOperationException($"unknown unit {unit}"),
    };

    [GeneratedRegex(@"^\s*error (\w+)\(\);", RegexOptions.Multiline)]
    private static partial Regex Error();

    [GeneratedRegex(@"uint256 (?:internal |private )?constant (\w+) = ([0-9.]+) ?(\w*);")]
    private static partial Regex Constant();

    [GeneratedRegex(@"if \(code == (\d+)\)")]
    private static partial Regex FunctionCode();

    [GeneratedRegex(@"(?:: |, ?\s*|\n\s*)(\d+) ([a-z][A-Za-z0-9]+)")]
    private static partial Regex NumberedName();
}
