using Marketplace.Primitives;

namespace Marketplace.Chain;

/// <summary>Sends the transactions of one account.</summary>
public interface ITransactionSender
{
    Address Account { get; }

    /// <summary>Sends and waits for the block. A refusal is a value; if it is foreseen, nothing is sent and nothing paid.</summary>
    /// <exception cref="ChainFailureException">The node failed. Whether the transaction was sent may be unknown.</exception>
    Task<TransactionResult> SendAsync(TransactionRequest request, CancellationToken cancellation);
}

/// <summary>How a sender spends gas and patience.</summary>
public sealed record TransactionSenderOptions
{
    /// <summary>An estimate is raised by this many percent: the state may change until the block.</summary>
    public ulong GasMarginPercent { get; init; } = 20;

    /// <summary>The most gas that one transaction may take since the Osaka fork (EIP-7825).</summary>
    public ulong GasLimitMax { get; init; } = 16_777_216;

    /// <summary>How long a transaction is waited for.</summary>
    public TimeSpan MinedWithin { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>The delay between two questions for a receipt grows from the first to the second.</summary>
    public TimeSpan PollFirst { get; init; } = TimeSpan.FromMilliseconds(2);

    public TimeSpan PollLast { get; init; } = TimeSpan.FromMilliseconds(500);
}

/// <summary>
/// The sender of one account: it keeps the nonce, foresees refusals, and sends one transaction after the other,
/// because a nonce that overtakes another strands both at a node that mines at once.
/// </summary>
/// <param name="errors">The errors by which refusals are named.</param>
public sealed class TransactionSender(
    ChainClient chain, ISigner signer, ErrorTable errors, TimeProvider time, TransactionSenderOptions? options = null)
    : ITransactionSender, IDisposable
{
    private const int Attempts = 4;

    private readonly TransactionSenderOptions _options = options ?? new TransactionSenderOptions();
    private readonly SemaphoreSlim _one = new(1, 1);
    private ulong? _chainId;
    private ulong? _nextNonce; // null: ask the chain

    public Address Account => signer.Address;

    public async Task<TransactionResult> SendAsync(TransactionRequest request, CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation);
        try
        {
            var call = new CallRequest(request.To, request.Data, Account, request.Value, request.GasLimit);
            var (gasLimit, refusal) = await ForeseeAsync(call, cancellation);
            if (refusal is not null) return new TransactionResult.Refused(refusal, Receipt: null);

            var receipt = await MinedAsync(await SubmitAsync(request, gasLimit, cancellation), cancellation);
            if (receipt.Succeeded) return new TransactionResult.Mined(receipt);
            return new TransactionResult.Refused(await ExplainAsync(call, gasLimit, receipt, cancellation), receipt);
        }
        catch
        {
            // Whatever happened, what the chain says about the nonce is truer than what we remember.
            _nextNonce = null;
            throw;
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    /// <summary>The gas limit to send with, or the reason for which sending would be in vain.</summary>
    private async Task<(ulong GasLimit, RevertReason? Refusal)> ForeseeAsync(CallRequest call, CancellationToken cancellation)
    {
        if (call.GasLimit is { } given)
        {
            var asked = await chain.CallAsync(call, cancellation);
            return (given, (asked as CallResult.Reverted)?.Reason(errors));
        }

        var (gas, refusal) = await chain.EstimateGasAsync(call, cancellation);
        if (refusal is not null) return (0, refusal.Reason(errors));
        if (gas > _options.GasLimitMax) return (0, new RevertReason(RevertReason.OutOfGas, [], []));
        return (Math.Min(gas + (gas * _options.GasMarginPercent / 100), _options.GasLimitMax), null);
    }

    /// <summary>Signs and sends. A nonce that somebody else used with this account is replaced by the chain's.</summary>
    private async Task<SignedTransaction> SubmitAsync(TransactionRequest request, ulong gasLimit, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            var transaction = (await PreparedAsync(request, gasLimit, cancellation)).SignedBy(signer);
            try
            {
                await chain.SendRawAsync(transaction.Raw, cancellation);
            }
            catch (JsonRpcException e) when (e.IsNonceUsed && attempt < Attempts)
            {
                // Even if the node knows this very transaction: another sender of the account made the same one.
                _nextNonce = null;
                continue;
            }

            _nextNonce = transaction.Transaction.Nonce + 1;
            return transaction;
        }
    }

    private async Task<Eip1559Transaction> PreparedAsync(TransactionRequest request, ulong gasLimit, CancellationToken cancellation)
    {
        _chainId ??= await chain.ChainIdAsync(cancellation);
        _nextNonce ??= await chain.NextNonceAsync(Account, cancellation);
        var tip = await chain.TipPerGasAsync(cancellation);
        var head = await chain.HeadAsync(cancellation);
        // Twice the base fee outlives six full blocks in a row; what is not needed is not paid.
        return new Eip1559Transaction(
            _chainId.Value, _nextNonce.Value, tip, head.BaseFeePerGas * 2 + tip, gasLimit, request.To, request.Value, request.Data);
    }

    private async Task<TransactionReceipt> MinedAsync(SignedTransaction transaction, CancellationToken cancellation)
    {
        var start = time.GetTimestamp();
        var delay = _options.PollFirst;
        while (true)
        {
            if (await chain.ReceiptAsync(transaction.Hash, cancellation) is { } receipt) return receipt;
            if (time.GetElapsedTime(start) >= _options.MinedWithin)
                throw new TransactionNotMinedException(transaction.Hash, _options.MinedWithin);
            await Task.Delay(delay, time, cancellation);
            delay = delay * 2 < _options.PollLast ? delay * 2 : _options.PollLast;
        }
    }

    /// <summary>Receipts hold no reasons, so the call is asked for once more where it failed.</summary>
    private async Task<RevertReason> ExplainAsync(
        CallRequest call, ulong gasLimit, TransactionReceipt receipt, CancellationToken cancellation)
    {
        if (receipt.GasUsed == gasLimit) return new RevertReason(RevertReason.OutOfGas, [], []);
        try
        {
            var again = await chain.CallAsync(call with { GasLimit = gasLimit, Block = receipt.Block }, cancellation);
            if (again is CallResult.Reverted reverted) return reverted.Reason(errors);
        }
        catch (JsonRpcException)
        {
            // The node no longer knows that block's state; that the transaction failed is certain all the same.
        }

        return new RevertReason(RevertReason.Unexplained, [], []);
    }
}
