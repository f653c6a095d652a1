namespace Marketplace.Agents.Tests;

public sealed class AuditorTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(10)]
    [InlineData(256)]
    public void Order_NamesEveryIntervalOnce_WhateverTheSeed(int count)
    {
        for (var seed = 0UL; seed < 1000; seed++)
            Auditor.Order(seed, count).Order().Should().Equal(Enumerable.Range(0, count), "seed {0}", seed);
    }

    [Fact]
    public void Order_IsTheSeeds()
    {
        Auditor.Order(7, 40).Should().Equal(Auditor.Order(7, 40)).And.NotEqual(Auditor.Order(8, 40));
        Auditor.Order(ulong.MaxValue, 40).Order().Should().Equal(Enumerable.Range(0, 40));
    }

    [Fact]
    public void Order_BeginsAnywhere()
    {
        // Whoever looks at one interval only has to be able to meet each of them.
        const int intervals = 10;
        const int seeds = 2000;
        var first = Enumerable.Range(0, seeds)
            .GroupBy(seed => Auditor.Order((ulong)seed, intervals)[0]).ToDictionary(g => g.Key, g => g.Count());
        first.Should().HaveCount(intervals);
        first.Values.Should().OnlyContain(n => n > seeds / intervals / 2 && n < 2 * seeds / intervals);
    }
}
