// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Audit, Verdict, VerifierStake} from "../market/VerifierTypes.sol";
import {IReasons} from "./IReasons.sol";

/// @title Verifiers: their registry, who is drawn, what they say and what it is worth (M6), and delivery (M10).
/// @notice Call it at the address of `ComputeMarket`, which hands it over to `MarketExtension`.
interface IVerifiers is IReasons {
    /// @param stake All that the verifier has in the registry now.
    event VerifierStaked(address indexed verifier, uint256 amount, uint96 stake);
    event VerifierUnstaked(address indexed verifier, uint256 amount, uint40 leavesAt);
    event VerifierLeft(address indexed verifier, uint256 amount);
    /// @notice The draw has its seed: verifiers see now for which intervals they are drawn.
    event AuditSeeded(uint64 indexed job, uint32 round, uint8 draw, bytes32 seed);
    /// @notice Nobody took the seed in time: a later block's will be taken.
    event SeedPostponed(uint64 indexed job, uint32 round, uint40 seedBlock);
    /// @param contestedAs The number of the job record that the pass becomes when it is contested (B21).
    event Passed(
        uint64 indexed job,
        address indexed verifier,
        uint32 round,
        uint8 draw,
        uint16 interval,
        uint40 until,
        uint64 contestedAs
    );
    event FoundUnavailable(uint64 indexed job, address indexed verifier, uint32 round, uint8 draw, uint16 interval);
    event PassContested(
        uint64 indexed id, uint64 indexed job, address indexed verifier, uint32 round, uint8 draw, uint16 interval
    );
    /// @param fee In what the job is paid in.
    event VerdictPaid(
        uint64 indexed job, address indexed verifier, uint32 round, uint8 draw, uint16 interval, uint256 fee
    );
    event Acknowledged(uint64 indexed job, uint32 round);
    /// @notice No majority could fetch the result: verifiers are drawn once more, and the window is open again (M10).
    event AuditRedrawn(uint64 indexed job, uint32 round, uint40 deadline, uint40 seedBlock);

    /// @notice Adds the coins that are sent along to the sender's stake: it can be drawn in rounds claimed later than now.
    function stakeVerifier() external payable;

    /// @notice Takes a free part of the sender's stake out of the draw; it can be had after the unbonding time.
    function unstakeVerifier(uint96 amount) external;

    /// @notice Credits what has left the registry to the sender's balance, after the unbonding time.
    function withdrawVerifierStake() external;

    /// @notice Takes the hash of the round's seed block, or, when that is too old, names a later one. By anybody.
    function drawSeed(uint64 job) external;

    /// @notice Says that the interval was replayed and is right; the stake of one pass is locked. By a drawn verifier.
    /// @param traceRoot Of the claim that is meant: about any other one nothing is said, and no stake is bound.
    function pass(uint64 job, bytes32 traceRoot, uint16 interval) external;

    /// @notice Says that what the claim names could not be fetched. By a drawn verifier.
    /// @param traceRoot Of the claim that is meant.
    function unavailable(uint64 job, bytes32 traceRoot, uint16 interval) external;

    /// @notice Challenges a pass: it becomes a job record of its own, claimed by the verifier and open to challenges of this
    /// interval, and this is the first of them (M6). The bond is sent along.
    /// @param id The number that the pass has as a record (B21). It follows from the draw: what another draw has made of the same
    /// verifier's pass is not contested, and no bond is bound.
    /// @param commitment As in `commit`, naming the record and its round 1 (B10).
    function contest(
        uint64 id,
        uint64 job,
        uint32 round,
        uint8 draw,
        uint16 interval,
        address verifier,
        uint32 nonce,
        bytes32 commitment
    ) external payable;

    /// @notice Frees the stake of a pass and pays its fee, once it can no longer be contested; pays for a verdict
    /// `unavailable` of a round that ended by those. By anybody.
    function collect(uint64 job, uint32 round, uint8 draw, uint16 interval, address verifier) external;

    /// @notice The submitter's receipt: it has the result of this claim (M10).
    function acknowledge(uint64 job, bytes32 traceRoot) external;

    /// @notice Where no majority could fetch the result: has verifiers drawn once more, and the second time ends the round
    /// (M10). By anybody.
    function undelivered(uint64 job) external;

    /// @notice What a verifier has in the registry.
    function getVerifier(address verifier) external view returns (VerifierStake memory);

    /// @notice All stakes in the registry, in wei.
    function staked() external view returns (uint96);

    function getAudit(uint64 job, uint32 round) external view returns (Audit memory);

    /// @param key Of B21.
    function getVerdict(bytes32 key) external view returns (Verdict memory);
}
