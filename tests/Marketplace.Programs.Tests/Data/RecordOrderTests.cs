using FsCheck;
using FsCheck.Fluent;
using Marketplace.Numerics;
using Marketplace.Programs.Data;

namespace Marketplace.Programs.Tests.Data;

/// <summary>The order of records (B16).</summary>
public sealed class RecordOrderTests
{
    [Fact]
    public void Sequential_BeginsAgainAfterTheLastRecord() =>
        new RecordOrder(RecordOrderKind.Sequential, 9, 3).Table(7).Should().Equal(0u, 1, 2, 0, 1, 2, 0);

    [Fact]
    public void Random_IsAWordOfThePlace()
    {
        var order = new RecordOrder(RecordOrderKind.Random, 0x0123456789abcdef, 1000);
        foreach (var place in (ulong[])[0, 1, 0xffffffff, 0x100000000, ulong.MaxValue])
        {
            var word = Philox.Block(((uint)place, (uint)(place >> 32), 0, 0x20000), (0x89abcdef, 0x01234567)).C0;
            order.At(place).Should().Be((uint)((word * 1000ul) >> 32));
        }
    }

    [Fact]
    public void Shuffled_IsTheNetworkThatTheProtocolDescribes()
    {
        // Written down once more, straight from B16, for 10 records: halves of two bits.
        const ulong Seed = 7;
        var order = new RecordOrder(RecordOrderKind.Shuffled, Seed, 10);
        for (ulong place = 0; place < 30; place++)
        {
            var x = (uint)(place % 10);
            do
            {
                var (left, right) = (x >> 2, x & 3);
                for (uint round = 0; round < 8; round++)
                {
                    var f = Philox.Block((right, (uint)(place / 10), 0, 0x10000 + round), (7, 0)).C0 & 3;
                    (left, right) = (right, left ^ f);
                }

                x = (left << 2) | right;
            }
            while (x >= 10);
            order.At(place).Should().Be(x);
        }
    }

    [Theory]
    [InlineData(RecordOrderKind.Shuffled, 1, 10, "7 6 8 3 9 0 4 5 2 1 0 6 1 2 9 3 7 4 5 8")]
    [InlineData(RecordOrderKind.Shuffled, 1, 1000, "581 125 137 944 603 294 337 891 160 765 910 50 733 860 343 895 542 748 471 551")]
    [InlineData(RecordOrderKind.Random, 1, 10, "4 4 1 1 5 9 0 7 1 9 3 5 8 8 6 1 2 9 2 0")]
    [InlineData(RecordOrderKind.Random, 1, 1000, "496 474 169 197 591 931 51 710 116 981 370 574 872 831 613 185 205 932 299 61")]
    public void Orders_AreFrozen(RecordOrderKind kind, ulong seed, uint records, string first) =>
        string.Join(' ', new RecordOrder(kind, seed, records).Table(20)).Should().Be(first);

    [Fact]
    public void Orders_AreFrozen_AtTheEndsOfTheirRange()
    {
        var largest = new RecordOrder(RecordOrderKind.Shuffled, ulong.MaxValue, uint.MaxValue);
        string.Join(' ', largest.At(0), largest.At(uint.MaxValue), largest.At(ulong.MaxValue)).Should().Be("57119747 894669171 859547041");
        var last = new RecordOrder(RecordOrderKind.Random, ulong.MaxValue, uint.MaxValue);
        string.Join(' ', last.At(0), last.At(ulong.MaxValue)).Should().Be("2753501706 2411842379");
        new RecordOrder(RecordOrderKind.Shuffled, 5, 1).Table(4).Should().Equal(0u, 0, 0, 0);
    }

    [Fact]
    public void Shuffled_IsAPermutation_WhateverTheSizeSeedAndEpoch()
    {
        // The same cases in every run, unless MARKET_FUZZ_SEED names others.
        var fuzz = ulong.TryParse(Environment.GetEnvironmentVariable("MARKET_FUZZ_SEED"), out var asked) ? asked : 1;
        var config = Config.QuickThrowOnFailure.WithMaxTest(150).WithReplay(fuzz, 0x9e3779b97f4a7c15);
        var cases = Arb.From(Gen.Choose(0, int.MaxValue).ArrayOf(3));
        Prop.ForAll(cases, (int[] draw) =>
        {
            var (records, seed, epoch) = (1 + (draw[0] % 5000), (ulong)draw[1] * 0x9e3779b97f4a7c15, (ulong)draw[2]);
            var order = new RecordOrder(RecordOrderKind.Shuffled, seed, (uint)records);
            var seen = new bool[records];
            for (var i = 0; i < records; i++) seen[order.At((epoch * (ulong)records) + (ulong)i)] = true;
            return seen.All(s => s);
        }).Check(config);
    }

    [Fact]
    public void Shuffled_IsAPermutation_OfEverySmallSize()
    {
        for (uint records = 1; records <= 130; records++)
        {
            var order = new RecordOrder(RecordOrderKind.Shuffled, records, records);
            order.Table(records).Order().Should().Equal(Enumerable.Range(0, (int)records).Select(i => (uint)i));
        }
    }

    [Theory]
    [InlineData(2u, 2)]
    [InlineData(3u, 6)]
    [InlineData(4u, 24)]
    public void Shuffled_ComesToEveryOrderOfAFewRecords_AboutEquallyOften(uint records, int orders)
    {
        var order = new RecordOrder(RecordOrderKind.Shuffled, 11, records);
        const int Epochs = 12_000;
        var counts = new Dictionary<string, int>();
        for (ulong epoch = 0; epoch < Epochs; epoch++)
        {
            var key = string.Join(' ', Enumerable.Range(0, (int)records).Select(i => order.At((epoch * records) + (ulong)i)));
            counts[key] = counts.GetValueOrDefault(key) + 1;
        }

        counts.Should().HaveCount(orders);
        // Six standard deviations of a fair draw.
        var (mean, deviation) = ((double)Epochs / orders, Math.Sqrt((double)Epochs / orders));
        counts.Values.Should().OnlyContain(n => Math.Abs(n - mean) < 6 * deviation);
    }

    [Fact]
    public void Shuffled_PutsEveryRecordAtTheFirstPlace_AboutEquallyOften()
    {
        var order = new RecordOrder(RecordOrderKind.Shuffled, 3, 100);
        var counts = new int[100];
        for (ulong epoch = 0; epoch < 20_000; epoch++) counts[order.At(epoch * 100)]++;
        counts.Should().OnlyContain(n => Math.Abs(n - 200) < 6 * Math.Sqrt(200));
    }
}
