using Marketplace.Chain;
using Marketplace.Chain.Generated;
using Marketplace.Chain.Market;
using Marketplace.Primitives;
using Marketplace.Protocol.Disputes;
using Marketplace.Protocol.Strategies;

namespace Marketplace.World.Synthetic;

/// <summary>Synthetic disputes on the compiled contracts: a job is posted, locked, claimed and disputed to the payout.</summary>
public sealed class SyntheticMatch(Table table)
{
    private const uint Nonce = 1;
    private static readonly UInt128 s_coin = Wei.Coins(1).Value;
    private static readonly byte[] s_salt = Keccak.Hash("salt"u8).ToArray()[..16];

    /// <summary>Plays a small game for each side to win, so that afterwards no balance is fresh and something is
    /// burned.</summary>
    public async Task ReachSteadyStateAsync()
    {
        await PlayAsync(DisputeShape.Product(16, 16, 16, 4, 16, 64, 256));
        await PlayAsync(DisputeShape.Product(16, 16, 16, 4, 16, 64, 64));
    }

    /// <summary>A job of this shape, posted, with a price that does not change.</summary>
    /// <returns>Its number.</returns>
    public async Task<ulong> PostAsync(SyntheticDispute dispute)
    {
        var closes = (await table.NowAsync()).Seconds + 1_000_000;
        var terms = new Terms(s_coin, s_coin, s_coin, s_coin / 10, 0, 100_000, 100_000, 3_600, 60, 2, closes, default, default, default, 0, 0, 0, 0);
        await table.SendAsync(
            table.Submitter, new ComputeMarket.PostCall(dispute.Header, dispute.Roots[0], Keccak.Hash("spec"u8), terms), new Wei(s_coin));
        return await table.Chain.ReadAsync(table.Market, new ComputeMarket.JobCountCall(), default);
    }

    public Task<TransactionReceipt> LockAsync(ulong job) =>
        table.SendAsync(table.Solver, new ComputeMarket.LockCall(job), new Wei(s_coin));

    public Task<TransactionReceipt> ClaimAsync(ulong job, SyntheticDispute dispute) => table.SendAsync(
        table.Solver, new ComputeMarket.ClaimCall(job, dispute.Roots, [.. dispute.Roots.Skip(1).Select(r => Keccak.Hash(r, r))]));

    /// <summary>Plays a dispute from the commitment to the payout.</summary>
    /// <param name="proves">Whether the last move is made; else whoever holds the turn lets the clock run out, as a liar
    /// does who has nothing to prove.</param>
    public async Task<DisputeCost> PlayAsync(DisputeShape shape, bool proves = true)
    {
        var dispute = new SyntheticDispute(shape);
        var job = await PostAsync(dispute);
        await LockAsync(job);
        await ClaimAsync(job, dispute);

        var costs = new List<TransactionCost>();
        var receipt = await OpenAsync(job, dispute.Opening(), costs);
        for (; ; )
        {
            var moved = ComputeMarket.MovedEvent.Decode(receipt.Logs.Single(l => l.Topics[0] == ComputeMarket.MovedEvent.Definition.Topic));
            var game = GameEvent.Of(moved.Data);
            var turn = dispute.Next(game);
            var decides = turn.Kind == MoveKind.Prove;
            if (decides && !proves)
            {
                await table.NextBlockAtAsync(game.Decoded.Deadline + 1);
                await SendAsync("Timeout", game.Decoded.Waiting, new ComputeMarket.TimeoutCall(game.State, game.Mover));
                return new DisputeCost(costs);
            }

            receipt = await SendAsync($"{turn.Kind} in {game.Decoded.Alphabet}", game.Mover, MarketContract.CallOf(turn));
            if (decides) return new DisputeCost(costs);
        }

        async Task<TransactionReceipt> SendAsync(string name, Address from, IContractCall call)
        {
            var sent = await table.SendAsync(from, call);
            costs.Add(Cost(name, from, call, sent));
            return sent;
        }
    }

    private async Task<TransactionReceipt> OpenAsync(ulong job, byte[] opening, List<TransactionCost> costs)
    {
        var site = new GameSite(table.ChainId, table.Market);
        var claimed = await table.JobAsync(job);
        var round = claimed.Round;
        var commit = new ComputeMarket.CommitCall(
            job, round, claimed.TraceRoot, Nonce, site.Commitment(job, round, table.Challenger, Nonce, s_salt, opening));
        costs.Add(Cost("Commit", table.Challenger, commit, await table.SendAsync(table.Challenger, commit, new Wei(s_coin / 10))));
        var open = new ComputeMarket.OpenCall(job, Nonce, s_salt, opening);
        var opened = await table.SendAsync(table.Challenger, open);
        costs.Add(Cost("Open", table.Challenger, open, opened));
        return opened;
    }

    private TransactionCost Cost(string name, Address from, IContractCall call, TransactionReceipt receipt)
    {
        var calldata = call.Encode();
        return new(name, from == table.Challenger, calldata.Length, TransactionCost.FloorOf(calldata), receipt.GasUsed);
    }
}
