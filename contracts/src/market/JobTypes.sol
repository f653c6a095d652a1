// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

/// @notice The life of a job (M1). Slashed and Expired jobs are open to the next solver until they close.
enum JobState {
    None,
    Open,
    Locked,
    Claimed,
    Finalized,
    Slashed,
    Expired,
    Cancelled
}

/// @notice What a submitter fixes when posting; nothing of it ever changes (P10).
struct Terms {
    /// Wei at the start and at the end of the ramp (M2).
    uint96 minPrice;
    uint96 maxPrice;
    /// Wei that a solver stakes and a challenger bonds (M3).
    uint96 stake;
    uint96 bond;
    /// Seconds.
    uint32 rampSeconds;
    uint32 deliverySeconds;
    uint32 windowSeconds;
    /// Seconds of one side's clock, before the allowances (D6).
    uint32 budgetSeconds;
    uint32 minResponse;
    /// Seconds in which one step can be replayed, slack included (D6).
    uint32 stepAllowance;
    /// Unix seconds after which nobody may lock and anybody may have the escrow sent back.
    uint40 closesAt;
    /// What prices are paid in, in its smallest units; zero for the chain's coin. Stakes and bonds are always coins (M2).
    address token;
    /// Who is told of the result; zero for nobody (M11).
    address callback;
    /// Root of the list of those who may lock (B19); zero for anybody.
    bytes32 solvers;
    /// For one verdict, in what the job is paid in; this and the three below are zero in a job without verifiers (M6).
    uint96 auditFee;
    /// Wei that a verifier has at risk for one pass.
    uint96 auditStake;
    /// Expected verdicts for an interval, in 1/256.
    uint16 auditRate;
    /// How many verdicts the job can pay in all.
    uint16 auditSlots;
}

/// @dev The fields of a job record before its terms, in their order: they are written together.
struct JobHead {
    address submitter;
    uint40 postedAt;
    uint16 slots;
    address solver;
    JobState state;
    uint16 round;
    uint8 open;
    uint16 commitments;
    uint8 features;
    uint40 deadline;
    uint96 price;
    uint32 steps;
    uint32 interval;
    uint16 only;
    uint24 budgetSeconds;
    uint24 minResponse;
    uint24 stepAllowance;
}

/// @dev The sizes of their fields, and of those of `Terms`, in bytes.
bytes constant HEAD_SIZES = hex"140502140102010201050c040402030303";
bytes constant TERMS_SIZES = hex"0c0c0c0c040404040404051414200c0c0202";

/// @dev What a job has beside the usual (the bits of `features`): whoever reads the job's state knows of it, and the words
/// of the terms that say more are read only if their bit is set.
uint8 constant PAID_IN_TOKENS = 1;
uint8 constant CALLS_BACK = 2;
uint8 constant FOR_LISTED_SOLVERS = 4;
uint8 constant AUDITED = 8;

struct JobRecord {
    address submitter;
    uint40 postedAt;
    /// Verdicts that can still be paid (M6).
    uint16 slots;
    /// From here to the deadline one storage word: all that a commitment and the end of a game read and write of a job but
    /// its money.
    address solver;
    JobState state;
    /// How often the job has been locked.
    uint16 round;
    /// Games and commitments of this round that are alive (at most 136, D7), and commitments ever made in it.
    uint8 open;
    uint16 commitments;
    uint8 features;
    /// Locked: until when to claim. Claimed: until when to challenge.
    uint40 deadline;
    /// From here to the allowance one storage word: all that an opening reads beside the roots. The last three are those of
    /// the terms, within whose bounds they fit.
    uint96 price;
    uint32 steps;
    uint32 interval;
    /// A contested pass: 1 + the only interval that it is about; else 0.
    uint16 only;
    uint24 budgetSeconds;
    uint24 minResponse;
    uint24 stepAllowance;
    Terms terms;
    bytes32 program;
    bytes32 initialRoot;
    bytes32 traceRoot;
    bytes32 spec;
}

/// @notice What remains to be paid out of a slashed round to the games that stood beside the deciding one (M4).
struct SlashedRound {
    uint96 share;
    uint96 pool;
    /// Games with a smaller sequence number have a share.
    uint16 limit;
    uint16 open;
}
