// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IMarketExtension} from "../interfaces/IMarketExtension.sol";
import {Fields} from "../libraries/Fields.sol";
import {Headers} from "../referee/Headers.sol";
import {
    AUDITED,
    CALLS_BACK,
    FOR_LISTED_SOLVERS,
    HEAD_SIZES,
    JobHead,
    JobRecord,
    JobState,
    PAID_IN_TOKENS,
    TERMS_SIZES,
    Terms
} from "./JobTypes.sol";
import {OnlyInMarket} from "./OnlyInMarket.sol";
import {TokenPayments} from "./TokenPayments.sol";

/// @notice How a job comes to be, and how it ends without a result (M1–M3).
abstract contract JobPosting is IMarketExtension, OnlyInMarket, TokenPayments {
    /// @dev Bounds of the terms (D6, M3).
    uint256 internal constant MIN_STAKE = 0.04 ether; // 4 × 1,000,000 gas of one side × 10 gwei
    uint256 internal constant MIN_BOND = 0.04 ether;
    uint256 internal constant MIN_WINDOW = 10 minutes;
    uint256 internal constant MAX_SECONDS = 365 days;
    uint256 internal constant MIN_RESPONSE = 30 seconds;
    uint256 internal constant MAX_BUDGET = 30 days;

    // ----------------------------------------------------------------------------------------------- submitter

    /// @inheritdoc IMarketExtension
    function post(bytes calldata header, bytes32 initialRoot, bytes32 spec, Terms calldata terms)
        external
        payable
        onlyInMarket
        nonReentrant
        returns (uint64 job)
    {
        // Read and checked once: every part of it would be checked again wherever it is used.
        Terms memory t = terms;
        (uint256 steps, uint256 interval) = _check(header, t);
        bool inCoins = t.token == address(0);
        if (msg.value != (inCoins ? _escrow(t) : 0)) revert WrongValue();
        if (!inCoins) _pull(t.token, msg.sender, _escrow(t));
        return _enter(msg.sender, header, steps, interval, initialRoot, spec, t);
    }

    /// @dev What a submitter leaves with the market: the highest price, and the fees of all verdicts (M6).
    function _escrow(Terms memory t) internal pure returns (uint256) {
        return t.maxPrice + uint256(t.auditFee) * t.auditSlots;
    }

    /// @dev What a job may look like, whoever posts it.
    function _check(bytes calldata header, Terms memory terms) internal view returns (uint256 steps, uint256 interval) {
        (steps, interval) = Headers.check(header);
        _requireSound(terms, interval);
    }

    /// @dev Writes a job whose escrow is in the market's hands.
    function _enter(
        address submitter,
        bytes calldata header,
        uint256 steps,
        uint256 interval,
        bytes32 initialRoot,
        bytes32 spec,
        Terms memory terms
    ) internal returns (uint64 job) {
        job = ++_jobCount;
        JobRecord storage j = _jobs[job];
        _write(
            j,
            JobHead({
                submitter: submitter,
                postedAt: uint40(block.timestamp),
                slots: terms.auditSlots,
                solver: address(0),
                state: JobState.Open,
                round: 0,
                open: 0,
                commitments: 0,
                features: _features(terms),
                deadline: 0,
                price: 0,
                steps: uint32(steps),
                interval: uint32(interval),
                only: 0,
                // Within their bounds all three are far below 2^24 seconds, 194 days.
                budgetSeconds: uint24(terms.budgetSeconds),
                minResponse: uint24(terms.minResponse),
                stepAllowance: uint24(terms.stepAllowance)
            }),
            terms
        );
        j.program = keccak256(header);
        j.initialRoot = initialRoot;
        j.spec = spec;
        emit JobPosted(job, submitter, spec, header, initialRoot, terms);
    }

    /// @inheritdoc IMarketExtension
    function cancel(uint64 job) external {
        JobRecord storage j = _jobs[job];
        if (j.state != JobState.Open && j.state != JobState.Slashed && j.state != JobState.Expired) revert NotOpen();
        if (block.timestamp <= j.terms.closesAt && msg.sender != j.submitter) revert NotSubmitter();
        j.state = JobState.Cancelled;
        uint256 refund = j.terms.maxPrice + _unspent(j);
        _credit(j, j.submitter, refund);
        emit JobCancelled(job, j.submitter, refund);
    }

    // ----------------------------------------------------------------------------------------------- anybody

    /// @inheritdoc IMarketExtension
    function expire(uint64 job) external {
        JobRecord storage j = _jobs[job];
        if (j.state != JobState.Locked) revert NotLocked();
        if (block.timestamp <= j.deadline) revert DeadlineNotPassed();
        _expire(job, j);
    }

    /// @dev The round ends without a result, and nobody has lost a game.
    function _expire(uint64 job, JobRecord storage j) internal {
        // A quarter of the stake is lost: half of it consoles the submitter, the rest is burned (D8, M3).
        uint256 lost = j.terms.stake / 4;
        uint256 consolation = lost / 2;
        j.state = JobState.Expired;
        _balances[j.submitter] += consolation;
        _balances[j.solver] += j.terms.stake - lost;
        _burn(lost - consolation);
        emit JobExpired(job, j.round, j.solver, j.submitter, lost);
    }

    function _termsOf(JobRecord storage j) internal view returns (Terms memory terms) {
        Terms storage from = j.terms;
        uint256 slot;
        assembly ("memory-safe") {
            slot := from.slot
        }
        uint256 at = Fields.load(slot, TERMS_SIZES);
        assembly ("memory-safe") {
            terms := at
        }
    }

    /// @dev Writes a new record, all but its roots.
    function _write(JobRecord storage j, JobHead memory head, Terms memory terms) internal {
        Terms storage to = j.terms;
        uint256 headSlot;
        uint256 headAt;
        uint256 termsSlot;
        uint256 termsAt;
        assembly ("memory-safe") {
            headSlot := j.slot
            headAt := head
            termsSlot := to.slot
            termsAt := terms
        }
        Fields.store(headSlot, headAt, HEAD_SIZES);
        Fields.store(termsSlot, termsAt, TERMS_SIZES);
    }

    function _features(Terms memory t) private pure returns (uint8) {
        return (t.token == address(0) ? 0 : PAID_IN_TOKENS) | (t.callback == address(0) ? 0 : CALLS_BACK)
            | (t.solvers == 0 ? 0 : FOR_LISTED_SOLVERS) | (t.auditSlots == 0 ? 0 : AUDITED);
    }

    function _requireSound(Terms memory t, uint256 interval) private view {
        bool sound = t.minPrice <= t.maxPrice && (t.token != address(0) || t.stake >= t.maxPrice)
            && t.stake >= MIN_STAKE && t.bond >= MIN_BOND && t.rampSeconds <= MAX_SECONDS && t.deliverySeconds > 0
            && t.deliverySeconds <= MAX_SECONDS && t.windowSeconds >= MIN_WINDOW && t.windowSeconds <= MAX_SECONDS
            && t.stepAllowance > 0 && t.windowSeconds >= 4 * uint256(t.stepAllowance) * interval
            && t.minResponse >= MIN_RESPONSE && t.budgetSeconds >= t.minResponse && t.budgetSeconds <= MAX_BUDGET
            && t.closesAt > block.timestamp;
        if (!sound || !_isAuditSound(t)) revert TermsOutOfRange();
    }

    /// @dev All that verifiers need, or nothing of it.
    function _isAuditSound(Terms memory t) private pure returns (bool) {
        if (t.auditSlots == 0) return t.auditFee == 0 && t.auditStake == 0 && t.auditRate == 0;
        return t.auditFee > 0 && t.auditStake >= MIN_STAKE && t.auditRate > 0;
    }
}
