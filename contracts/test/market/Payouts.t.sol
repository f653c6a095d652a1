// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IReasons} from "../../src/interfaces/IReasons.sol";
import {JobState, Terms} from "../../src/market/JobTypes.sol";
import {RevertingConsumer} from "../samples/Consumers.sol";
import {MarketFixture} from "./MarketFixture.sol";

/// One test for every row of the payout table (protocol §10, M4).
contract PayoutsTest is MarketFixture {
    function test_finalize_paysPriceAndStake() public {
        uint64 job = post();
        vm.warp(block.timestamp + 500); // half of the ramp: 2 coins
        lock(job);
        claim(job);
        vm.warp(block.timestamp + WINDOW + 1);
        market.finalize(job);
        assertEq(balance(solver), 2 ether + STAKE);
        assertEq(balance(submitter), 1 ether);
        assertSolvent(0);
    }

    function test_finalize_insideTheWindow_reverts() public {
        uint64 job = claimed();
        vm.warp(block.timestamp + WINDOW);
        vm.expectRevert(IReasons.WindowOpen.selector);
        market.finalize(job);
    }

    function test_finalize_withACommitmentAlive_reverts() public {
        uint64 job = claimed();
        commit(job, ann);
        vm.warp(block.timestamp + WINDOW + 1);
        vm.expectRevert(IReasons.GamesOpen.selector);
        market.finalize(job);
    }

    function test_cancel_byTheSubmitter_returnsTheEscrow() public {
        uint64 job = post();
        vm.prank(submitter);
        market.cancel(job);
        assertEq(balance(submitter), MAX_PRICE);
        assertSolvent(0);
    }

    function test_cancel_byAStrangerBeforeClosing_reverts() public {
        uint64 job = post();
        vm.warp(block.timestamp + 30 days);
        vm.expectRevert(IReasons.NotSubmitter.selector);
        vm.prank(ann);
        market.cancel(job);
    }

    function test_cancel_byAnybodyAfterClosing_returnsTheEscrow() public {
        uint64 job = post();
        vm.warp(block.timestamp + 30 days + 1);
        vm.prank(ann);
        market.cancel(job);
        assertEq(balance(submitter), MAX_PRICE);
        assertSolvent(0);
    }

    function test_expire_costsAQuarterOfTheStake() public {
        uint64 job = post();
        lock(job);
        vm.warp(block.timestamp + DELIVERY);
        vm.expectRevert(IReasons.DeadlineNotPassed.selector);
        market.expire(job);
        vm.warp(block.timestamp + 1);
        market.expire(job);
        assertEq(balance(solver), STAKE * 3 / 4);
        assertEq(balance(submitter), STAKE / 8);
        assertEq(market.burned(), STAKE / 8);
        assertSolvent(MAX_PRICE);
    }

    function test_expired_isOpenToTheNextSolver() public {
        uint64 job = post();
        lock(job);
        vm.warp(block.timestamp + DELIVERY + 1);
        market.expire(job);
        lock(job);
        assertEq(market.getJob(job).round, 2);
        assertSolvent(MAX_PRICE + STAKE);
    }

    function test_solverLoses_halfToTheChallenger() public {
        uint64 job = claimed();
        commit(job, ann);
        bytes memory state = open(job, ann);
        vm.warp(block.timestamp + BUDGET + 32); // 32 steps of one second
        vm.expectRevert(IReasons.ClockRunning.selector);
        market.timeout(state, solver);
        vm.warp(block.timestamp + 1);
        market.timeout(state, solver);
        assertEq(balance(ann), BOND + STAKE / 2);
        assertEq(balance(solver), 0);
        assertEq(market.burned(), STAKE - STAKE / 2);
        assertEq(uint256(market.getJob(job).state), uint256(JobState.Slashed));
        assertSolvent(MAX_PRICE);
    }

    function test_slashed_theSubmitterTakesTheEscrow() public {
        uint64 job = claimed();
        commit(job, ann);
        bytes memory state = open(job, ann);
        vm.warp(block.timestamp + BUDGET + 33);
        market.timeout(state, solver);
        vm.prank(submitter);
        market.cancel(job);
        assertEq(balance(submitter), MAX_PRICE);
        assertSolvent(0);
    }

    function test_challengerLoses_halfOfTheBondToTheSolver() public {
        uint64 job = claimed();
        commit(job, ann);
        bytes memory state = answer(ann, open(job, ann));
        vm.warp(block.timestamp + BUDGET + 32 + 1);
        market.timeout(state, ann);
        assertEq(balance(solver), BOND / 2);
        assertEq(market.burned(), BOND - BOND / 2);
        assertEq(uint256(market.getJob(job).state), uint256(JobState.Claimed));
        assertSolvent(MAX_PRICE + STAKE);

        vm.warp(block.timestamp + WINDOW + 1);
        market.finalize(job);
        assertSolvent(0);
    }

    function test_twoGamesBeforeTheDecision_shareEqually() public {
        uint64 job = claimed();
        commit(job, ann);
        commit(job, bob);
        bytes memory first = open(job, ann);
        bytes memory second = open(job, bob);
        vm.warp(block.timestamp + BUDGET + 33);
        market.timeout(first, solver);
        assertEq(balance(ann), BOND + STAKE / 4);
        assertSolvent(MAX_PRICE + STAKE / 4 + BOND);

        vm.expectRevert(IReasons.RoundOver.selector);
        market.timeout(second, solver);
        market.release(second, solver);
        assertEq(balance(bob), BOND + STAKE / 4);
        assertSolvent(MAX_PRICE);
    }

    function test_aGameCommittedAfterTheDecidingOneOpened_getsItsBondOnly() public {
        uint64 job = claimed();
        commit(job, ann);
        bytes memory first = open(job, ann);
        commit(job, bob);
        bytes memory second = open(job, bob);
        vm.warp(block.timestamp + BUDGET + 33);
        market.timeout(first, solver);
        market.release(second, solver);
        assertEq(balance(ann), BOND + STAKE / 2);
        assertEq(balance(bob), BOND);
        assertEq(market.burned(), STAKE - STAKE / 2);
        assertSolvent(MAX_PRICE);
    }

    function test_aCommitmentAliveAtTheDecision_isReleasedWithItsShare() public {
        uint64 job = claimed();
        commit(job, ann);
        commit(job, bob);
        bytes memory first = open(job, ann);
        vm.warp(block.timestamp + BUDGET + 33);
        market.timeout(first, solver);
        market.releaseCommitment(job, 1, bob, 7);
        assertEq(balance(bob), BOND + STAKE / 4);
        assertSolvent(MAX_PRICE);
    }

    function test_aShareThatNobodyTakes_isBurned() public {
        uint64 job = claimed();
        commit(job, ann);
        commit(job, bob);
        bytes memory first = open(job, ann); // two peers: a quarter of the stake each
        bytes memory lost = answer(bob, open(job, bob));
        vm.warp(block.timestamp + BUDGET + 33);
        market.timeout(lost, bob); // bob loses before the decision
        market.timeout(first, solver);
        assertEq(balance(ann), BOND + STAKE / 4);
        assertEq(balance(bob), 0);
        assertEq(market.burned(), STAKE * 3 / 4 + BOND - BOND / 2);
        assertSolvent(MAX_PRICE);
    }

    function test_release_whileTheRoundRuns_reverts() public {
        uint64 job = claimed();
        commit(job, ann);
        bytes memory state = open(job, ann);
        vm.expectRevert(IReasons.RoundRunning.selector);
        market.release(state, solver);
    }

    function test_forfeit_burnsTheBondOfAnUnopenedCommitment() public {
        uint64 job = claimed();
        commit(job, ann);
        vm.roll(block.number + 256);
        vm.expectRevert(IReasons.CommitmentAlive.selector);
        market.forfeit(job, ann, 7);
        vm.roll(block.number + 1);
        market.forfeit(job, ann, 7);
        assertEq(market.burned(), BOND);
        assertSolvent(MAX_PRICE + STAKE);
    }

    function test_open_inTheBlockOfTheCommitment_reverts() public {
        uint64 job = claimed();
        commit(job, ann);
        vm.expectRevert(IReasons.OpenedTooEarly.selector);
        vm.prank(ann);
        market.open(job, 7, bytes16("salt"), opening(ann));
    }

    function test_open_ofAnotherOpening_reverts() public {
        uint64 job = claimed();
        commit(job, ann);
        vm.roll(block.number + 1);
        vm.expectRevert(IReasons.CommitmentUnknown.selector);
        vm.prank(ann);
        market.open(job, 7, bytes16("salt"), opening(bob));
    }

    function test_commit_thatNamesAnotherClaim_isRefused() public {
        uint64 job = claimed();
        bytes32 traceRoot = market.getJob(job).traceRoot;
        for (uint32 round = 0; round <= 2; round += 2) {
            vm.expectRevert(IReasons.RoundOver.selector);
            vm.prank(ann);
            market.commit{value: BOND}(job, round, traceRoot, 7, bytes32("c"));
        }
        vm.expectRevert(IReasons.RoundOver.selector);
        vm.prank(ann);
        market.commit{value: BOND}(job, 1, keccak256("another claim of this round"), 7, bytes32("c"));
        vm.prank(ann);
        market.commit{value: BOND}(job, 1, traceRoot, 7, bytes32("c"));
        assertSolvent(MAX_PRICE + STAKE + BOND);
    }

    function test_ninthGame_doublesTheBond() public {
        uint64 job = claimed();
        for (uint160 i = 1; i <= 8; ++i) {
            vm.deal(address(i), 1 ether);
            commit(job, address(i));
        }
        bytes32 traceRoot = market.getJob(job).traceRoot;
        vm.expectRevert(IReasons.WrongValue.selector);
        vm.prank(ann);
        market.commit{value: BOND}(job, 1, traceRoot, 7, bytes32("c"));
        vm.prank(ann);
        market.commit{value: 2 * BOND}(job, 1, traceRoot, 7, bytes32("c"));
        assertSolvent(MAX_PRICE + STAKE + 10 * BOND);
    }

    function test_withdraw_sendsTheBalanceOnce() public {
        uint64 job = post();
        vm.prank(submitter);
        market.cancel(job);
        vm.prank(submitter);
        market.withdraw();
        assertEq(submitter.balance, 100 ether);
        vm.expectRevert(IReasons.NothingToWithdraw.selector);
        vm.prank(submitter);
        market.withdraw();
        assertSolvent(0);
    }

    function test_sweep_sendsTheBurnedOutOfReach() public {
        uint64 job = claimed();
        commit(job, ann);
        vm.roll(block.number + 257);
        market.forfeit(job, ann, 7);
        market.sweep();
        assertEq(address(0xdEaD).balance, BOND);
        assertSolvent(MAX_PRICE + STAKE);
    }

    // ------------------------------------------------------------------------------------------- paid in tokens

    function test_inTokens_finalize_paysThePriceInTokens_andTheStakeInCoins() public {
        uint64 job = post(inTokens());
        assertEq(token.balanceOf(address(market)), MAX_PRICE);
        vm.warp(1_800_000_500); // half of the ramp: 2 tokens
        lock(job);
        claim(job);
        closeWindow(job);
        market.finalize(job);
        assertEq(balance(solver), STAKE);
        assertEq(balance(submitter), 0);
        assertEq(tokens(solver), 2 ether);
        assertEq(tokens(submitter), 1 ether);
        assertSolvent(0);
        assertSolventInTokens(0);
    }

    function test_inTokens_cancel_returnsTheTokens() public {
        uint64 job = post(inTokens());
        vm.prank(submitter);
        market.cancel(job);
        assertEq(tokens(submitter), MAX_PRICE);
        assertEq(balance(submitter), 0);
        vm.prank(submitter);
        market.withdrawToken(address(token));
        assertEq(token.balanceOf(submitter), 100 ether);
        assertSolventInTokens(0);
    }

    function test_inTokens_expire_costsAQuarterOfTheStakeInCoins() public {
        uint64 job = post(inTokens());
        lock(job);
        vm.warp(block.timestamp + DELIVERY + 1);
        market.expire(job);
        assertEq(balance(solver), STAKE * 3 / 4);
        assertEq(balance(submitter), STAKE / 8);
        assertEq(market.burned(), STAKE / 8);
        assertSolvent(0);
        assertSolventInTokens(MAX_PRICE);
    }

    function test_inTokens_slashedAndReturnedToTheSubmitter() public {
        uint64 job = claimed(inTokens());
        commit(job, ann);
        bytes memory state = open(job, ann);
        vm.warp(block.timestamp + BUDGET + 33);
        market.timeout(state, solver);
        assertEq(balance(ann), BOND + STAKE / 2);
        assertEq(tokens(ann), 0);
        vm.prank(submitter);
        market.cancel(job);
        assertEq(tokens(submitter), MAX_PRICE);
        assertSolvent(0);
        assertSolventInTokens(0);
    }

    // ------------------------------------------------------------------------------------------- told to a consumer

    function test_withACallback_finalize_paysTheSame() public {
        Terms memory t = terms();
        t.callback = address(new RevertingConsumer());
        uint64 job = claimed(t);
        closeWindow(job);
        market.finalize(job);
        assertEq(balance(solver), MIN_PRICE + STAKE);
        assertEq(balance(submitter), MAX_PRICE - MIN_PRICE);
        assertSolvent(0);
    }

    // ------------------------------------------------------------------------------------------- for listed solvers

    function test_forListedSolvers_finalize_paysTheSame() public {
        Terms memory t = terms();
        t.solvers = keccak256(abi.encodePacked(uint8(2), solver));
        uint64 job = claimed(t);
        closeWindow(job);
        market.finalize(job);
        assertEq(balance(solver), MIN_PRICE + STAKE);
        assertEq(balance(submitter), MAX_PRICE - MIN_PRICE);
        assertSolvent(0);
    }
}
