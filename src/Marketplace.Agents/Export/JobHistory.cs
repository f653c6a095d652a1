using System.Buffers.Binary;
using Marketplace.Chain;
using Marketplace.Chain.Generated;
using Marketplace.Primitives;

namespace Marketplace.Agents.Export;

/// <summary>A call of the market that did something to a job.</summary>
/// <param name="Events">What the contract said of the job in it, in order, at least one.</param>
public sealed record JobTransaction(ChainTransaction Call, Timestamp At, IReadOnlyList<IContractEvent> Events)
{
    /// <summary>The event of this kind, or null.</summary>
    public TEvent? Find<TEvent>()
        where TEvent : class, IContractEvent => Events.OfType<TEvent>().FirstOrDefault();
}

/// <summary>Everything that a chain knows of one job, from its posting to the newest block. Calls that the contract
/// refused changed nothing, left no log, and are not part of it.</summary>
/// <param name="Posted">What it was posted as.</param>
/// <param name="Transactions">The posting first.</param>
/// <param name="Pools">By round: what is still held for those who stood beside the game that ended it.</param>
public sealed record JobHistory(
    ComputeMarket.JobPostedEvent Posted, IReadOnlyList<JobTransaction> Transactions, IReadOnlyDictionary<uint, Wei> Pools)
{
    private const ulong BlocksPerQuestion = 2_000;

    /// <param name="first">A block that is not after the posting.</param>
    /// <exception cref="AgentException">There is no such job from that block on, or another contract has called.</exception>
    public static async Task<JobHistory> ReadAsync(
        IChain chain, Address market, ulong job, BlockNumber first, CancellationToken cancellation)
    {
        var head = await chain.HeadAsync(cancellation);
        var logs = await LogsAsync(chain, market, job, first, head.Number, cancellation);
        if (logs.Count == 0 || ComputeMarket.Events.TryDecode(logs[0]) is not ComputeMarket.JobPostedEvent posted)
            throw new AgentException("JobUnknown", $"No job {job} was posted in a block from {first} on.");

        var transactions = new List<JobTransaction>();
        foreach (var group in logs.GroupBy(log => log.TransactionHash))
            transactions.Add(await TransactionAsync(chain, market, [.. group], cancellation));

        var pools = new Dictionary<uint, Wei>();
        foreach (var slashed in transactions.SelectMany(t => t.Events).OfType<ComputeMarket.SolverSlashedEvent>())
        {
            var question = new ComputeMarket.GetSlashedRoundCall(job, slashed.Round);
            pools[slashed.Round] = new Wei((await chain.ReadAsync(market, question, cancellation, head.Number)).Pool);
        }

        return new JobHistory(posted, transactions, pools);
    }

    private static async Task<List<ChainLog>> LogsAsync(
        IChain chain, Address market, ulong job, BlockNumber first, BlockNumber last, CancellationToken cancellation)
    {
        // Every event about a job has its number for its first indexed value.
        var word = new byte[Hash32.Size];
        BinaryPrimitives.WriteUInt64BigEndian(word.AsSpan(Hash32.Size - sizeof(ulong)), job);
        var topics = ComputeMarket.Events.Topics;
        var logs = new List<ChainLog>();
        for (var from = first; from <= last; from += BlocksPerQuestion)
        {
            var to = last.Value - from.Value < BlocksPerQuestion ? last : from + (BlocksPerQuestion - 1);
            logs.AddRange(await chain.LogsAsync(new LogFilter(from, to, [market], topics, new Hash32(word)), cancellation));
        }

        return logs;
    }

    private static async Task<JobTransaction> TransactionAsync(
        IChain chain, Address market, IReadOnlyList<ChainLog> logs, CancellationToken cancellation)
    {
        var (hash, block) = (logs[0].TransactionHash, logs[0].Block);
        var call = await chain.TransactionAsync(hash, cancellation) ?? throw new ChainReorganisedException(block);
        if (call.To != market)
        {
            throw new AgentException(
                "NotDirect", $"Transaction {hash} reached the market through another contract; a fixture has direct calls only.");
        }

        var header = await chain.BlockAsync(block, cancellation);
        if (header?.Hash != logs[0].BlockHash) throw new ChainReorganisedException(block);
        var events = logs.Select(log => ComputeMarket.Events.TryDecode(log)!);
        return new JobTransaction(call, new Timestamp(header.TimestampSeconds), [.. events]);
    }
}
