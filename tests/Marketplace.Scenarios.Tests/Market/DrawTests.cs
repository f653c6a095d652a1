using Marketplace.Chain;
using Marketplace.Chain.Generated;
using Marketplace.Primitives;
using Marketplace.Protocol;
using Marketplace.Protocol.Market;
using Marketplace.Scenarios.Tests.Agents;

namespace Marketplace.Scenarios.Tests.Market;

/// <summary>Who is drawn (B21): the rule in C# beside the contract's answer, for every interval of claims with 256 of them.</summary>
public sealed class DrawTests
{
    private const int Intervals = 256;

    [Theory]
    [InlineData((ushort)1)]
    [InlineData((ushort)100)]
    [InlineData((ushort)256)]
    [InlineData((ushort)1_500)]
    [InlineData(ushort.MaxValue)]
    public async Task EveryInterval_IsDrawnByBothOrByNeither(ushort rate)
    {
        await using var market = await SmallMarket.OpenAsync();
        // From a thousandth of all stakes to a half of them, and somebody who has none.
        Wei[] stakes = [Wei.Coins(1) / 25, Wei.Coins(1), Wei.Coins(3) + new Wei(1), Wei.Coins(12), Wei.Coins(20)];
        var verifiers = new List<Marketplace.Agents.Agent>();
        foreach (var stake in stakes) verifiers.Add((await market.NewVerifierAsync(stake)).Agent);
        var (stranger, _) = await market.NewAgentAsync();
        verifiers.Add(stranger);

        var drawn = 0;
        for (var seed = 0; seed < 3; seed++)
        {
            var job = await ClaimedAsync(market, rate);
            await market.SeedBlocksAsync();
            (await stranger.Market.DrawSeedAsync(job, default)).OrThrow();
            var audit = await stranger.Market.AuditAsync(job, 1, default);
            foreach (var verifier in verifiers)
            {
                var account = verifier.Market.Account;
                var registration = await stranger.Market.RegistrationAsync(account, default);
                var mine = audit.Drawn(registration, account, job, 1, Intervals, 1, rate).ToHashSet();
                for (ushort k = 0; k < Intervals; k++)
                    (await IsDrawnAsync(verifier, job, k)).Should().Be(mine.Contains(k), "job {0}, {1}, interval {2}", job, account, k);
                drawn += mine.Count;
            }
        }

        // All stakes have rate / 256 verdicts an interval to expect, each at most one of them.
        drawn.Should().BeInRange(rate == 1 ? 0 : 1, 3 * Intervals * stakes.Length);
    }

    /// <summary>What the contract would say to a verdict now.</summary>
    private static async Task<bool> IsDrawnAsync(Marketplace.Agents.Agent verifier, ulong job, ushort interval)
    {
        var root = (await verifier.Market.JobAsync(job, default)).TraceRoot;
        var call = new CallRequest(verifier.Market.Address, new ComputeMarket.UnavailableCall(job, root, interval).Encode(), verifier.Market.Account);
        return await verifier.Market.Chain.CallAsync(call, default) switch
        {
            CallResult.Returned => true,
            CallResult.Reverted reverted when reverted.Reason(ComputeMarket.Errors).Name == nameof(Reason.NotDrawn) => false,
            var other => throw new InvalidOperationException($"The contract said {other}."),
        };
    }

    private static async Task<ulong> ClaimedAsync(SmallMarket market, ushort rate)
    {
        var job = await market.PostAsync(SmallMarket.Audited(rate, slots: 4, SmallMarket.JobOf(steps: Intervals, checkpointEvery: 1)));
        var (solver, _) = await market.NewAgentAsync();
        var onChain = await solver.Market.JobAsync(job, default);
        (await solver.Market.LockAsync(job, new Wei(onChain.Terms.Stake), default)).OrThrow();
        Hash32[] roots = [onChain.InitialRoot, .. Enumerable.Range(0, Intervals).Select(k => Keccak.Hash([(byte)k]))];
        (await solver.Market.ClaimAsync(job, roots, roots[1..], default)).OrThrow();
        return job;
    }
}
