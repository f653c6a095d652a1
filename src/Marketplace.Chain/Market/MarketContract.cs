using System.Numerics;
using Marketplace.Chain.Generated;
using Marketplace.Chain.Generated.Tokens;
using Marketplace.Primitives;
using Marketplace.Protocol;
using Marketplace.Protocol.Disputes;
using Marketplace.Protocol.Market;

namespace Marketplace.Chain.Market;

/// <summary>The market contract as one account sees and calls it: typed questions, typed transactions.</summary>
public sealed partial class MarketContract(IChain chain, Address address, ITransactionSender sender)
{
    public IChain Chain => chain;

    public Address Address => address;

    public Address Account => sender.Account;

    // ------------------------------------------------------------------------------------------- questions

    public async Task<GameSite> SiteAsync(CancellationToken cancellation) =>
        new(await chain.ChainIdAsync(cancellation), address);

    public Task<JobRecord> JobAsync(ulong job, CancellationToken cancellation) =>
        chain.ReadAsync(address, new ComputeMarket.GetJobCall(job), cancellation);

    public async Task<JobState> StateAsync(ulong job, CancellationToken cancellation) =>
        (JobState)(await JobAsync(job, cancellation)).State;

    public async Task<Wei> BalanceAsync(Address account, CancellationToken cancellation) =>
        ToWei(await chain.ReadAsync(address, new ComputeMarket.BalancesCall(account), cancellation));

    /// <summary>What an account may withdraw of a token, in its smallest units.</summary>
    public Task<BigInteger> BalanceAsync(Address token, Address account, CancellationToken cancellation) =>
        chain.ReadAsync(address, new ComputeMarket.TokenBalancesCall(token, account), cancellation);

    /// <summary>What the market may still take of the account's tokens.</summary>
    public Task<BigInteger> AllowanceAsync(Address token, CancellationToken cancellation) =>
        chain.ReadAsync(token, new IERC20.AllowanceCall(Account, address), cancellation);

    public async Task<Wei> BurnedAsync(CancellationToken cancellation) =>
        ToWei(await chain.ReadAsync(address, new ComputeMarket.BurnedCall(), cancellation));

    /// <summary>What is stored under a game's id.</summary>
    public Task<Hash32> StoredAsync(Hash32 game, CancellationToken cancellation) =>
        chain.ReadAsync(address, new ComputeMarket.GamesCall(game), cancellation);

    public async Task<Timestamp> NowAsync(CancellationToken cancellation) => new((await chain.HeadAsync(cancellation)).TimestampSeconds);

    /// <summary>Reads this contract's events from a block on.</summary>
    public LogReader Events(BlockNumber first) => new(chain, [address], ComputeMarket.Events, first);

    // ------------------------------------------------------------------------------------------- the market

    public Task<TransactionResult> PostAsync(
        byte[] header, Hash32 initialRoot, Hash32 spec, Terms terms, CancellationToken cancellation) =>
        SendAsync(
            new ComputeMarket.PostCall(header, initialRoot, spec, terms), cancellation,
            terms.Token == Address.Zero ? EscrowOf(terms) : Wei.Zero);

    /// <summary>What the submitter leaves with the market: the highest price, and the fees of all verdicts.</summary>
    public static Wei EscrowOf(Terms terms) => new Wei(terms.MaxPrice) + new Wei(terms.AuditFee) * terms.AuditSlots;

    /// <summary>Brings a job that its submitter has signed (M14).</summary>
    /// <param name="signature">r 32 ‖ s 32 ‖ v 1 of a key, or what the submitter's contract takes for a signature.</param>
    /// <param name="permit">Empty, or value ‖ deadline ‖ v ‖ r ‖ s of the token's permit, a word each.</param>
    public Task<TransactionResult> PostSignedAsync(
        JobOffer offer, byte[] signature, byte[] permit, CancellationToken cancellation) =>
        SendAsync(CallOf(offer, signature, permit), cancellation);

    public Task<TransactionResult> RevokeOfferAsync(UInt128 nonce, CancellationToken cancellation) =>
        SendAsync(new ComputeMarket.RevokeOfferCall(nonce), cancellation);

    /// <summary>Adds coins to the account's balance, for offers that somebody else will bring.</summary>
    public Task<TransactionResult> DepositAsync(Wei amount, CancellationToken cancellation) =>
        SendAsync(new ComputeMarket.DepositCall(), cancellation, amount);

    /// <param name="proof">That the account is on the job's list (B19); null for a job that anybody may lock.</param>
    public Task<TransactionResult> LockAsync(
        ulong job, Wei stake, CancellationToken cancellation, IReadOnlyList<Hash32>? proof = null) =>
        SendAsync(proof is null ? new ComputeMarket.LockCall(job) : new ComputeMarket.Lock2Call(job, proof), cancellation, stake);

    public Task<TransactionResult> ClaimAsync(
        ulong job, IReadOnlyList<Hash32> roots, IReadOnlyList<Hash32> blobs, CancellationToken cancellation) =>
        SendAsync(new ComputeMarket.ClaimCall(job, roots, blobs), cancellation);

    public Task<TransactionResult> FinalizeAsync(ulong job, CancellationToken cancellation) =>
        SendAsync(new ComputeMarket.FinalizeCall(job), cancellation);

    public Task<TransactionResult> CancelAsync(ulong job, CancellationToken cancellation) =>
        SendAsync(new ComputeMarket.CancelCall(job), cancellation);

    public Task<TransactionResult> WithdrawAsync(CancellationToken cancellation) =>
        SendAsync(new ComputeMarket.WithdrawCall(), cancellation);

    public Task<TransactionResult> WithdrawTokenAsync(Address token, CancellationToken cancellation) =>
        SendAsync(new ComputeMarket.WithdrawTokenCall(token), cancellation);

    /// <summary>Lets the market take so much of a token.</summary>
    public Task<TransactionResult> ApproveAsync(Address token, BigInteger amount, CancellationToken cancellation) =>
        sender.SendAsync(TransactionRequest.Call(token, new IERC20.ApproveCall(address, amount)), cancellation);

    // ------------------------------------------------------------------------------------------- the game

    public Task<TransactionResult> CommitAsync(
        ulong job, uint round, Hash32 traceRoot, uint nonce, Hash32 commitment, Wei bond, CancellationToken cancellation) =>
        SendAsync(new ComputeMarket.CommitCall(job, round, traceRoot, nonce, commitment), cancellation, bond);

    public Task<TransactionResult> OpenAsync(
        ulong job, uint nonce, byte[] salt, byte[] opening, CancellationToken cancellation) =>
        SendAsync(new ComputeMarket.OpenCall(job, nonce, salt, opening), cancellation);

    public Task<TransactionResult> MoveAsync(Turn turn, CancellationToken cancellation) => SendAsync(CallOf(turn), cancellation);

    public Task<TransactionResult> TimeoutAsync(byte[] state, Address mover, CancellationToken cancellation) =>
        SendAsync(new ComputeMarket.TimeoutCall(state, mover), cancellation);

    public Task<TransactionResult> ReleaseAsync(byte[] state, Address mover, CancellationToken cancellation) =>
        SendAsync(new ComputeMarket.ReleaseCall(state, mover), cancellation);

    /// <summary>What a move is sent as.</summary>
    public static IContractCall CallOf(Turn turn) => new TurnCall(turn);

    /// <summary>What a signed offer is sent as.</summary>
    public static IContractCall<ulong> CallOf(JobOffer offer, byte[] signature, byte[] permit) => new ComputeMarket.PostSignedCall(
        offer.Header, offer.InitialRoot, offer.Spec, offer.Terms.ToChain(), offer.Submitter, offer.Nonce, offer.ValidUntil.Seconds,
        signature, permit);

    /// <summary>The rule by which a transaction was refused; <see cref="Reason.None"/> if the cause is no rule of ours.</summary>
    public static Reason ReasonOf(RevertReason refusal) =>
        Enum.TryParse<Reason>(refusal.Name, out var reason) ? reason : Reason.None;

    private Task<TransactionResult> SendAsync(IContractCall call, CancellationToken cancellation, Wei value = default) =>
        sender.SendAsync(TransactionRequest.Call(address, call, value), cancellation);

    private static Wei ToWei(BigInteger amount) => new((UInt128)amount);
}
