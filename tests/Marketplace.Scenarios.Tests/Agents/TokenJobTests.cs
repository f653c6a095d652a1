using System.Numerics;
using Marketplace.Agents;
using Marketplace.Agents.Games;
using Marketplace.Chain;
using Marketplace.Primitives;
using Marketplace.Protocol.Market;
using Marketplace.Scenarios.Tests.Generated;

namespace Marketplace.Scenarios.Tests.Agents;

/// <summary>The product's agents about a job that is paid in a token, for listed solvers only, with somebody to be told.</summary>
public sealed class TokenJobTests
{
    private static readonly BigInteger Unit = BigInteger.Pow(10, 18);

    [Fact]
    public async Task PrivateJobInTokens_IsTakenByAListedSolver_AndPaidInTokens()
    {
        await using var market = await SmallMarket.OpenAsync();
        var (submitter, _) = await market.NewAgentAsync();
        var (solver, words) = await market.NewAgentAsync();
        var (stranger, _) = await market.NewAgentAsync();
        var token = await market.CreateAsync("SampleToken");
        await market.SendAsync(token, new SampleToken.MintCall(submitter.Market.Account, 5 * Unit));
        var consumer = await market.CreateAsync("RevertingConsumer");
        string[] listed = [solver.Market.Account.ToString(), consumer.ToString()];
        var terms = SmallMarket.Job.Market with { Token = token.ToString(), Callback = consumer.ToString(), Solvers = listed };
        var job = await new Submitter(submitter).PostAsync(SmallMarket.Job with { Market = terms }, default);

        var list = AllowList.Of([consumer, solver.Market.Account]);
        foreach (var other in (AllowList?[])[null, list, AllowList.Of([stranger.Market.Account])])
        {
            var refused = () => new Solver(stranger, new HonestMoves(), other).WorkAsync(job, default);
            (await refused.Should().ThrowAsync<AgentException>()).Which.Reason.Should().Be("NotAllowed");
        }

        var work = new Solver(solver, new HonestMoves(), list).WorkAsync(job, default);
        await SmallMarket.StateBecomesAsync(submitter, job, JobState.Claimed, work);
        await market.CloseWindowAsync(submitter, job);

        (await work).Should().Be(JobState.Finalized, words.ToString());
        (await BalanceAsync(solver, token)).Should().Be(Unit);
        (await BalanceAsync(submitter, token)).Should().Be(4 * Unit);
        (await solver.Market.Chain.BalanceAsync(solver.Market.Account, default)).Should().BeGreaterThan(
            Wei.Coins(99), "the stake is back, but for the gas");
    }

    [Fact]
    public async Task Reclaim_TakesTheTokensBack()
    {
        await using var market = await SmallMarket.OpenAsync();
        var (submitter, _) = await market.NewAgentAsync();
        var token = await market.CreateAsync("SampleToken");
        await market.SendAsync(token, new SampleToken.MintCall(submitter.Market.Account, Unit));
        var terms = SmallMarket.Job.Market with { Token = token.ToString() };
        var job = await new Submitter(submitter).PostAsync(SmallMarket.Job with { Market = terms }, default);
        (await BalanceAsync(submitter, token)).Should().Be(0);

        await new Submitter(submitter).ReclaimAsync(job, default);

        (await BalanceAsync(submitter, token)).Should().Be(Unit);
    }

    private static Task<BigInteger> BalanceAsync(Agent agent, Address token) =>
        agent.Market.Chain.ReadAsync(token, new SampleToken.BalanceOfCall(agent.Market.Account), default);
}
