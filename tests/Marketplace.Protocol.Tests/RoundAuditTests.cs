using Marketplace.Primitives;
using Marketplace.Protocol.Disputes;
using Marketplace.Protocol.Market;

namespace Marketplace.Protocol.Tests;

/// <summary>Who is drawn (M6), to the byte (B21).</summary>
public sealed class RoundAuditTests
{
    [Theory]
    [InlineData(5, true)]
    [InlineData(4, false)]
    public void Draw_IsTheProtocolsExample(ulong stake, bool isDrawn) =>
        Round(total: 10).Draws(Staked(stake), Account(1), job: 3, round: 1, interval: 2, rate: 256).Should().Be(isDrawn);

    [Fact]
    public void KeyAndRecord_AreTheProtocolsExample()
    {
        var key = GivenVerdict.KeyOf(job: 3, round: 1, draw: 0, interval: 2, Account(1));
        key.ToString().Should().EndWith("034c4c016e2a3d627d687c88fafa0fd6a817771de30a2021ad99665fc24f7e0c");
        GivenVerdict.RecordOf(key, Seed).Should().Be(0xb558961189702b94);
    }

    [Fact]
    public void WhoStakedInTheSecondOfTheClaim_IsNotDrawn()
    {
        var everything = Staked(10);
        bool Draws(ulong since) => Round(total: 10).Draws(everything with { Since = new Timestamp(since) }, Account(1), 3, 1, 2, 256);
        Draws(Claimed - 1).Should().BeTrue();
        Draws(Claimed).Should().BeFalse();
    }

    [Fact]
    public void SplittingAStake_GainsNothing()
    {
        // One of a quarter of all stakes, and eight with a thirty-second each: over 8,192 intervals a quarter of them, either way.
        const int rounds = 32, intervals = 256;
        int Draws(ulong stake, ulong accounts)
        {
            var draws = 0;
            for (var n = 0; n < rounds * intervals; n++)
            {
                for (ulong a = 1; a <= accounts; a++)
                {
                    if (Round(total: 32).Draws(Staked(stake), Account(a), 3, (uint)(n / intervals), (ushort)(n % intervals), 256)) draws++;
                }
            }

            return draws;
        }

        // Four standard deviations of a draw with a quarter's chance are 157.
        Draws(stake: 8, accounts: 1).Should().BeInRange(2048 - 157, 2048 + 157);
        Draws(stake: 1, accounts: 8).Should().BeInRange(2048 - 178, 2048 + 178);
    }

    [Fact]
    public void TheWidestStakesAndRates_DoNotOverflow()
    {
        var widest = new Wei((UInt128.One << 96) - 1);
        var round = Round(1) with { Total = widest };
        round.Draws(Staked(1) with { Stake = widest }, Account(1), ulong.MaxValue, uint.MaxValue, 255, ushort.MaxValue).Should().BeTrue();
        round.Draws(Staked(1), Account(1), 3, 1, 2, 1).Should().BeFalse();
    }

    [Fact]
    public void Drawn_NamesEveryDrawnIntervalOnce_AndNoneBeforeTheSeed()
    {
        var (round, mine) = (Round(total: 10), Staked(5));
        // Ten steps, a checkpoint every four: three intervals, the last one shorter.
        var all = Enumerable.Range(0, 3).Where(k => round.Draws(mine, Account(1), 3, 1, (ushort)k, 256)).Select(k => (ushort)k);
        round.Drawn(mine, Account(1), 3, 1, steps: 10, interval: 4, rate: 256).Should().Equal(all).And.NotBeEmpty();
        round.Drawn(Staked(10), Account(1), 3, 1, steps: 10, interval: 4, rate: 512).Should().Equal(0, 1, 2);
        (round with { Seed = default }).Drawn(Staked(10), Account(1), 3, 1, steps: 10, interval: 4, rate: 512).Should().BeEmpty();
    }

    private const ulong Claimed = 1_000;

    private static readonly Hash32 Seed = new(new Packer().Wide(5).ToArray());

    private static RoundAudit Round(ulong total) => new() { Total = new Wei(total), ClaimedAt = new Timestamp(Claimed), Seed = Seed };

    private static Registration Staked(ulong stake) => Registration.None with { Stake = new Wei(stake) };

    private static Address Account(ulong number) => Address.FromHex(number.ToString("x40", System.Globalization.CultureInfo.InvariantCulture));
}
