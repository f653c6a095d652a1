// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IVerifiers} from "../interfaces/IVerifiers.sol";
import {JobPosting} from "./JobPosting.sol";
import {JobRecord, JobState} from "./JobTypes.sol";
import {Verifiers} from "./Verifiers.sol";
import {Audit, SEED_DELAY} from "./VerifierTypes.sol";

/// @notice Whether the submitter can have what it pays for (M10).
abstract contract Delivery is Verifiers, JobPosting {
    /// @inheritdoc IVerifiers
    function acknowledge(uint64 job, bytes32 traceRoot) external {
        (JobRecord storage j, Audit storage a) = _audited(job);
        if (j.traceRoot != traceRoot) revert RoundOver();
        if (msg.sender != j.submitter) revert NotSubmitter();
        a.received = true;
        emit Acknowledged(job, j.round);
    }

    /// @inheritdoc IVerifiers
    function undelivered(uint64 job) external {
        JobRecord storage j = _jobs[job];
        if (j.state != JobState.Claimed) revert NotClaimed();
        if (block.timestamp <= j.deadline) revert WindowOpen();
        if (j.open != 0) revert GamesOpen();
        if (_isDelivered(job, j)) revert Delivered();
        Audit storage a = _audits[job][j.round];
        if (a.draw == 0) {
            a.draw = 1;
            a.seed = 0;
            a.seedBlock = uint40(block.number + SEED_DELAY);
            j.deadline = uint40(block.timestamp + j.terms.windowSeconds);
            emit AuditRedrawn(job, j.round, j.deadline, a.seedBlock);
            return;
        }
        // Passes after them may have taken what was left for verdicts: then the last ones go without.
        uint16 paid = a.unavailable < j.slots ? a.unavailable : j.slots;
        a.paid = paid;
        j.slots -= paid;
        _expire(job, j);
    }
}
