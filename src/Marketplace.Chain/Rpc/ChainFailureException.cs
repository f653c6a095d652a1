namespace Marketplace.Chain;

/// <summary>
/// The world failed: the node cannot be reached, answers nonsense, or the chain did not do in time what was asked.
/// Never the refusal of a contract, which is a value. Whoever stands at the edge may wait and try again.
/// </summary>
public abstract class ChainFailureException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>No answer came: no connection, a timeout, or something that is not JSON-RPC.</summary>
public sealed class NodeUnreachableException(string message, Exception? inner = null)
    : ChainFailureException(message, inner);

/// <summary>An answer came, and it does not have the form that the method promises.</summary>
public sealed class MalformedAnswerException(string message, Exception? inner = null)
    : ChainFailureException(message, inner);

/// <summary>The node answered with an error object.</summary>
public sealed class JsonRpcException(string method, int code, string message, byte[]? revertData)
    : ChainFailureException($"{method}: {message} (error {code})")
{
    /// <summary>The JSON-RPC method that was called.</summary>
    public string Method { get; } = method;

    /// <summary>The node's error code; 3 is an execution that reverted.</summary>
    public int Code { get; } = code;

    /// <summary>The node's own words.</summary>
    public string NodeMessage { get; } = message;

    /// <summary>What the contract returned with its revert, or null where the error is none of a contract.</summary>
    public byte[]? RevertData { get; } = revertData;

    /// <summary>A contract reverted, with or without data.</summary>
    public bool IsRevert => RevertData is not null || Code == 3 || Says("execution reverted");

    /// <summary>The gas given, or the most that a block can hold, did not suffice.</summary>
    public bool IsOutOfGas =>
        !IsRevert && (Says("OutOfGas") || Says("out of gas") || Says("intrinsic gas") || Says("gas required exceeds"));

    /// <summary>The nonce was used before: by this account elsewhere, or by this very transaction.</summary>
    public bool IsNonceUsed => Says("nonce too low") || Says("already known") || Says("already imported");

    /// <summary>The newest block moved on while it was asked about: the same question has an answer now.</summary>
    public bool IsNewestBlockGone => Says("BlockOutOfRange");

    private bool Says(string words) => NodeMessage.Contains(words, StringComparison.OrdinalIgnoreCase);
}
