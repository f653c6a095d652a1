// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

/// @dev Blocks from a claim, or from a new draw, to the block whose hash says who is drawn (M6).
uint256 constant SEED_DELAY = 4;
/// @dev Blocks within which that hash can be taken; later it is drawn anew. A chain remembers 256.
uint256 constant SEED_BLOCKS = 200;
/// @dev Seconds from leaving the registry to having the coins.
uint256 constant UNBONDING = 7 days;
/// @dev Numbers of contested passes have this bit, those of posted jobs never.
uint64 constant CONTESTED_PASSES = 1 << 63;

/// @notice What a verifier has in the registry, in wei.
struct VerifierStake {
    /// With what is locked.
    uint96 stake;
    /// At risk for passes that are not yet collected.
    uint96 locked;
    /// When the stake grew last, unix seconds.
    uint40 since;
    /// On its way out: no longer drawn, and not yet to be had.
    uint96 leaving;
    uint40 leavesAt;
}

/// @notice The audit of one round of a job with verifiers.
struct Audit {
    /// All stakes in the registry when the round was claimed.
    uint96 total;
    uint40 claimedAt;
    /// The block whose hash becomes the seed.
    uint40 seedBlock;
    /// Verdicts of both draws together.
    uint16 passes;
    uint16 unavailable;
    /// So many verdicts `unavailable` are paid: none before the round has ended by them.
    uint16 paid;
    /// 0, or 1 after the new draw that a majority of `unavailable` has caused.
    uint8 draw;
    /// The submitter has the result (M10).
    bool received;
    bytes32 seed;
    /// Of the claim, kept when the job goes to another solver: passes are contested under it.
    bytes32 traceRoot;
}

enum VerdictKind {
    None,
    Pass,
    Unavailable,
    /// A pass that has become a job record of its own.
    Contested
}

struct Verdict {
    VerdictKind kind;
    /// A pass: until when it can be contested in any case, unix seconds.
    uint40 until;
    /// Unavailable: how many there were before it in this round.
    uint16 number;
    /// A pass: the number of the job record that it becomes when it is contested (B21).
    uint64 contestedAs;
}
