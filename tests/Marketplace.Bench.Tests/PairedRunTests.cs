using System.Runtime.Intrinsics.X86;

namespace Marketplace.Bench.Tests;

public sealed class PairedRunTests
{
    [Theory]
    [InlineData(new[] { 3.0 }, 3)]
    [InlineData(new[] { 9.0, 1, 5 }, 5)]
    [InlineData(new[] { 4.0, 1, 2, 9 }, 3)]
    public void Median_IsTheMiddle(double[] values, double middle) => PairedRun.Median(values).Should().Be(middle);

    [Fact]
    public void Contenders_TakeTurns_AndEachRoundCounts()
    {
        var turns = new List<char>();
        var runs = new PairedRun(SampleSeconds: 0);
        var times = runs.Measure(1, TimeSpan.Zero, () => turns.Add('o'), () => turns.Add('p'));
        string.Concat(turns).Should().EndWith(string.Concat(Enumerable.Repeat("op", 15)));
        times.Ours.Should().BePositive();
        times.Quotient.Should().BePositive();
        times.Disturbed.Should().Be(0, "one thread is timed by its own time on the core");
    }

    // A peer that does ten times the work has about ten times the time: the quotient is other by ours.
    [Fact]
    public void Quotient_IsTheOthersTimeByOurs()
    {
        var work = new double[4096];
        void Work(int times)
        {
            for (var t = 0; t < times; t++)
                for (var i = 0; i < work.Length; i++) work[i] = Math.Sqrt(work[i] + i);
        }

        var measured = new PairedRun(SampleSeconds: 0.001).Measure(1, TimeSpan.Zero, () => Work(5), () => Work(50));
        measured.Quotient.Should().BeInRange(3, 30);
        measured.Other.Should().BeGreaterThan(measured.Ours);
    }

    [Fact]
    public void Peak_IsMeasured_InBothWidths()
    {
        foreach (var bits in (int[])[256, 512])
        {
            if (Fma.IsSupported) Peak.Measure(1, bits).Should().BeGreaterThan(1);
            else Peak.Measure(1, bits).Should().Be(0);
        }
    }
}
