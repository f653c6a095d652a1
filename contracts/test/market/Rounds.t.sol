// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IReasons} from "../../src/interfaces/IReasons.sol";
import {JobRecord, JobState} from "../../src/market/JobTypes.sol";
import {MarketFixture} from "./MarketFixture.sol";

/// A job's number of rounds has two bytes: it ends there, and its money does not stay behind.
contract RoundsTest is MarketFixture {
    /// The word that holds the rounds is the second of the record; the round stands behind the solver and the state.
    uint256 private constant ROUND_SHIFT = 8 * 21;

    function test_lock_afterTheLastRound_isRefused_andTheEscrowComesBack() public {
        uint64 job = post();
        bytes32 word = bytes32(uint256(keccak256(abi.encode(job, uint256(1)))) + 1);
        uint256 stored = uint256(vm.load(address(market), word));
        vm.store(address(market), word, bytes32(stored | (uint256(type(uint16).max - 1) << ROUND_SHIFT)));
        assertEq(market.getJob(job).round, type(uint16).max - 1);

        lock(job);
        assertEq(market.getJob(job).round, type(uint16).max);
        vm.warp(market.getJob(job).deadline + 1);
        market.expire(job);

        JobRecord memory j = market.getJob(job);
        vm.deal(solver, j.terms.stake);
        vm.prank(solver);
        vm.expectRevert(IReasons.TooManyRounds.selector);
        market.lock{value: j.terms.stake}(job);

        vm.prank(submitter);
        market.cancel(job);
        assertEq(uint256(market.getJob(job).state), uint256(JobState.Cancelled));
    }
}
