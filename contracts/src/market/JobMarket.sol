// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {IReasons} from "../interfaces/IReasons.sol";
import {IJobMarket} from "../interfaces/IJobMarket.sol";
import {Merkle} from "../libraries/Merkle.sol";
import {Headers} from "../referee/Headers.sol";
import {JobRecord, JobState, SlashedRound, Terms} from "./JobTypes.sol";

/// @notice Escrow, stakes and payouts of jobs, in the order of a job's life (M1–M5).
abstract contract JobMarket is IJobMarket {
    /// @dev Bounds of the terms (D6, M3).
    uint256 internal constant MIN_STAKE = 0.04 ether; // 4 × 1,000,000 gas of one side × 10 gwei
    uint256 internal constant MIN_BOND = 0.04 ether;
    uint256 internal constant MIN_WINDOW = 10 minutes;
    uint256 internal constant MAX_SECONDS = 365 days;
    uint256 internal constant MIN_RESPONSE = 30 seconds;
    uint256 internal constant MAX_BUDGET = 30 days;
    address private constant ASHES = address(0xdEaD);

    uint64 public jobCount;
    /// @notice Wei that are lost for good and not yet sent away.
    /// @dev In one word with the number of jobs, which is never zero again: no burning pays for a fresh word.
    uint192 public burned;

    mapping(uint64 job => JobRecord) internal _jobs;
    mapping(uint64 job => mapping(uint32 round => SlashedRound)) internal _slashed;
    mapping(address account => uint256) public balances;

    // ----------------------------------------------------------------------------------------------- submitter

    /// @inheritdoc IJobMarket
    function post(bytes calldata header, bytes32 initialRoot, bytes32 spec, Terms calldata terms)
        external
        payable
        returns (uint64 job)
    {
        (uint256 steps, uint256 interval) = Headers.check(header);
        _requireSound(terms, interval);
        if (msg.value != terms.maxPrice) revert WrongValue();

        job = ++jobCount;
        JobRecord storage j = _jobs[job];
        j.submitter = msg.sender;
        j.state = JobState.Open;
        j.postedAt = uint40(block.timestamp);
        j.steps = uint32(steps);
        j.interval = uint32(interval);
        j.terms = terms;
        j.program = keccak256(header);
        j.initialRoot = initialRoot;
        j.spec = spec;
        emit JobPosted(job, msg.sender, spec, header, initialRoot, terms);
    }

    /// @inheritdoc IJobMarket
    function cancel(uint64 job) external {
        JobRecord storage j = _jobs[job];
        if (j.state != JobState.Open && j.state != JobState.Slashed && j.state != JobState.Expired) revert NotOpen();
        if (block.timestamp <= j.terms.closesAt && msg.sender != j.submitter) revert NotSubmitter();
        j.state = JobState.Cancelled;
        balances[j.submitter] += j.terms.maxPrice;
        emit JobCancelled(job, j.terms.maxPrice);
    }

    // ----------------------------------------------------------------------------------------------- solver

    /// @inheritdoc IJobMarket
    function lock(uint64 job) external payable {
        JobRecord storage j = _jobs[job];
        if (j.state != JobState.Open && j.state != JobState.Slashed && j.state != JobState.Expired) revert NotOpen();
        if (block.timestamp > j.terms.closesAt) revert DeadlinePassed();
        if (msg.value != j.terms.stake) revert WrongValue();
        j.state = JobState.Locked;
        j.solver = msg.sender;
        j.price = uint96(_priceDown(j));
        j.deadline = uint40(block.timestamp + j.terms.deliverySeconds);
        uint32 round = ++j.round;
        emit JobLocked(job, round, msg.sender, j.price, j.deadline);
    }

    /// @inheritdoc IJobMarket
    function claim(uint64 job, bytes32[] calldata roots, bytes32[] calldata blobs) external {
        JobRecord storage j = _jobs[job];
        if (j.state != JobState.Locked || msg.sender != j.solver) revert NotLocked();
        if (block.timestamp > j.deadline) revert DeadlinePassed();
        uint256 intervals = Headers.intervals(j.steps, j.interval);
        if (roots.length != intervals + 1 || blobs.length != intervals) revert WrongCount();
        if (roots[0] != j.initialRoot) revert WrongStart();

        j.state = JobState.Claimed;
        j.traceRoot = Merkle.rootOfPairs(abi.encodePacked(roots));
        j.deadline = uint40(block.timestamp + j.terms.windowSeconds);
        j.open = 0;
        j.commitments = 0;
        emit ClaimPosted(job, j.round, msg.sender, j.deadline, roots, blobs);
    }

    // ----------------------------------------------------------------------------------------------- anybody

    /// @inheritdoc IJobMarket
    function expire(uint64 job) external {
        JobRecord storage j = _jobs[job];
        if (j.state != JobState.Locked) revert NotLocked();
        if (block.timestamp <= j.deadline) revert DeadlineNotPassed();
        // A quarter of the stake is lost: half of it consoles the submitter, the rest is burned (D8, M3).
        uint256 lost = j.terms.stake / 4;
        uint256 consolation = lost / 2;
        j.state = JobState.Expired;
        balances[j.submitter] += consolation;
        balances[j.solver] += j.terms.stake - lost;
        _burn(lost - consolation);
        emit JobExpired(job, j.round, j.solver, lost);
    }

    /// @inheritdoc IJobMarket
    function finalize(uint64 job) external {
        JobRecord storage j = _jobs[job];
        if (j.state != JobState.Claimed) revert NotClaimed();
        if (block.timestamp <= j.deadline) revert WindowOpen();
        if (j.open != 0) revert GamesOpen();
        j.state = JobState.Finalized;
        balances[j.solver] += uint256(j.price) + j.terms.stake;
        balances[j.submitter] += j.terms.maxPrice - j.price;
        emit JobFinalized(job, j.round, j.solver, j.price);
    }

    /// @inheritdoc IJobMarket
    function withdraw() external {
        uint256 amount = balances[msg.sender];
        if (amount == 0) revert NothingToWithdraw();
        balances[msg.sender] = 0;
        emit Withdrawn(msg.sender, amount);
        Address.sendValue(payable(msg.sender), amount);
    }

    /// @inheritdoc IJobMarket
    function sweep() external {
        uint256 amount = burned;
        if (amount == 0) revert NothingToWithdraw();
        burned = 0;
        emit Burned(amount);
        Address.sendValue(payable(ASHES), amount);
    }

    /// @inheritdoc IJobMarket
    function getJob(uint64 job) external view returns (JobRecord memory) {
        return _jobs[job];
    }

    /// @inheritdoc IJobMarket
    function getSlashedRound(uint64 job, uint32 round) external view returns (SlashedRound memory) {
        return _slashed[job][round];
    }

    // ----------------------------------------------------------------------------------------------- settlement

    function _burn(uint256 amount) internal {
        // All the coins there are fit into 96 bits.
        burned += uint192(amount);
    }

    function _bond(JobRecord storage j, uint256 tier) internal view returns (uint256) {
        return uint256(j.terms.bond) << tier;
    }

    /// @dev The solver has lost a game: half of the stake to the games that stood before it opened, the rest burned (M4).
    function _slash(uint64 job, JobRecord storage j, address challenger, uint256 tier, uint16 limit, uint16 peers)
        internal
    {
        uint256 stake = j.terms.stake;
        uint256 share = stake / 2 / peers;
        uint16 others = j.open - 1;
        balances[challenger] += _bond(j, tier) + share;
        if (others == 0) {
            _burn(stake - share);
        } else {
            uint256 pool = stake / 2 - share;
            _slashed[job][j.round] =
                SlashedRound({share: uint96(share), pool: uint96(pool), limit: limit, open: others});
            _burn(stake - share - pool);
        }
        j.state = JobState.Slashed;
        j.open = 0;
        emit SolverSlashed(job, j.round, j.solver, challenger, stake, share);
    }

    /// @dev The challenger has lost: half of its bond to the solver, the rest burned (M4).
    function _loseBond(uint64 job, JobRecord storage j, address challenger, uint256 tier) internal {
        uint256 bond = _bond(j, tier);
        j.open -= 1;
        balances[j.solver] += bond / 2;
        _burn(bond - bond / 2);
        emit BondLost(job, j.round, challenger, bond, bond / 2);
    }

    /// @dev The round has ended by another game: the bond back, and a share for those who were there before (M4, D7).
    function _returnBond(uint64 job, uint32 round, address challenger, uint256 tier, uint16 sequence) internal {
        SlashedRound storage r = _slashed[job][round];
        uint256 bond = _bond(_jobs[job], tier);
        uint96 share = sequence < r.limit ? r.share : 0;
        r.pool -= share;
        r.open -= 1;
        balances[challenger] += bond + share;
        if (r.open == 0) {
            _burn(r.pool);
            r.pool = 0;
        }
        emit BondReturned(job, round, challenger, bond, share);
    }

    /// @dev The price of this block: from min to max over the ramp, rounded down (M2, M5).
    function _priceDown(JobRecord storage j) private view returns (uint256) {
        Terms storage t = j.terms;
        uint256 elapsed = block.timestamp - j.postedAt;
        if (elapsed >= t.rampSeconds) return t.maxPrice;
        return t.minPrice + uint256(t.maxPrice - t.minPrice) * elapsed / t.rampSeconds;
    }

    function _requireSound(Terms calldata t, uint256 interval) private view {
        bool sound = t.minPrice <= t.maxPrice && t.stake >= t.maxPrice && t.stake >= MIN_STAKE && t.bond >= MIN_BOND
            && t.rampSeconds <= MAX_SECONDS && t.deliverySeconds > 0 && t.deliverySeconds <= MAX_SECONDS
            && t.windowSeconds >= MIN_WINDOW && t.windowSeconds <= MAX_SECONDS && t.stepAllowance > 0
            && t.windowSeconds >= 4 * uint256(t.stepAllowance) * interval && t.minResponse >= MIN_RESPONSE
            && t.budgetSeconds >= t.minResponse && t.budgetSeconds <= MAX_BUDGET && t.closesAt > block.timestamp;
        if (!sound) revert TermsOutOfRange();
    }
}
