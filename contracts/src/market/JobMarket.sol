// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {IJobMarket} from "../interfaces/IJobMarket.sol";
import {Merkle} from "../libraries/Merkle.sol";
import {Headers} from "../referee/Headers.sol";
import {JobRecord, JobState, SlashedRound, Terms} from "./JobTypes.sol";
import {MarketStorage} from "./MarketStorage.sol";

/// @notice The life of a job that goes well, and what the end of a game means for the money (M1–M5).
abstract contract JobMarket is IJobMarket, MarketStorage {
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

        bytes32[] memory pairs = new bytes32[](intervals);
        for (uint256 k = 0; k < intervals; ++k) {
            pairs[k] = Merkle.pair(roots[k], roots[k + 1]);
        }
        j.state = JobState.Claimed;
        j.traceRoot = Merkle.root(pairs);
        j.deadline = uint40(block.timestamp + j.terms.windowSeconds);
        j.open = 0;
        j.commitments = 0;
        emit ClaimPosted(job, j.round, msg.sender, j.deadline, roots, blobs);
    }

    // ----------------------------------------------------------------------------------------------- anybody

    /// @inheritdoc IJobMarket
    function finalize(uint64 job) external {
        JobRecord storage j = _jobs[job];
        if (j.state != JobState.Claimed) revert NotClaimed();
        if (block.timestamp <= j.deadline) revert WindowOpen();
        if (j.open != 0) revert GamesOpen();
        j.state = JobState.Finalized;
        _balances[j.solver] += uint256(j.price) + j.terms.stake;
        _balances[j.submitter] += j.terms.maxPrice - j.price;
        emit JobFinalized(job, j.round, j.solver, j.price);
    }

    /// @inheritdoc IJobMarket
    function withdraw() external {
        uint256 amount = _balances[msg.sender];
        if (amount == 0) revert NothingToWithdraw();
        _balances[msg.sender] = 0;
        emit Withdrawn(msg.sender, amount);
        Address.sendValue(payable(msg.sender), amount);
    }

    // ----------------------------------------------------------------------------------------------- settlement

    /// @dev The solver has lost a game: half of the stake to the games that stood before it opened, the rest burned (M4).
    function _slash(uint64 job, JobRecord storage j, address challenger, uint256 tier, uint16 limit, uint16 peers)
        internal
    {
        uint256 stake = j.terms.stake;
        uint256 share = stake / 2 / peers;
        uint16 others = j.open - 1;
        _balances[challenger] += _bond(j, tier) + share;
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
        _balances[j.solver] += bond / 2;
        _burn(bond - bond / 2);
        emit BondLost(job, j.round, challenger, bond, bond / 2);
    }

    /// @dev The price of this block: from min to max over the ramp, rounded down (M2, M5).
    function _priceDown(JobRecord storage j) private view returns (uint256) {
        Terms storage t = j.terms;
        uint256 elapsed = block.timestamp - j.postedAt;
        if (elapsed >= t.rampSeconds) return t.maxPrice;
        return t.minPrice + uint256(t.maxPrice - t.minPrice) * elapsed / t.rampSeconds;
    }
}
