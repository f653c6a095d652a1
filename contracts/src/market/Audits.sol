// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IVerifiers} from "../interfaces/IVerifiers.sol";
import {Headers} from "../referee/Headers.sol";
import {JobRecord} from "./JobTypes.sol";
import {Verifiers} from "./Verifiers.sol";
import {
    Audit,
    CONTESTED_PASSES,
    SEED_BLOCKS,
    SEED_DELAY,
    Verdict,
    VerdictKind,
    VerifierStake
} from "./VerifierTypes.sol";

/// @notice Who is drawn for which interval of a claim, and what they say about it (M6).
abstract contract Audits is Verifiers {
    // ----------------------------------------------------------------------------------------------- the draw

    /// @inheritdoc IVerifiers
    function drawSeed(uint64 job) external {
        (JobRecord storage j, Audit storage a) = _audited(job);
        if (a.seed != 0) revert SeedDrawn();
        uint256 seedBlock = a.seedBlock;
        if (block.number <= seedBlock) revert SeedTooEarly();
        if (block.number > seedBlock + SEED_BLOCKS) {
            a.seedBlock = uint40(block.number + SEED_DELAY);
            emit SeedPostponed(job, j.round, a.seedBlock);
            return;
        }
        bytes32 seed = blockhash(seedBlock);
        a.seed = seed;
        a.traceRoot = j.traceRoot;
        emit AuditSeeded(job, j.round, a.draw, seed);
    }

    // ----------------------------------------------------------------------------------------------- verdicts

    /// @inheritdoc IVerifiers
    function pass(uint64 job, bytes32 traceRoot, uint16 interval) external {
        (JobRecord storage j, Audit storage a, bytes32 key) = _onVerdict(job, traceRoot, interval);
        if (j.slots == 0) revert AuditFull();
        VerifierStake storage v = _verifiers[msg.sender];
        if (v.stake - v.locked < j.terms.auditStake) revert InsufficientStake();
        v.locked += j.terms.auditStake;
        j.slots -= 1;
        a.passes += 1;
        uint40 until = uint40(block.timestamp + j.terms.windowSeconds);
        // Nobody knows the seed while verifiers can still come: two passes with one number cannot be made on purpose.
        uint64 id = uint64(uint256(keccak256(abi.encodePacked(key, a.seed)))) | CONTESTED_PASSES;
        _verdicts[key] = Verdict({kind: VerdictKind.Pass, until: until, number: 0, contestedAs: id});
        emit Passed(job, msg.sender, j.round, a.draw, interval, until, id);
    }

    /// @inheritdoc IVerifiers
    function unavailable(uint64 job, bytes32 traceRoot, uint16 interval) external {
        (JobRecord storage j, Audit storage a, bytes32 key) = _onVerdict(job, traceRoot, interval);
        uint16 number = a.unavailable;
        if (number >= j.slots) revert AuditFull();
        a.unavailable = number + 1;
        _verdicts[key] = Verdict({kind: VerdictKind.Unavailable, until: 0, number: number, contestedAs: 0});
        emit FoundUnavailable(job, msg.sender, j.round, a.draw, interval);
    }

    // ----------------------------------------------------------------------------------------------- inside

    /// @dev What has to be so for either verdict of the sender.
    function _onVerdict(uint64 job, bytes32 traceRoot, uint16 interval)
        private
        view
        returns (JobRecord storage j, Audit storage a, bytes32 key)
    {
        (j, a) = _audited(job);
        // One that comes late, when the next solver has claimed, would be about what its sender has never looked at.
        if (j.traceRoot != traceRoot) revert RoundOver();
        if (block.timestamp > j.deadline) revert WindowClosed();
        if (a.seed == 0) revert SeedMissing();
        if (interval >= Headers.intervals(j.steps, j.interval)) revert NoSuchSegment();
        if (!_isDrawn(a, job, j, interval)) revert NotDrawn();
        key = _verdictKey(job, j.round, a.draw, interval, msg.sender);
        if (_verdicts[key].kind != VerdictKind.None) revert VerdictGiven();
    }

    /// @dev ticket / 2^128 < rate / 256 · stake / total: a stake's expectation is its share, however it is split.
    function _isDrawn(Audit storage a, uint64 job, JobRecord storage j, uint16 interval) private view returns (bool) {
        VerifierStake storage v = _verifiers[msg.sender];
        if (v.since >= a.claimedAt) return false;
        uint256 ticket = uint256(keccak256(abi.encodePacked(a.seed, job, uint32(j.round), msg.sender, interval))) >> 128;
        // 128 + 96 + 8 bits on the left, 16 + 96 + 128 on the right.
        return ticket * a.total * 256 < (uint256(j.terms.auditRate) * v.stake) << 128;
    }

    /// @dev The key of B21.
    function _verdictKey(uint64 job, uint32 round, uint8 draw, uint16 interval, address verifier)
        internal
        pure
        returns (bytes32)
    {
        return keccak256(abi.encodePacked(job, round, draw, interval, verifier));
    }
}
