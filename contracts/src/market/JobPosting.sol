// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IMarketExtension} from "../interfaces/IMarketExtension.sol";
import {Headers} from "../referee/Headers.sol";
import {CALLS_BACK, FOR_LISTED_SOLVERS, JobRecord, JobState, PAID_IN_TOKENS, Terms} from "./JobTypes.sol";
import {TokenPayments} from "./TokenPayments.sol";

/// @notice How a job comes to be, and how it ends without a result (M1–M3).
abstract contract JobPosting is IMarketExtension, TokenPayments {
    /// @dev Bounds of the terms (D6, M3).
    uint256 internal constant MIN_STAKE = 0.04 ether; // 4 × 1,000,000 gas of one side × 10 gwei
    uint256 internal constant MIN_BOND = 0.04 ether;
    uint256 internal constant MIN_WINDOW = 10 minutes;
    uint256 internal constant MAX_SECONDS = 365 days;
    uint256 internal constant MIN_RESPONSE = 30 seconds;
    uint256 internal constant MAX_BUDGET = 30 days;

    address private immutable _EXTENSION = address(this);

    /// @dev Coins may only be sent to the market itself, never to the extension's own address.
    modifier onlyInMarket() {
        if (address(this) == _EXTENSION) revert NotTheMarket();
        _;
    }

    // ----------------------------------------------------------------------------------------------- submitter

    /// @inheritdoc IMarketExtension
    function post(bytes calldata header, bytes32 initialRoot, bytes32 spec, Terms calldata terms)
        external
        payable
        onlyInMarket
        nonReentrant
        returns (uint64 job)
    {
        (uint256 steps, uint256 interval) = _check(header, terms);
        bool inCoins = terms.token == address(0);
        if (msg.value != (inCoins ? terms.maxPrice : 0)) revert WrongValue();
        if (!inCoins) _pull(terms.token, msg.sender, terms.maxPrice);
        return _enter(msg.sender, header, steps, interval, initialRoot, spec, terms);
    }

    /// @dev What a job may look like, whoever posts it.
    function _check(bytes calldata header, Terms calldata terms)
        internal
        view
        returns (uint256 steps, uint256 interval)
    {
        (steps, interval) = Headers.check(header);
        _requireSound(terms, interval);
    }

    /// @dev Writes a job whose highest price is in the market's hands.
    function _enter(
        address submitter,
        bytes calldata header,
        uint256 steps,
        uint256 interval,
        bytes32 initialRoot,
        bytes32 spec,
        Terms calldata terms
    ) internal returns (uint64 job) {
        job = ++_jobCount;
        JobRecord storage j = _jobs[job];
        j.submitter = submitter;
        j.state = JobState.Open;
        j.features = _features(terms);
        j.postedAt = uint40(block.timestamp);
        j.steps = uint32(steps);
        j.interval = uint32(interval);
        // Within their bounds all three are far below 2^24 seconds, 194 days.
        j.budgetSeconds = uint24(terms.budgetSeconds);
        j.minResponse = uint24(terms.minResponse);
        j.stepAllowance = uint24(terms.stepAllowance);
        j.terms = terms;
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
        _credit(j, j.submitter, j.terms.maxPrice);
        emit JobCancelled(job, j.submitter, j.terms.maxPrice);
    }

    // ----------------------------------------------------------------------------------------------- anybody

    /// @inheritdoc IMarketExtension
    function expire(uint64 job) external {
        JobRecord storage j = _jobs[job];
        if (j.state != JobState.Locked) revert NotLocked();
        if (block.timestamp <= j.deadline) revert DeadlineNotPassed();
        // A quarter of the stake is lost: half of it consoles the submitter, the rest is burned (D8, M3).
        uint256 lost = j.terms.stake / 4;
        uint256 consolation = lost / 2;
        j.state = JobState.Expired;
        _balances[j.submitter] += consolation;
        _balances[j.solver] += j.terms.stake - lost;
        _burn(lost - consolation);
        emit JobExpired(job, j.round, j.solver, j.submitter, lost);
    }

    function _features(Terms calldata t) private pure returns (uint8) {
        return (t.token == address(0) ? 0 : PAID_IN_TOKENS) | (t.callback == address(0) ? 0 : CALLS_BACK)
            | (t.solvers == 0 ? 0 : FOR_LISTED_SOLVERS);
    }

    function _requireSound(Terms calldata t, uint256 interval) private view {
        bool sound = t.minPrice <= t.maxPrice && (t.token != address(0) || t.stake >= t.maxPrice)
            && t.stake >= MIN_STAKE && t.bond >= MIN_BOND && t.rampSeconds <= MAX_SECONDS && t.deliverySeconds > 0
            && t.deliverySeconds <= MAX_SECONDS && t.windowSeconds >= MIN_WINDOW && t.windowSeconds <= MAX_SECONDS
            && t.stepAllowance > 0 && t.windowSeconds >= 4 * uint256(t.stepAllowance) * interval
            && t.minResponse >= MIN_RESPONSE && t.budgetSeconds >= t.minResponse && t.budgetSeconds <= MAX_BUDGET
            && t.closesAt > block.timestamp;
        if (!sound) revert TermsOutOfRange();
    }
}
