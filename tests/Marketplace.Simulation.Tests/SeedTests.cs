using Marketplace.Simulation.Casting;
using Marketplace.Simulation.Judging;
using Xunit.Abstractions;

namespace Marketplace.Simulation.Tests;

/// <summary>A thousand markets, every verdict right; and the same thousand again.</summary>
public sealed class SeedTests(ITestOutputHelper output)
{
    private const ulong Last = 999;

    private static readonly string[] Everybody =
    [
        "accuser", "challenger", "colluding verifier", "contester (another interval)", "contester (forged games)",
        "contester (garbage)",
        "contester (never opens)", "copier", "crier", "griefer", "idle solver", "keeper", "lazy verifier", "liar (lazy)",
        "liar (nothing but noise)",
        "liar (one wrong bit in Map)", "liar (one wrong bit in MatMul)", "liar (one wrong checkpoint)", "liar (other data)",
        "liar (wrong end)", "liar (wrong middle, right end)", "never opens", "self-challenger", "silent verifier", "solver", "stake hopper",
        "submitter", "submitter (acknowledges)", "vandal", "verifier", "withholder (everything)",
        "withholder (some intervals)", "withholder (the result)", "withholder (until the last second)",
    ];

    [Fact]
    public void AThousandSeeds_HaveNoFault_AndOneDigest_HoweverManyThreads()
    {
        var report = SeedRange.Run(0, Last, threads: 2);
        output.WriteLine($"{report.Counts}\n{string.Join("\n", report.Met)}\n{report.Digest}");

        report.Faulty.Select(f => $"seed {f.Seed}: {string.Join("; ", f.Faults)}").Should().BeEmpty();
        report.Met.Keys.Should().Contain(Everybody);
        report.Counts.HonestLosses.Should().Be(0);
        report.Counts.HonestWins.Should().BeGreaterThan(2_000);
        report.Counts.Proofs.Should().BeGreaterThan(200);
        report.Counts.Reorgs.Should().BeGreaterThan(1_000);
        report.Counts.CensoredSeconds.Should().BeGreaterThan(10_000);
        report.Counts.LiarsSlashed.Should().BeGreaterThan(500);
        report.Counts.RightClaimsPaid.Should().BeGreaterThan(300);
        (report.Counts.LiarsSlashed + report.Counts.LiarsUndelivered + report.Counts.UnwatchedLiarsPaid)
            .Should().Be(report.Counts.WrongClaims);
        Verifiers(report.Counts.Audits);

        SeedRange.Run(0, Last, threads: 1).Digest.Should().Be(report.Digest);
    }

    /// <summary>Enough of everything that can happen to verifiers.</summary>
    private static void Verifiers(AuditCounts audits)
    {
        audits.Runs.Should().BeInRange(400, 600);
        audits.Passes.Should().BeGreaterThan(700);
        audits.Unavailable.Should().BeGreaterThan(300);
        audits.VerdictsPaid.Should().BeGreaterThan(600);
        audits.Contests.Should().BeGreaterThan(300);
        audits.PassesSlashed.Should().BeGreaterThan(50);
        audits.DrawnAnew.Should().BeGreaterThan(40);
        audits.Undelivered.Should().BeGreaterThan(30);
    }

    /// <summary>Seeds that once showed something: commitments of the honest and of an accuser that came a round too late.</summary>
    [Theory]
    [InlineData(510)]
    [InlineData(18_400)]
    public void ASeedThatOnceWasWrong_IsRight(ulong seed) => SeedRange.RunOne(seed, new Library()).Faults.Should().BeEmpty();

    [Theory]
    [InlineData(1)]
    [InlineData(510)]
    public void ASeed_ReplaysToTheLetter_WhateverWasPlayedBefore(ulong seed)
    {
        var used = new Library();
        for (var other = 2_000UL; other < 2_020; other++) SeedRange.RunOne(other, used);
        var (first, again) = (SeedRange.RunOne(seed, new Library(), withLog: true), SeedRange.RunOne(seed, used, withLog: true));

        first.Log.Should().HaveCountGreaterThan(30);
        again.Log.Should().Equal(first.Log);
        again.Digest.Should().Be(first.Digest);
    }

    [Fact]
    public void AnotherSeed_IsAnotherRun()
    {
        var library = new Library();
        RunReport[] runs = [SeedRange.RunOne(7, library), SeedRange.RunOne(8, library), SeedRange.RunOne(9, library)];
        runs.Select(r => r.Digest).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public void ARunThatBreaksDown_IsAFaultWithItsSeed()
    {
        var report = SeedRange.RunOne(5, null!);
        report.Seed.Should().Be(5);
        report.Faults.Should().ContainSingle();
    }
}
