using Marketplace.Chain;
using Marketplace.Chain.Generated;
using Marketplace.Chain.Market;
using Marketplace.Primitives;
using Marketplace.Protocol.Disputes;
using Marketplace.Protocol.Fixtures;
using Marketplace.Protocol.Strategies;

namespace Marketplace.World;

/// <summary>Plays fixtures through the compiled contracts. Every fixture begins on the same chain, at the same time and with the
/// same job number, so that its gas is the same each time to the unit.</summary>
public sealed class ContractStage : IDisputeStage, IAsyncDisposable
{
    private const ulong Genesis = 1_800_000_000;

    // Later than any block of the deployment.
    private static readonly Timestamp s_begin = new(Genesis + 1_000);

    private readonly Table _table;
    private readonly Dictionary<FixturePlayer, Address> _players;
    private string _snapshot;
    private StageGames _games = new(new Dictionary<FixturePlayer, Address>());
    private FixtureBalances? _before;
    private Timestamp _now;
    private ulong _job;

    private ContractStage(Table table, string snapshot)
    {
        (_table, _snapshot) = (table, snapshot);
        _players = new Dictionary<FixturePlayer, Address>
        {
            [FixturePlayer.Submitter] = table.Submitter,
            [FixturePlayer.Solver] = table.Solver,
            [FixturePlayer.Challenger] = table.Challenger,
            [FixturePlayer.Stranger] = table.Stranger,
            [FixturePlayer.Second] = table.Accounts[4],
        };
        foreach (var (player, account) in FixtureBalances.Others.Zip(table.Accounts.Skip(5))) _players[player] = account;
    }

    /// <summary>A chain of its own with the contracts on it, of the build that its rules ask for.</summary>
    public static async Task<ContractStage> SetAsync(EvmVersion evm = EvmVersion.Osaka)
    {
        var table = await Table.SetAsync(new AnvilOptions(TimestampSeconds: Genesis, Evm: evm));
        return new ContractStage(table, await table.SnapshotAsync());
    }

    /// <summary>What the chain answers when it is asked for its opcodes.</summary>
    public Task<EvmVersion> EvmVersionAsync() => _table.Chain.EvmVersionAsync(default);

    /// <summary>The chain on which it is played.</summary>
    public Table Table => _table;

    /// <summary>The number of the job that is played.</summary>
    public ulong Job => _job;

    public ValueTask DisposeAsync() => _table.DisposeAsync();

    public async Task BeginAsync(DisputeFixture fixture, CancellationToken cancellation)
    {
        await _table.RevertAsync(_snapshot);
        _snapshot = await _table.SnapshotAsync();
        _games = new StageGames(_players);
        _before = await CreditsAsync(cancellation);
        _now = s_begin;
        var t = fixture.Terms;
        var terms = new Terms(
            t.MinPrice.Value, t.MaxPrice.Value, t.Stake.Value, t.Bond.Value, t.RampSeconds, t.DeliverySeconds, t.WindowSeconds, t.BudgetSeconds,
            t.MinResponse, t.StepAllowance, _now.Seconds + t.ClosesAt.Seconds, default, default, default,
            t.AuditFee.Value, t.AuditStake.Value, t.AuditRate, t.AuditSlots);
        await DoAsync("post", _table.Submitter, new ComputeMarket.PostCall(fixture.Header, fixture.InitialRoot, default, terms), t.Escrow);
        _job = await _table.Chain.ReadAsync(_table.Market, new ComputeMarket.JobCountCall(), cancellation);
        if (fixture.Roots.Count == 0) return;
        _now += DisputeFixture.Tick;
        await DoAsync("lock", _table.Solver, new ComputeMarket.LockCall(_job), t.Stake);
        _now += DisputeFixture.Tick;
        await DoAsync("claim", _table.Solver, ClaimOf(fixture.Roots), Wei.Zero);
    }

    public async Task<(string Outcome, ulong Gas)> PlayAsync(FixtureCall call, CancellationToken cancellation)
    {
        _now += call.After;
        if (call.Blocks > 0)
        {
            await _table.NextBlockAtAsync(new Timestamp(_now.Seconds - call.Blocks));
            await _table.MineAsync(call.Blocks);
        }

        var (sent, value) = await CallAsync(call, cancellation);
        var by = _players[call.By];
        if (await _table.RefusalAsync(by, sent, _now, value, await _table.NextBlockAsync()) is { } reason)
            return (FixtureOutcome.Refused(reason), 0);
        var receipt = await SendAsync(by, sent, value);
        return (Outcome(call, receipt), receipt.GasUsed);
    }

    public async Task<FixtureBalances> BalancesAsync(CancellationToken cancellation)
    {
        var (now, before) = (await CreditsAsync(cancellation), _before!);
        return FixtureBalances.Of(player => now.Of(player) - before.Of(player), now.Burned - before.Burned);
    }

    private async Task<(IContractCall Call, Wei Value)> CallAsync(FixtureCall call, CancellationToken cancellation)
    {
        var job = await _table.JobAsync(_job);
        var (by, challenger) = (_players[call.By], _players[call.Challenger]);
        var round = call.Round ?? job.Round;
        var (state, mover) = _games.StateOf(call, round);
        (IContractCall, Wei) Move(MoveKind kind) => (MarketContract.CallOf(new Turn(kind, state, call.Data)), Wei.Zero);
        switch (call.Kind)
        {
            case FixtureKind.Commit:
                var commitment = new GameSite(_table.ChainId, _table.Market).Commitment(_job, round, by, call.Nonce, call.Salt, call.Data);
                return (new ComputeMarket.CommitCall(_job, round, job.TraceRoot, call.Nonce, commitment), new Wei(job.Terms.Bond << (job.Open >> 3)));
            case FixtureKind.Open: return (new ComputeMarket.OpenCall(_job, call.Nonce, call.Salt, call.Data), Wei.Zero);
            case FixtureKind.Dissect: return Move(MoveKind.Dissect);
            case FixtureKind.Descend: return Move(MoveKind.Descend);
            case FixtureKind.Chain: return Move(MoveKind.Chain);
            case FixtureKind.Prove: return Move(MoveKind.Prove);
            case FixtureKind.Timeout: return (new ComputeMarket.TimeoutCall(state, mover), Wei.Zero);
            case FixtureKind.Release: return (new ComputeMarket.ReleaseCall(state, mover), Wei.Zero);
            case FixtureKind.ReleaseCommitment:
                return (new ComputeMarket.ReleaseCommitmentCall(_job, round, challenger, call.Nonce), Wei.Zero);
            case FixtureKind.Forfeit: return (new ComputeMarket.ForfeitCall(_job, challenger, call.Nonce), Wei.Zero);
            case FixtureKind.Finalize: return (new ComputeMarket.FinalizeCall(_job), Wei.Zero);
            case FixtureKind.Lock: return (new ComputeMarket.LockCall(_job), new Wei(job.Terms.Stake));
            case FixtureKind.Claim: return (ClaimOf(call.Roots), Wei.Zero);
            case FixtureKind.Expire: return (new ComputeMarket.ExpireCall(_job), Wei.Zero);
            case FixtureKind.Cancel: return (new ComputeMarket.CancelCall(_job), Wei.Zero);
            default: throw new InvariantBrokenException($"there is no call {call.Kind}");
        }
    }

    private ComputeMarket.ClaimCall ClaimOf(IReadOnlyList<Hash32> roots) => new(_job, roots, new Hash32[Math.Max(0, roots.Count - 1)]);

    private string Outcome(FixtureCall call, TransactionReceipt receipt)
    {
        foreach (var log in receipt.Logs)
        {
            if (log.Topics[0] == ComputeMarket.MovedEvent.Definition.Topic)
            {
                var moved = GameEvent.Of(ComputeMarket.MovedEvent.Decode(log).Data);
                _games.Add(call.Challenger, moved);
                return FixtureOutcome.Moved(moved.Decoded, _games.PlayerOf(moved.Mover), moved.Values, _now);
            }

            if (log.Topics[0] != ComputeMarket.GameDecidedEvent.Definition.Topic) continue;
            var decided = ComputeMarket.GameDecidedEvent.Decode(log);
            return FixtureOutcome.Decided(_games.PlayerOf(decided.Winner), _games.PlayerOf(decided.Loser), decided.ByProof);
        }

        return FixtureOutcome.Accepted;
    }

    private async Task<FixtureBalances> CreditsAsync(CancellationToken cancellation)
    {
        async Task<Wei> Read(IContractCall<System.Numerics.BigInteger> call) =>
            new((UInt128)await _table.Chain.ReadAsync(_table.Market, call, cancellation));
        var credits = new Dictionary<FixturePlayer, Wei>();
        foreach (var (player, account) in _players) credits[player] = await Read(new ComputeMarket.BalancesCall(account));
        return FixtureBalances.Of(player => credits[player], await Read(new ComputeMarket.BurnedCall()));
    }

    private async Task DoAsync(string what, Address from, IContractCall call, Wei value)
    {
        if (await _table.RefusalAsync(from, call, _now, value) is { } reason)
            throw new FormatException($"The fixture's job is refused at {what}: {reason}.");
        await SendAsync(from, call, value);
    }

    private async Task<TransactionReceipt> SendAsync(Address from, IContractCall call, Wei value)
    {
        await _table.NextBlockAtAsync(_now);
        return await _table.SendAsync(from, call, value);
    }
}
