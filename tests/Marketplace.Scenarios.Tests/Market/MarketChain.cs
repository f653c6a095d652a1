using Marketplace.World;
using System.Numerics;
using Marketplace.Chain;
using Marketplace.Chain.Generated;
using Marketplace.Primitives;
using Marketplace.Protocol.Market;
using Marketplace.Scenarios.Tests.Games;
using Marketplace.Scenarios.Tests.Generated;

namespace Marketplace.Scenarios.Tests.Market;

/// <summary>The compiled market beside its mirror.</summary>
public sealed class MarketChain(Table table)
{
    /// <summary>What the chain did with an operation: refused with a name, or accepted (null).</summary>
    public async Task<string?> TryAsync(Operation operation, Timestamp now, ulong block, bool expectsRefusal)
    {
        // A refusal is only asked for: it takes no block and moves no time.
        if (expectsRefusal) return await table.RefusalAsync(operation.Sender, operation.Call, now, operation.Value, block);
        await table.NextBlockAtAsync(now);
        try
        {
            var receipt = await table.SendAsync(operation.Sender, operation.Call, operation.Value, operation.To);
            receipt.Block.Value.Should().Be(block, "the mirror was told this block");
            return null;
        }
        catch (InvalidOperationException e)
        {
            return e.Message;
        }
    }

    /// <summary>Every difference between the contract's storage and the book.</summary>
    public async Task<IReadOnlyList<string>> DifferencesAsync(
        MarketBook book, IEnumerable<Hash32> games, IEnumerable<Hash32>? verdicts = null)
    {
        var differences = new List<string>();
        void Compare(string what, object chain, object mirror)
        {
            if (chain.Equals(mirror)) return;
            lock (differences) differences.Add($"{what}: the chain has {chain}, the mirror {mirror}");
        }

        async Task<Wei> Amount(IContractCall<BigInteger> call) => new((UInt128)await Read(call));

        var reads = new List<Task>
        {
            Then(table.Chain.BalanceAsync(table.Market, default), x => Compare("holdings", x, book.Holdings)),
            Then(Amount(new ComputeMarket.BurnedCall()), x => Compare("burned", x, book.Burned)),
            Then(Read(new ComputeMarket.StakedCall()), x => Compare("stakes of verifiers", new Wei(x), book.Staked)),
            Then(Read(new ComputeMarket.JobCountCall()), x => Compare("jobs", x, book.JobCount)),
        };
        foreach (var account in table.Accounts)
        {
            reads.Add(Then(
                Amount(new ComputeMarket.BalancesCall(account)),
                x => Compare($"balance of {account}", x, book.BalanceOf(account))));
        }

        foreach (var (verifier, registration) in book.Registry)
        {
            reads.Add(Then(
                Read(new ComputeMarket.GetVerifierCall(verifier)),
                x => Compare($"registration of {verifier}", x, OnChain.Of(registration))));
        }

        foreach (var ((number, round), audit) in book.Audits)
        {
            reads.Add(Then(
                Read(new ComputeMarket.GetAuditCall(number, round)),
                x => Compare($"audit of round {round} of job {number}", x, OnChain.Of(audit))));
        }

        foreach (var key in verdicts ?? [])
        {
            reads.Add(Then(
                Read(new ComputeMarket.GetVerdictCall(key)),
                x => Compare($"verdict {key}", x, OnChain.Of(book.Verdicts.GetValueOrDefault(key)))));
        }

        foreach (var (token, model) in book.Tokens)
        {
            Task Held(Address account) => Then(
                table.Chain.ReadAsync(token, new SampleToken.BalanceOfCall(account), default),
                x => Compare($"tokens {token} of {account}", new Wei((UInt128)x), model.BalanceOf(account)));
            reads.Add(Held(table.Market));
            // Submitters and solvers: nobody else comes to tokens.
            foreach (var account in model.Manner == TokenManner.Exact ? table.Accounts.Take(4) : [])
            {
                reads.Add(Held(account));
                reads.Add(Then(
                    Amount(new ComputeMarket.TokenBalancesCall(token, account)),
                    x => Compare($"token balance of {account}", x, book.BalanceOf(token, account))));
            }
        }

        foreach (var (number, job) in book.Jobs)
        {
            reads.Add(Then(Read(new ComputeMarket.GetJobCall(number)), x => Compare($"job {number}", x, OnChain.Of(job))));
            for (var round = 1u; round <= job.Round; round++)
            {
                var (at, pool) = (round, book.Slashed.GetValueOrDefault((number, round)));
                reads.Add(Then(
                    Read(new ComputeMarket.GetSlashedRoundCall(number, at)),
                    x => Compare($"slashed round {at} of job {number}", x, OnChain.Of(pool))));
            }
        }

        foreach (var game in games)
            reads.Add(Then(table.StoredAsync(game), x => Compare($"game {game}", x, book.StoredOf(game))));
        await Task.WhenAll(reads);
        return differences;
    }

    private Task<T> Read<T>(IContractCall<T> call) => table.Chain.ReadAsync(table.Market, call, default);

    private static async Task Then<T>(Task<T> question, Action<T> look) => look(await question);
}
