// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IReasons} from "../../src/interfaces/IReasons.sol";
import {MarketFixture} from "../market/MarketFixture.sol";
import {Turns} from "./Turns.sol";

/// Who may move until when (D6), and that nobody else may (D10). What a move must show is tested by whole games.
contract ClocksTest is MarketFixture {
    /// Of the opening: the budget and 32 steps of a second.
    uint256 private constant FIRST = BUDGET + 32;

    uint64 private job;
    bytes private opened;

    function setUp() public override {
        super.setUp();
        job = claimed();
        commit(job, ann);
        opened = open(job, ann);
    }

    function test_move_onTheDeadline_isMade() public {
        vm.warp(block.timestamp + FIRST);
        answer(ann, opened);
    }

    function test_move_afterTheDeadline_reverts() public {
        vm.warp(block.timestamp + FIRST + 1);
        _refused(solver, 1, IReasons.ClockExpired.selector);
    }

    function test_timeout_onTheDeadline_reverts() public {
        vm.warp(block.timestamp + FIRST);
        vm.expectRevert(IReasons.ClockRunning.selector);
        market.timeout(opened, solver);
    }

    function test_timeout_afterTheDeadline_isForTheWaitingSide() public {
        vm.warp(block.timestamp + FIRST + 1);
        market.timeout(opened, solver);
        assertEq(balance(ann), BOND + STAKE / 2);
        assertEq(balance(solver), 0);
    }

    function test_timeout_ofTheWaitingSide_reverts() public {
        vm.warp(block.timestamp + FIRST + 1);
        vm.expectRevert(IReasons.StateUnknown.selector);
        market.timeout(opened, ann);
    }

    function test_timeout_twice_reverts() public {
        vm.warp(block.timestamp + FIRST + 1);
        market.timeout(opened, solver);
        vm.expectRevert(IReasons.StateUnknown.selector);
        market.timeout(opened, solver);
    }

    function test_move_byTheOpponentOrAStranger_reverts() public {
        _refused(ann, 1, IReasons.StateUnknown.selector);
        _refused(bob, 1, IReasons.StateUnknown.selector);
    }

    function test_move_twice_reverts() public {
        answer(ann, opened);
        _refused(solver, 1, IReasons.StateUnknown.selector);
    }

    /// The pair that is shown is that of segment 1: it opens nowhere else, not even where the path has no more bits.
    function test_segment_isWhereItsPathLeads() public {
        _refused(solver, 0, IReasons.WrongOpening.selector);
        _refused(solver, 2, IReasons.WrongOpening.selector);
        _refused(solver, 16 + 1, IReasons.NoSuchSegment.selector);
        answer(ann, opened);
    }

    /// The defender's clock stands while the challenger thinks, and is never shorter than a minimal response.
    function test_clocks_runForTheMoverOnly() public {
        uint256 late = 1_800_000_000 + FIRST - 10;
        vm.warp(late);
        bytes memory answered = answer(ann, opened);
        assertEq(_number(answered, 25, 5), late + FIRST); // the challenger has all its budget
        assertEq(_number(answered, 30, 4), 10); // the defender has ten seconds left, and at its next turn a minute
    }

    function test_release_afterTheRound_returnsTheBondOnce() public {
        commit(job, bob);
        bytes memory second = open(job, bob);
        vm.warp(block.timestamp + FIRST + 1);
        market.timeout(opened, solver);
        market.release(second, solver);
        assertEq(balance(bob), BOND);
        vm.expectRevert(IReasons.StateUnknown.selector);
        market.release(second, solver);
    }

    function _refused(address mover, uint8 named, bytes4 reason) private {
        bytes memory move = answerTo(ann, named);
        vm.prank(mover);
        vm.expectRevert(reason);
        Turns.send(market, Turns.DISSECT, opened, move);
    }

    function _number(bytes memory state, uint256 offset, uint256 size) private pure returns (uint256 n) {
        for (uint256 i = 0; i < size; ++i) {
            n = (n << 8) | uint8(state[offset + i]);
        }
    }
}
