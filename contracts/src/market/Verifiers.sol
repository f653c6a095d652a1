// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IVerifiers} from "../interfaces/IVerifiers.sol";
import {AUDITED, JobRecord, JobState} from "./JobTypes.sol";
import {MarketStorage} from "./MarketStorage.sol";
import {OnlyInMarket} from "./OnlyInMarket.sol";
import {Audit, UNBONDING, VerifierStake} from "./VerifierTypes.sol";

/// @notice The registry: who may be drawn, and with which share (M6).
abstract contract Verifiers is IVerifiers, OnlyInMarket, MarketStorage {
    /// @inheritdoc IVerifiers
    function stakeVerifier() external payable onlyInMarket {
        VerifierStake storage v = _verifiers[msg.sender];
        // All the coins there are fit into 96 bits.
        v.stake += uint96(msg.value);
        // Only more stake has to wait for the next claim: whoever is smaller than it was is drawn less.
        v.since = uint40(block.timestamp);
        _staked += uint96(msg.value);
        emit VerifierStaked(msg.sender, msg.value, v.stake);
    }

    /// @inheritdoc IVerifiers
    function unstakeVerifier(uint96 amount) external {
        VerifierStake storage v = _verifiers[msg.sender];
        if (amount == 0 || v.stake - v.locked < amount) revert InsufficientStake();
        v.stake -= amount;
        _staked -= amount;
        v.leaving += amount;
        v.leavesAt = uint40(block.timestamp + UNBONDING);
        emit VerifierUnstaked(msg.sender, amount, v.leavesAt);
    }

    /// @inheritdoc IVerifiers
    function withdrawVerifierStake() external {
        VerifierStake storage v = _verifiers[msg.sender];
        uint256 amount = v.leaving;
        if (amount == 0) revert NothingToWithdraw();
        if (block.timestamp <= v.leavesAt) revert StillUnbonding();
        v.leaving = 0;
        _balances[msg.sender] += amount;
        emit VerifierLeft(msg.sender, amount);
    }

    /// @dev The audit of a claim that may be challenged now.
    function _audited(uint64 job) internal view returns (JobRecord storage j, Audit storage a) {
        j = _jobs[job];
        if (j.state != JobState.Claimed) revert NotClaimed();
        if (j.features & AUDITED == 0) revert NotAudited();
        a = _audits[job][j.round];
    }
}
