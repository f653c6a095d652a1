using Marketplace.Primitives;
using Marketplace.Protocol.Market;
using Marketplace.Simulation.Ledgers;

namespace Marketplace.Simulation.Casting;

/// <summary>Draws the chain's weather and terms that promise something in it: clocks that a prompt player meets even if it is
/// censored for as long as the censor can.</summary>
public static class TermsDraw
{
    /// <summary>Own turns of one side at most (D3), and one to spare.</summary>
    private const uint OwnTurns = 8;

    public static Weather Weather(Dice dice)
    {
        var block = dice.Pick<uint>([1, 2, 5, 12]);
        var reorgs = dice.Chance(35);
        var held = dice.Chance(50);
        return new Weather(
            block, held ? 30 : 0, held ? block * dice.Between(1, 3) : 0, reorgs ? (int)dice.Between(5, 40) : 0, 1 + dice.Roll(3));
    }

    public static Censor Censor(Dice dice, Weather weather, Address victim)
    {
        // An opening has to be shown within 256 blocks (D1).
        var seconds = dice.Between(weather.BlockSeconds, Math.Min(400, 200 * weather.BlockSeconds));
        return new Censor(victim, dice.Roll(8), seconds, dice.Chance(50) ? seconds : dice.Between(weather.BlockSeconds, seconds));
    }

    /// <param name="interval">Steps between two checkpoints.</param>
    public static JobTerms Terms(Dice dice, Weather weather, uint interval, Timestamp now)
    {
        var latency = weather.LatencySeconds;
        var censored = weather.Censor?.Seconds ?? 0;
        var minResponse = Math.Max(JobTerms.MinResponseSeconds, latency) + dice.Pick<uint>([0, 0, 7, 60]);
        var allowance = dice.Between(1, 3);
        var (a, b) = (Amount(dice), Amount(dice));
        var highest = a < b ? b : a;
        return new JobTerms
        {
            MinPrice = a < b ? a : b,
            MaxPrice = highest,
            Stake = (highest < JobTerms.MinStake ? JobTerms.MinStake : highest) + (dice.Chance(30) ? Wei.Zero : Amount(dice)),
            Bond = JobTerms.MinBond + new Wei(dice.Word() >> 10),
            RampSeconds = dice.Pick<uint>([0, 1, 100, 5000]),
            DeliverySeconds = censored + 4 * latency + dice.Between(0, 600),
            WindowSeconds = Math.Max(Math.Max(JobTerms.MinWindowSeconds, 4 * allowance * interval), censored + 4 * latency)
                + dice.Pick<uint>([0, 0, 1, 500]),
            BudgetSeconds = Math.Max(minResponse, censored + OwnTurns * latency) + dice.Pick<uint>([0, 0, 1, 300]),
            MinResponse = minResponse,
            StepAllowance = allowance,
            ClosesAt = now + dice.Between(300, 4000),
        };
    }

    /// <summary>Up to about 4 coins that divide by nothing in particular.</summary>
    private static Wei Amount(Dice dice) => new(dice.Word() >> 2);
}
