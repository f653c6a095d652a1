using Marketplace.Chain.Generated;
using Marketplace.Primitives;
using Marketplace.Protocol.Market;

namespace Marketplace.Scenarios.Tests.Market;

/// <remarks>What verifiers and those who deal with them call.</remarks>
public sealed partial record Operation
{
    public static Operation StakeVerifier(Address sender, Wei value) => new(
        "stakeVerifier", sender, new ComputeMarket.StakeVerifierCall(),
        (book, now, _) => MarketRules.StakeVerifier(book, sender, value, now), value);

    public static Operation UnstakeVerifier(Address sender, Wei amount) => new(
        "unstakeVerifier", sender, new ComputeMarket.UnstakeVerifierCall(amount.Value),
        (book, now, _) => MarketRules.UnstakeVerifier(book, amount, sender, now));

    public static Operation WithdrawVerifierStake(Address sender) => new(
        "withdrawVerifierStake", sender, new ComputeMarket.WithdrawVerifierStakeCall(),
        (book, now, _) => MarketRules.WithdrawVerifierStake(book, sender, now));

    public static Operation DrawSeed(Address sender, ulong job, Func<ulong, Hash32> blockHash) => new(
        "drawSeed", sender, new ComputeMarket.DrawSeedCall(job),
        (book, _, block) => MarketRules.DrawSeed(book, job, blockHash, block));

    public static Operation Pass(Address sender, ulong job, Hash32 traceRoot, ushort interval) => new(
        "pass", sender, new ComputeMarket.PassCall(job, traceRoot, interval),
        (book, now, _) => MarketRules.Pass(book, job, traceRoot, interval, sender, now));

    public static Operation Unavailable(Address sender, ulong job, Hash32 traceRoot, ushort interval) => new(
        "unavailable", sender, new ComputeMarket.UnavailableCall(job, traceRoot, interval),
        (book, now, _) => MarketRules.Unavailable(book, job, traceRoot, interval, sender, now));

    public static Operation Contest(
        Address sender, Wei value, ulong record, GivenVerdict v, uint nonce, Hash32 commitment) => new(
        "contest", sender,
        new ComputeMarket.ContestCall(record, v.Job, v.Round, v.Draw, v.Interval, v.Verifier, nonce, commitment),
        (book, now, block) => MarketRules.Contest(
            book, record, v.Job, v.Round, v.Draw, v.Interval, v.Verifier, nonce, commitment, sender, value, now, block), value);

    public static Operation Collect(Address sender, GivenVerdict v) => new(
        $"collect of {v.Kind}", sender, new ComputeMarket.CollectCall(v.Job, v.Round, v.Draw, v.Interval, v.Verifier),
        (book, now, _) => MarketRules.Collect(book, v.Job, v.Round, v.Draw, v.Interval, v.Verifier, now));

    public static Operation Acknowledge(Address sender, ulong job, Hash32 traceRoot) => new(
        "acknowledge", sender, new ComputeMarket.AcknowledgeCall(job, traceRoot),
        (book, _, _) => MarketRules.Acknowledge(book, job, traceRoot, sender));

    public static Operation Undelivered(Address sender, ulong job) => new(
        "undelivered", sender, new ComputeMarket.UndeliveredCall(job),
        (book, now, block) => MarketRules.Undelivered(book, job, now, block));
}
