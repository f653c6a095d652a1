// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {GameStore} from "../disputes/GameStore.sol";
import {IVerifiers} from "../interfaces/IVerifiers.sol";
import {Audits} from "./Audits.sol";
import {JobPosting} from "./JobPosting.sol";
import {JobHead, JobRecord, JobState, PAID_IN_TOKENS, Terms} from "./JobTypes.sol";
import {Verdict, VerdictKind, VerifierStake} from "./VerifierTypes.sol";

/// @notice What becomes of a verdict: it is contested, or paid (M6).
abstract contract Contests is Audits, GameStore, JobPosting {
    /// @inheritdoc IVerifiers
    function contest(
        uint64 id,
        uint64 job,
        uint32 round,
        uint8 draw,
        uint16 interval,
        address verifier,
        uint32 nonce,
        bytes32 commitment
    ) external payable onlyInMarket {
        {
            Verdict storage v = _verdicts[_verdictKey(job, round, draw, interval, verifier)];
            // INVARIANT: no record is ever written over another, whatever became of its money.
            if (v.kind != VerdictKind.Pass || v.contestedAs != id || _jobs[id].state != JobState.None) {
                revert VerdictUnknown();
            }
            if (block.timestamp > v.until && !_live(job, round)) revert WindowClosed();
            v.kind = VerdictKind.Contested;
        }
        JobRecord storage j = _jobs[id];
        _enterPass(j, _jobs[job], _audits[job][round].traceRoot, interval, verifier);
        // The stake is the record's from here on.
        uint96 stake = j.terms.stake;
        VerifierStake storage s = _verifiers[verifier];
        s.stake -= stake;
        s.locked -= stake;
        _staked -= stake;
        emit PassContested(id, job, verifier, round, draw, interval);
        _commit(id, j, 1, nonce, commitment);
    }

    /// @inheritdoc IVerifiers
    function collect(uint64 job, uint32 round, uint8 draw, uint16 interval, address verifier) external {
        bytes32 key = _verdictKey(job, round, draw, interval, verifier);
        Verdict storage v = _verdicts[key];
        if (v.kind != VerdictKind.Pass && v.kind != VerdictKind.Unavailable) revert VerdictUnknown();
        if (_live(job, round)) revert RoundRunning();
        JobRecord storage j = _jobs[job];
        if (v.kind == VerdictKind.Pass) {
            if (block.timestamp <= v.until) revert WindowOpen();
            _verifiers[verifier].locked -= j.terms.auditStake;
        } else if (v.number >= _audits[job][round].paid) {
            revert VerdictUnknown();
        }
        delete _verdicts[key];
        _credit(j, verifier, j.terms.auditFee);
        emit VerdictPaid(job, verifier, round, draw, interval, j.terms.auditFee);
    }

    /// @dev A pass as a job: claimed by the verifier, worth its fee, with its stake, about one interval. It closes before it
    /// begins, so nobody can lock it again and anybody may have the fee sent back.
    function _enterPass(
        JobRecord storage j,
        JobRecord storage of_,
        bytes32 traceRoot,
        uint16 interval,
        address verifier
    ) private {
        Terms memory t = _termsOf(of_);
        JobHead memory head = JobHead({
            submitter: of_.submitter,
            postedAt: uint40(block.timestamp),
            slots: 0,
            solver: verifier,
            state: JobState.Claimed,
            round: 1,
            open: 0,
            commitments: 0,
            features: of_.features & PAID_IN_TOKENS,
            deadline: uint40(block.timestamp + t.windowSeconds),
            price: t.auditFee,
            steps: of_.steps,
            interval: of_.interval,
            only: interval + 1,
            budgetSeconds: of_.budgetSeconds,
            minResponse: of_.minResponse,
            stepAllowance: of_.stepAllowance
        });
        (t.minPrice, t.maxPrice, t.stake) = (t.auditFee, t.auditFee, t.auditStake);
        (t.closesAt, t.callback, t.solvers) = (0, address(0), 0);
        (t.auditFee, t.auditStake, t.auditRate, t.auditSlots) = (0, 0, 0, 0);
        _write(j, head, t);
        j.program = of_.program;
        j.initialRoot = of_.initialRoot;
        j.spec = of_.spec;
        j.traceRoot = traceRoot;
    }
}
