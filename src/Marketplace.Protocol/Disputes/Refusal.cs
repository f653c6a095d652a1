namespace Marketplace.Protocol.Disputes;

/// <summary>
/// A broken rule on its way from the place where it is noticed to <see cref="DisputeRules"/>, which turns it into a
/// value: the counterpart of a contract's revert. It never leaves this project.
/// </summary>
internal sealed class Refusal(Reason reason) : Exception(reason.ToString())
{
    public Reason Reason { get; } = reason;
}
