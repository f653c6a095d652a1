namespace Marketplace.Bench;

/// <summary>Why there is nothing to measure, in one sentence with a reason code.</summary>
public sealed class BenchException(string reason, int exitCode, string message) : Exception(message)
{
    public string Reason { get; } = reason;

    /// <summary>2: input that cannot be used. 3: a peer's library is missing, or the chain.</summary>
    public int ExitCode { get; } = exitCode;

    public static BenchException BadInput(string reason, string message) => new(reason, 2, message);

    public static BenchException ChainMissing(string what) => new("ChainMissing", 3, what);

    public static BenchException PeerMissing(string library) =>
        new("PeerMissing", 3, $"{library} is not on this machine; ./market setup brings it.");
}
