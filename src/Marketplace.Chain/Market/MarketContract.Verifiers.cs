using Marketplace.Chain.Generated;
using Marketplace.Primitives;
using Marketplace.Protocol.Market;

namespace Marketplace.Chain.Market;

/// <remarks>Verifiers: their registry, the draw, verdicts and delivery (M6, M10). What is read comes as the rules know it.</remarks>
public sealed partial class MarketContract
{
    // ------------------------------------------------------------------------------------------- questions

    /// <summary>What a verifier has in the registry.</summary>
    public async Task<Registration> RegistrationAsync(Address verifier, CancellationToken cancellation) =>
        (await chain.ReadAsync(address, new ComputeMarket.GetVerifierCall(verifier), cancellation)).ToRegistration();

    /// <summary>All stakes in the registry.</summary>
    public async Task<Wei> StakedAsync(CancellationToken cancellation) =>
        new(await chain.ReadAsync(address, new ComputeMarket.StakedCall(), cancellation));

    /// <returns>As <see cref="RoundAudit.None"/> if the round has no verifiers or is not claimed yet.</returns>
    public async Task<RoundAudit> AuditAsync(ulong job, uint round, CancellationToken cancellation) =>
        (await chain.ReadAsync(address, new ComputeMarket.GetAuditCall(job, round), cancellation)).ToRoundAudit();

    // ------------------------------------------------------------------------------------------- the registry

    public Task<TransactionResult> StakeVerifierAsync(Wei amount, CancellationToken cancellation) =>
        SendAsync(new ComputeMarket.StakeVerifierCall(), cancellation, amount);

    public Task<TransactionResult> UnstakeVerifierAsync(Wei amount, CancellationToken cancellation) =>
        SendAsync(new ComputeMarket.UnstakeVerifierCall(amount.Value), cancellation);

    public Task<TransactionResult> WithdrawVerifierStakeAsync(CancellationToken cancellation) =>
        SendAsync(new ComputeMarket.WithdrawVerifierStakeCall(), cancellation);

    // ------------------------------------------------------------------------------------------- verdicts

    public Task<TransactionResult> DrawSeedAsync(ulong job, CancellationToken cancellation) =>
        SendAsync(new ComputeMarket.DrawSeedCall(job), cancellation);

    public Task<TransactionResult> PassAsync(ulong job, Hash32 traceRoot, ushort interval, CancellationToken cancellation) =>
        SendAsync(new ComputeMarket.PassCall(job, traceRoot, interval), cancellation);

    public Task<TransactionResult> UnavailableAsync(ulong job, Hash32 traceRoot, ushort interval, CancellationToken cancellation) =>
        SendAsync(new ComputeMarket.UnavailableCall(job, traceRoot, interval), cancellation);

    /// <param name="commitment">Naming the record that the pass becomes, and its round 1.</param>
    public Task<TransactionResult> ContestAsync(
        GivenVerdict pass, uint nonce, Hash32 commitment, Wei bond, CancellationToken cancellation) =>
        SendAsync(
            new ComputeMarket.ContestCall(
                pass.ContestedAs, pass.Job, pass.Round, pass.Draw, pass.Interval, pass.Verifier, nonce, commitment),
            cancellation, bond);

    public Task<TransactionResult> CollectAsync(GivenVerdict verdict, CancellationToken cancellation) =>
        SendAsync(
            new ComputeMarket.CollectCall(verdict.Job, verdict.Round, verdict.Draw, verdict.Interval, verdict.Verifier), cancellation);

    // ------------------------------------------------------------------------------------------- delivery

    public Task<TransactionResult> AcknowledgeAsync(ulong job, Hash32 traceRoot, CancellationToken cancellation) =>
        SendAsync(new ComputeMarket.AcknowledgeCall(job, traceRoot), cancellation);

    public Task<TransactionResult> UndeliveredAsync(ulong job, CancellationToken cancellation) =>
        SendAsync(new ComputeMarket.UndeliveredCall(job), cancellation);

    /// <summary>Gives the account the bond of a commitment back that it never opened, after the round has ended.</summary>
    public Task<TransactionResult> ReleaseCommitmentAsync(ulong job, uint round, uint nonce, CancellationToken cancellation) =>
        SendAsync(new ComputeMarket.ReleaseCommitmentCall(job, round, Account, nonce), cancellation);
}
