// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";
import {IJobConsumer} from "../interfaces/IJobConsumer.sol";
import {IJobMarket} from "../interfaces/IJobMarket.sol";
import {Merkle} from "../libraries/Merkle.sol";
import {Headers} from "../referee/Headers.sol";
import {
    AUDITED,
    CALLS_BACK,
    FOR_LISTED_SOLVERS,
    JobRecord,
    JobState,
    PAID_IN_TOKENS,
    SlashedRound,
    Terms
} from "./JobTypes.sol";
import {MarketStorage} from "./MarketStorage.sol";
import {Audit, SEED_DELAY} from "./VerifierTypes.sol";

/// @notice The life of a job that goes well, and what the end of a game means for the money (M1–M5).
abstract contract JobMarket is IJobMarket, MarketStorage {
    /// @dev What a consumer gets to hear of its result with (M11).
    uint256 internal constant CALLBACK_GAS = 100_000;
    /// @dev So much has to be left before that call: a caller passes on 63/64 of what it has, and 6,000 are for the call
    /// itself and the word about its failure.
    uint256 internal constant CALLBACK_NEEDS = CALLBACK_GAS * 64 / 63 + 6000;

    // ----------------------------------------------------------------------------------------------- solver

    /// @inheritdoc IJobMarket
    function lock(uint64 job) external payable {
        bytes32[] calldata none;
        assembly ("memory-safe") {
            none.offset := 0
            none.length := 0
        }
        _lock(job, none);
    }

    /// @inheritdoc IJobMarket
    function lock(uint64 job, bytes32[] calldata proof) external payable {
        _lock(job, proof);
    }

    function _lock(uint64 job, bytes32[] calldata proof) private {
        JobRecord storage j = _jobs[job];
        if (j.state != JobState.Open && j.state != JobState.Slashed && j.state != JobState.Expired) revert NotOpen();
        if (block.timestamp > j.terms.closesAt) revert DeadlinePassed();
        if (j.round == type(uint16).max) revert TooManyRounds();
        if (msg.value != j.terms.stake) revert WrongValue();
        if (j.features & FOR_LISTED_SOLVERS != 0 && !_isListed(j, proof)) revert NotAllowed();
        j.state = JobState.Locked;
        j.solver = msg.sender;
        j.price = uint96(_priceDown(j));
        j.deadline = uint40(block.timestamp + j.terms.deliverySeconds);
        emit JobLocked(job, ++j.round, msg.sender, j.price, j.deadline);
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
        if (j.features & AUDITED != 0) _beginAudit(job, j.round);
        emit ClaimPosted(job, j.round, msg.sender, j.deadline, roots, blobs);
    }

    // ----------------------------------------------------------------------------------------------- anybody

    /// @inheritdoc IJobMarket
    function finalize(uint64 job) external {
        JobRecord storage j = _jobs[job];
        if (j.state != JobState.Claimed) revert NotClaimed();
        if (block.timestamp <= j.deadline) revert WindowOpen();
        if (j.open != 0) revert GamesOpen();
        uint256 rest = j.terms.maxPrice - j.price;
        if (j.features & AUDITED != 0) {
            if (!_isDelivered(job, j)) revert NotDelivered();
            rest += _unspent(j);
        }
        j.state = JobState.Finalized;
        if (j.features & PAID_IN_TOKENS == 0) {
            _balances[j.solver] += uint256(j.price) + j.terms.stake;
            _balances[j.submitter] += rest;
        } else {
            _balances[j.solver] += j.terms.stake;
            _credit(j, j.solver, j.price);
            _credit(j, j.submitter, rest);
        }
        emit JobFinalized(job, j.round, j.solver, j.submitter, j.price);
        if (j.features & CALLS_BACK != 0) _callBack(job, j);
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

    /// @dev Who can be drawn is fixed here, by what is staked now; by which seed, nobody knows for some blocks (M6).
    function _beginAudit(uint64 job, uint32 round) private {
        Audit storage a = _audits[job][round];
        a.total = _staked;
        a.claimedAt = uint40(block.timestamp);
        a.seedBlock = uint40(block.number + SEED_DELAY);
    }

    /// @dev Everything is settled before. What the consumer does with its gas, says or refuses changes nothing here (M11).
    function _callBack(uint64 job, JobRecord storage j) private {
        address consumer = j.terms.callback;
        bytes memory data = abi.encodeCall(IJobConsumer.onJobFinalized, (job, j.spec, j.traceRoot));
        // INVARIANT: nobody makes a consumer miss its result by sending too little gas.
        if (gasleft() < CALLBACK_NEEDS) revert NotEnoughGas();
        bool done;
        // By hand, because what it returns is not to be copied: it could be of any length.
        assembly ("memory-safe") {
            done := call(CALLBACK_GAS, consumer, 0, add(data, 32), mload(data), 0, 0)
        }
        if (!done) emit CallbackFailed(job);
    }

    function _isListed(JobRecord storage j, bytes32[] calldata proof) private view returns (bool) {
        // Another length than that of an inner node (B19).
        bytes32 leaf = keccak256(abi.encodePacked(uint8(2), msg.sender));
        return MerkleProof.verifyCalldata(proof, j.terms.solvers, leaf);
    }

    /// @dev The price of this block: from min to max over the ramp, rounded down (M2, M5).
    function _priceDown(JobRecord storage j) private view returns (uint256) {
        Terms storage t = j.terms;
        uint256 elapsed = block.timestamp - j.postedAt;
        if (elapsed >= t.rampSeconds) return t.maxPrice;
        return t.minPrice + uint256(t.maxPrice - t.minPrice) * elapsed / t.rampSeconds;
    }
}
