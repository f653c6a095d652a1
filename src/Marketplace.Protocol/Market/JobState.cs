namespace Marketplace.Protocol.Market;

/// <summary>The life of a job (M1); the numbers are the contract's.</summary>
public enum JobState : byte
{
    None = 0,
    Open = 1,
    Locked = 2,
    Claimed = 3,
    Finalized = 4,
    Slashed = 5,
    Expired = 6,
    Cancelled = 7,
}
