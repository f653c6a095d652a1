using Marketplace.Agents.Games;
using Marketplace.Agents.Jobs;
using Marketplace.Protocol.Market;

namespace Marketplace.Agents.Tests;

/// <summary>A solver holds every input in its hands, whole and undamaged, before it stakes anything (M2, A3).</summary>
public sealed class DamagedBlobTests
{
    [Fact]
    public async Task Load_OfTheSampleJob_GivesWhatWasPrepared()
    {
        await using var market = await SmallMarket.SetAsync();
        var package = await JobPackage.LoadAsync(await market.AgentAsync(), 1, default);
        package.Program.Root.Should().Be(market.Job.Program.Root);
        package.Initial.Root.Should().Be(market.Job.Initial.Root);
    }

    [Fact]
    public async Task Solver_BeforeDamagedInputs_RefusesAndStakesNothing()
    {
        await using var market = await SmallMarket.SetAsync();
        foreach (var blob in (byte[][])[.. market.Job.Files, market.Job.Spec.ToBytes()])
        {
            var file = market.FileOf(blob);
            var whole = await File.ReadAllBytesAsync(file);
            foreach (var at in (int[])[0, whole.Length / 2, whole.Length - 1])
            {
                var flipped = (byte[])whole.Clone();
                flipped[at] ^= 1;
                await File.WriteAllBytesAsync(file, flipped);
                await RefusedAsync(market, "BlobCorrupted");
            }

            await File.WriteAllBytesAsync(file, whole[..^1]);
            await RefusedAsync(market, "BlobCorrupted");
            await File.WriteAllBytesAsync(file, new byte[4 << 20]);
            await RefusedAsync(market, "BlobTooLarge");
            File.Delete(file);
            await RefusedAsync(market, "BlobMissing");
            await File.WriteAllBytesAsync(file, whole);
        }

        (await JobPackage.LoadAsync(await market.AgentAsync(), 1, default)).Job.Should().Be(1);
    }

    [Fact]
    public async Task Solver_OfAJobThatDoesNotExist_Refuses()
    {
        await using var market = await SmallMarket.SetAsync();
        var solver = new Solver(await market.AgentAsync(), new HonestMoves());
        (await solver.Awaiting(s => s.WorkAsync(2, default)).Should().ThrowAsync<AgentException>())
            .Which.Reason.Should().Be("NoSuchJob");
    }

    private static async Task RefusedAsync(SmallMarket market, string reason)
    {
        var agent = await market.AgentAsync();
        var before = await agent.Market.Chain.BalanceAsync(agent.Market.Account, default);
        (await new Solver(agent, new HonestMoves()).Awaiting(s => s.WorkAsync(1, default)).Should().ThrowAsync<AgentException>())
            .Which.Reason.Should().Be(reason);
        (await agent.Market.StateAsync(1, default)).Should().Be(JobState.Open);
        (await agent.Market.Chain.BalanceAsync(agent.Market.Account, default)).Should().Be(before);
    }
}
