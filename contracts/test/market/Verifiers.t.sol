// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IReasons} from "../../src/interfaces/IReasons.sol";
import {Merkle} from "../../src/libraries/Merkle.sol";
import {JobRecord, JobState, Terms} from "../../src/market/JobTypes.sol";
import {AuditFixture} from "./AuditFixture.sol";

/// Who is drawn, what verdicts are worth, and every exit of their money (protocol §10, M6, M10).
contract VerifiersTest is AuditFixture {
    // ----------------------------------------------------------------------------------------------- the registry

    function test_leavingTheRegistry_takesAWeek() public {
        register(bob, REGISTERED);
        vm.prank(bob);
        market.unstakeVerifier(0.4 ether);
        assertRegistered(0.6 ether, 0);
        vm.warp(block.timestamp + 7 days);
        vm.expectRevert(IReasons.StillUnbonding.selector);
        vm.prank(bob);
        market.withdrawVerifierStake();
        vm.warp(block.timestamp + 1);
        vm.prank(bob);
        market.withdrawVerifierStake();
        assertEq(balance(bob), 0.4 ether);
        assertSolvent(0.6 ether);
        vm.expectRevert(IReasons.NothingToWithdraw.selector);
        vm.prank(bob);
        market.withdrawVerifierStake();
    }

    function test_lockedStake_cannotLeave() public {
        uint64 job = seeded(terms());
        pass(job, 0);
        vm.expectRevert(IReasons.InsufficientStake.selector);
        vm.prank(bob);
        market.unstakeVerifier(uint96(REGISTERED - RISK + 1));
        vm.prank(bob);
        market.unstakeVerifier(uint96(REGISTERED - RISK));
        assertRegistered(RISK, RISK);
    }

    function test_stakeToTheExtensionItself_isRefused() public {
        address extension = market.EXTENSION();
        vm.prank(bob);
        (bool ok, bytes memory data) = extension.call{value: 1}(abi.encodeCall(market.stakeVerifier, ()));
        vm.assertTrue(!ok && bytes4(data) == IReasons.NotTheMarket.selector, "coins go to the market only");
    }

    // ----------------------------------------------------------------------------------------------- the draw

    function test_whoStakesWithTheClaim_isNotDrawn() public {
        vm.prank(bob);
        market.stakeVerifier{value: REGISTERED}();
        uint64 job = postAudited(terms());
        lock(job);
        claim(job); // in the same second
        drawSeed(job);
        vm.expectRevert(IReasons.NotDrawn.selector);
        pass(job, 0);
    }

    function test_whoAddsToAStakeAfterTheClaim_isNotDrawn() public {
        uint64 job = seeded(terms());
        vm.prank(bob);
        market.stakeVerifier{value: 1}();
        vm.expectRevert(IReasons.NotDrawn.selector);
        pass(job, 0);
    }

    function test_aStranger_isNotDrawn() public {
        uint64 job = seeded(terms());
        vm.expectRevert(IReasons.NotDrawn.selector);
        vm.prank(ann);
        market.pass(job, traceRoot(), 0);
    }

    function test_theSeed_isThatOfALaterBlock() public {
        uint64 job = postAudited(terms());
        lock(job);
        claim(job);
        uint256 seedBlock = market.getAudit(job, 1).seedBlock;
        assertEq(seedBlock, block.number + 4);
        vm.roll(seedBlock);
        vm.expectRevert(IReasons.SeedTooEarly.selector);
        market.drawSeed(job);
        vm.roll(seedBlock + 200);
        market.drawSeed(job);
        vm.assertTrue(market.getAudit(job, 1).seed == blockhash(seedBlock), "the hash of the block that was named");
        vm.expectRevert(IReasons.SeedDrawn.selector);
        market.drawSeed(job);
    }

    function test_aSeedThatNobodyTook_isALaterOne() public {
        uint64 job = postAudited(terms());
        lock(job);
        claim(job);
        uint256 seedBlock = market.getAudit(job, 1).seedBlock;
        vm.roll(seedBlock + 201);
        market.drawSeed(job);
        vm.assertTrue(market.getAudit(job, 1).seed == 0, "not the old one");
        assertEq(market.getAudit(job, 1).seedBlock, seedBlock + 205);
        vm.expectRevert(IReasons.SeedTooEarly.selector);
        market.drawSeed(job);
        vm.roll(seedBlock + 206);
        market.drawSeed(job);
        vm.assertTrue(market.getAudit(job, 1).seed != 0, "now");
    }

    function test_aJobWithoutVerifiers_hasNone() public {
        register(bob, REGISTERED);
        uint64 job = claimed();
        vm.expectRevert(IReasons.NotAudited.selector);
        market.drawSeed(job);
        vm.expectRevert(IReasons.NotAudited.selector);
        pass(job, 0);
        closeWindow(job);
        vm.expectRevert(IReasons.Delivered.selector);
        market.undelivered(job);
    }

    function test_halfOfWhatVerifiersNeed_isNoTerms() public {
        for (uint256 i = 0; i < 4; ++i) {
            Terms memory t = audited(terms());
            if (i == 0) t.auditFee = 0;
            if (i == 1) t.auditStake = 0.04 ether - 1;
            if (i == 2) t.auditRate = 0;
            if (i == 3) t.auditSlots = 0;
            vm.deal(submitter, 100 ether);
            vm.expectRevert(IReasons.TermsOutOfRange.selector);
            vm.prank(submitter);
            market.post{value: ESCROW}(header(), root(0), bytes32("spec"), t);
        }
    }

    // ----------------------------------------------------------------------------------------------- passes

    function test_aPass_isPaidWhenItCanNoLongerBeContested() public {
        uint64 job = seeded(terms());
        vm.warp(block.timestamp + 100);
        pass(job, 0);
        assertRegistered(REGISTERED, RISK);
        assertSolvent(ESCROW + STAKE + REGISTERED);
        vm.expectRevert(IReasons.RoundRunning.selector);
        market.collect(job, 1, 0, 0, bob);

        closeWindow(job);
        market.finalize(job);
        assertEq(balance(solver), MIN_PRICE + STAKE);
        assertEq(balance(submitter), MAX_PRICE - MIN_PRICE + 3 * FEE);
        assertSolvent(FEE + REGISTERED);
        vm.warp(block.timestamp + 99); // the last second
        vm.expectRevert(IReasons.WindowOpen.selector);
        market.collect(job, 1, 0, 0, bob);
        vm.warp(block.timestamp + 1);
        market.collect(job, 1, 0, 0, bob);
        assertEq(balance(bob), FEE);
        assertRegistered(REGISTERED, 0);
        assertSolvent(REGISTERED);
        vm.expectRevert(IReasons.VerdictUnknown.selector);
        market.collect(job, 1, 0, 0, bob);
    }

    function test_inTokens_aPass_isPaidInTokens() public {
        uint64 job = seeded(inTokens());
        pass(job, 1);
        closeWindow(job);
        market.finalize(job);
        assertEq(tokens(submitter), MAX_PRICE - MIN_PRICE + 3 * FEE);
        assertSolventInTokens(FEE);
        vm.warp(block.timestamp + 1);
        market.collect(job, 1, 0, 1, bob);
        assertEq(tokens(bob), FEE);
        assertEq(balance(bob), 0);
        assertSolvent(REGISTERED);
        assertSolventInTokens(0);
    }

    function test_cancel_returnsTheFeesOfVerdictsThatNobodyGave() public {
        uint64 job = postAudited(terms());
        vm.prank(submitter);
        market.cancel(job);
        assertEq(balance(submitter), ESCROW);
        assertSolvent(0);
    }

    function test_verdicts_areGivenOnceAndUpToTheLastSecond() public {
        uint64 job = seeded(terms());
        vm.warp(market.getJob(job).deadline);
        pass(job, 0);
        vm.expectRevert(IReasons.VerdictGiven.selector);
        unavailable(job, 0);
        vm.expectRevert(IReasons.NoSuchSegment.selector);
        pass(job, 2);
        vm.warp(block.timestamp + 1);
        vm.expectRevert(IReasons.WindowClosed.selector);
        pass(job, 1);
    }

    function test_aPassOfASlashedRound_keepsItsFee_andCanStillBeContested() public {
        uint64 job = seeded(terms());
        commit(job, ann);
        bytes memory state = open(job, ann);
        vm.warp(block.timestamp + BUDGET + 33);
        pass(job, 0);
        market.timeout(state, solver);
        assertEq(uint256(market.getJob(job).state), uint256(JobState.Slashed));
        assertSolvent(MAX_PRICE + FEE * 3 + FEE + REGISTERED);

        uint256 until = block.timestamp + WINDOW;
        vm.warp(until + 1);
        bytes32 commitment = bytes32("late");
        uint64 id = recordOf(job, 0);
        vm.expectRevert(IReasons.WindowClosed.selector);
        vm.prank(ann);
        market.contest{value: BOND}(id, job, 1, 0, 0, bob, 7, commitment);
        vm.warp(until);
        // What it is as a record follows from the draw: another number is another draw's pass.
        vm.expectRevert(IReasons.VerdictUnknown.selector);
        vm.prank(ann);
        market.contest{value: BOND}(id ^ 1, job, 1, 0, 0, bob, 7, commitment);
        contest(job, 0);
        vm.expectRevert(IReasons.VerdictUnknown.selector);
        market.collect(job, 1, 0, 0, bob);
        assertRegistered(REGISTERED - RISK, 0);
        assertSolvent(MAX_PRICE + FEE * 3 + FEE + REGISTERED + BOND);
    }

    // ----------------------------------------------------------------------------------------------- contested passes

    function test_aContestedPass_isAClaimOfItsOwn() public {
        uint64 job = seeded(terms());
        pass(job, 0);
        uint64 id = contest(job, 0);
        JobRecord memory r = market.getJob(id);
        JobRecord memory j = market.getJob(job);
        assertEq(uint256(r.state), uint256(JobState.Claimed));
        vm.assertTrue(r.solver == bob && r.submitter == submitter, "the verifier claims, the submitter pays");
        assertEq(uint256(r.round), 1);
        assertEq(uint256(r.features), 0);
        assertEq(uint256(r.only), 1);
        assertEq(uint256(r.price), FEE);
        assertEq(uint256(r.terms.minPrice), FEE);
        assertEq(uint256(r.terms.maxPrice), FEE);
        assertEq(uint256(r.terms.stake), RISK);
        assertEq(uint256(r.terms.bond), BOND);
        assertEq(uint256(r.terms.closesAt), 0);
        assertEq(uint256(r.terms.auditSlots), 0);
        assertEq(uint256(r.deadline), block.timestamp + WINDOW);
        vm.assertTrue(
            r.traceRoot == j.traceRoot && r.program == j.program && r.spec == j.spec && r.initialRoot == j.initialRoot
                && r.terms.stepAllowance == j.terms.stepAllowance && r.terms.windowSeconds == j.terms.windowSeconds,
            "what is disputed is the job's"
        );
        vm.expectRevert(IReasons.VerdictUnknown.selector);
        vm.prank(ann);
        market.contest{value: BOND}(id, job, 1, 0, 0, bob, 8, bytes32("again"));
    }

    function test_aContestedPassThatHolds_isPaidWithItsStake() public {
        uint64 job = seeded(terms());
        pass(job, 0);
        uint64 id = contest(job, 0);
        assertRegistered(REGISTERED - RISK, 0);
        assertSolvent(ESCROW + STAKE + REGISTERED + BOND);
        bytes memory state = answer(bob, ann, open(id, ann), 1);
        vm.warp(block.timestamp + BUDGET + 33);
        market.timeout(state, ann);
        assertEq(balance(bob), BOND / 2);
        assertEq(market.burned(), BOND - BOND / 2);
        closeWindow(id);
        market.finalize(id);
        assertEq(balance(bob), BOND / 2 + FEE + RISK);
        closeWindow(job);
        market.finalize(job);
        assertSolvent(REGISTERED - RISK);
    }

    function test_aContestedPassThatFalls_isSlashed_andItsFeeGoesBack() public {
        uint64 job = seeded(terms());
        pass(job, 0);
        uint64 id = contest(job, 0);
        bytes memory state = open(id, ann);
        vm.warp(block.timestamp + BUDGET + 33);
        market.timeout(state, bob);
        assertEq(balance(ann), BOND + RISK / 2);
        assertEq(market.burned(), RISK - RISK / 2);
        vm.expectRevert(IReasons.DeadlinePassed.selector);
        vm.prank(solver);
        market.lock{value: RISK}(id);
        vm.prank(bob); // anybody
        market.cancel(id);
        assertEq(balance(submitter), FEE);
        assertSolvent(MAX_PRICE + FEE * 3 + STAKE + REGISTERED - RISK);
    }

    function test_inTokens_theFeeOfAFallenPass_goesBackInTokens() public {
        uint64 job = seeded(inTokens());
        pass(job, 0);
        uint64 id = contest(job, 0);
        bytes memory state = open(id, ann);
        vm.warp(block.timestamp + BUDGET + 33);
        market.timeout(state, bob);
        market.cancel(id);
        assertEq(tokens(submitter), FEE);
        assertSolventInTokens(MAX_PRICE + FEE * 3);
        assertSolvent(STAKE + REGISTERED - RISK);
    }

    function test_aPass_isContestedAboutItsOwnIntervalOnly() public {
        uint64 job = seeded(terms());
        pass(job, 1);
        uint64 id = contest(job, 1); // the opening is one of interval 0
        vm.roll(block.number + 1);
        vm.expectRevert(IReasons.NoSuchSegment.selector);
        vm.prank(ann);
        market.open(id, 7, bytes16("salt"), opening(ann));
    }

    function test_contest_withAnotherBond_isRefused() public {
        uint64 job = seeded(terms());
        pass(job, 0);
        (uint64 id, uint64 other) = (recordOf(job, 0), recordOf(job, 1));
        vm.expectRevert(IReasons.WrongValue.selector);
        vm.prank(ann);
        market.contest{value: BOND - 1}(id, job, 1, 0, 0, bob, 7, bytes32("c"));
        vm.expectRevert(IReasons.VerdictUnknown.selector);
        vm.prank(ann);
        market.contest{value: BOND}(other, job, 1, 0, 1, bob, 7, bytes32("c"));
        assertRegistered(REGISTERED, RISK);
    }

    // ----------------------------------------------------------------------------------------------- delivery

    /// Up to the second draw of a round whose only verdict is that nothing can be had.
    function redrawn() private returns (uint64 job) {
        job = seeded(terms());
        unavailable(job, 0);
        closeWindow(job);
        vm.expectRevert(IReasons.NotDelivered.selector);
        market.finalize(job);
        market.undelivered(job);
        assertEq(market.getJob(job).deadline, block.timestamp + WINDOW);
        vm.expectRevert(IReasons.SeedMissing.selector);
        pass(job, 0);
        drawSeed(job);
    }

    function test_undeliveredTwice_endsTheRound_andPaysWhoSaidSo() public {
        uint64 job = redrawn();
        vm.expectRevert(IReasons.WindowOpen.selector);
        market.undelivered(job);
        vm.expectRevert(IReasons.RoundRunning.selector);
        market.collect(job, 1, 0, 0, bob);
        closeWindow(job);
        market.undelivered(job);
        assertEq(uint256(market.getJob(job).state), uint256(JobState.Expired));
        assertEq(balance(solver), STAKE * 3 / 4);
        assertEq(balance(submitter), STAKE / 8);
        assertEq(market.burned(), STAKE / 8);
        assertSolvent(MAX_PRICE + FEE * 3 + FEE + REGISTERED);
        market.collect(job, 1, 0, 0, bob);
        assertEq(balance(bob), FEE);
        vm.prank(submitter);
        market.cancel(job);
        assertEq(balance(submitter), STAKE / 8 + MAX_PRICE + 3 * FEE);
        assertSolvent(REGISTERED);
    }

    function test_aMajorityOfPassesInTheSecondDraw_isDelivery_andUnavailableIsNotPaid() public {
        uint64 job = redrawn();
        pass(job, 0); // as many as could not
        closeWindow(job);
        vm.expectRevert(IReasons.NotDelivered.selector);
        market.finalize(job);
        vm.warp(block.timestamp - 1);
        pass(job, 1);
        vm.warp(block.timestamp + 1);
        vm.expectRevert(IReasons.Delivered.selector);
        market.undelivered(job);
        market.finalize(job);
        assertEq(balance(submitter), MAX_PRICE - MIN_PRICE + 2 * FEE);
        vm.expectRevert(IReasons.VerdictUnknown.selector);
        market.collect(job, 1, 0, 0, bob);
        assertSolvent(2 * FEE + REGISTERED);
    }

    function test_aVerdictOrReceiptAboutAnotherClaim_isRefused() public {
        uint64 job = seeded(terms());
        bytes32 other = Merkle.pair(root(0), root(2));
        vm.startPrank(bob);
        vm.expectRevert(IReasons.RoundOver.selector);
        market.pass(job, other, 0);
        vm.expectRevert(IReasons.RoundOver.selector);
        market.unavailable(job, other, 0);
        vm.stopPrank();
        vm.prank(submitter);
        vm.expectRevert(IReasons.RoundOver.selector);
        market.acknowledge(job, other);
        assertEq(market.getVerifier(bob).locked, 0);
    }

    function test_theReceipt_outweighsEveryVerdict() public {
        uint64 job = seeded(terms());
        unavailable(job, 0);
        vm.expectRevert(IReasons.NotSubmitter.selector);
        market.acknowledge(job, traceRoot());
        vm.prank(submitter);
        market.acknowledge(job, traceRoot());
        closeWindow(job);
        vm.expectRevert(IReasons.Delivered.selector);
        market.undelivered(job);
        market.finalize(job);
        assertEq(balance(solver), MIN_PRICE + STAKE);
        assertEq(balance(submitter), MAX_PRICE - MIN_PRICE + 4 * FEE);
        assertSolvent(REGISTERED);
    }

    function test_silence_isDelivery() public {
        uint64 job = seeded(terms());
        closeWindow(job);
        market.finalize(job);
        assertEq(balance(submitter), MAX_PRICE - MIN_PRICE + 4 * FEE);
        assertSolvent(REGISTERED);
    }

    /// Two slots: one says unavailable, then passes take them both; the one that is not paid burdens nobody.
    function test_slotsTakenByPasses_areNotPaidTwice() public {
        Terms memory t = audited(terms());
        t.auditSlots = 2;
        register(bob, REGISTERED);
        vm.prank(submitter);
        uint64 job = market.post{value: MAX_PRICE + 2 * FEE}(header(), root(0), bytes32("spec"), t);
        lock(job);
        claim(job);
        drawSeed(job);
        unavailable(job, 0);
        unavailable(job, 1);
        closeWindow(job);
        market.undelivered(job);
        drawSeed(job);
        pass(job, 0);
        pass(job, 1);
        closeWindow(job);
        market.undelivered(job); // two against two
        assertEq(market.getAudit(job, 1).paid, 0);
        vm.expectRevert(IReasons.VerdictUnknown.selector);
        market.collect(job, 1, 0, 0, bob);
        assertSolvent(MAX_PRICE + 2 * FEE + REGISTERED);
    }

    function test_aFullAudit_takesNoMoreVerdicts() public {
        Terms memory t = audited(terms());
        t.auditSlots = 1;
        register(bob, REGISTERED);
        vm.prank(submitter);
        uint64 job = market.post{value: MAX_PRICE + FEE}(header(), root(0), bytes32("spec"), t);
        lock(job);
        claim(job);
        drawSeed(job);
        pass(job, 0);
        vm.expectRevert(IReasons.AuditFull.selector);
        pass(job, 1);
        vm.expectRevert(IReasons.AuditFull.selector);
        unavailable(job, 1);
    }
}
