// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IReasons} from "../../src/interfaces/IReasons.sol";
import {Terms} from "../../src/market/JobTypes.sol";
import {FalseToken, FeeToken, HookToken, SampleToken, SilentToken, TollToken} from "../samples/Tokens.sol";
import {MarketFixture} from "./MarketFixture.sol";

/// Tokens that are not as they should be, and submitters who do not bring them (M2, M5).
contract TokensTest is MarketFixture {
    function test_post_withCoinsBesideTokens_reverts() public {
        vm.startPrank(submitter);
        token.approve(address(market), MAX_PRICE);
        vm.expectRevert(IReasons.WrongValue.selector);
        market.post{value: MAX_PRICE}(header(), root(0), bytes32("spec"), inTokens());
        vm.stopPrank();
    }

    function test_post_withoutAnAllowance_reverts() public {
        vm.startPrank(submitter);
        token.approve(address(market), MAX_PRICE - 1);
        vm.expectRevert(IReasons.TokenRefused.selector);
        market.post(header(), root(0), bytes32("spec"), inTokens());
        vm.stopPrank();
    }

    function test_post_inWhatIsNoContract_reverts() public {
        _refused(address(0x70), IReasons.TokenRefused.selector);
    }

    function test_post_inATokenWithAFee_reverts() public {
        _refused(address(_minted(new FeeToken())), IReasons.WrongAmount.selector);
    }

    function test_post_inATokenThatReturnsFalse_reverts() public {
        _refused(address(_minted(new FalseToken())), IReasons.TokenRefused.selector);
    }

    function test_aTokenThatReturnsNothing_pays() public {
        SilentToken silent = new SilentToken();
        silent.mint(submitter, MAX_PRICE);
        Terms memory t = terms();
        t.token = address(silent);
        vm.prank(submitter);
        silent.approve(address(market), MAX_PRICE);
        vm.prank(submitter);
        uint64 job = market.post(header(), root(0), bytes32("spec"), t);
        vm.prank(submitter);
        market.cancel(job);
        vm.prank(submitter);
        market.withdrawToken(address(silent));
        assertEq(silent.balanceOf(submitter), MAX_PRICE);
    }

    function test_withdraw_ofATokenThatTakesMore_reverts() public {
        TollToken toll = new TollToken();
        uint64 job = _posted(_minted(toll));
        uint64 other = _posted(toll);
        vm.startPrank(submitter);
        market.cancel(job);
        vm.expectRevert(IReasons.WrongAmount.selector);
        market.withdrawToken(address(toll));
        vm.stopPrank();
        assertEq(toll.balanceOf(address(market)), 2 * MAX_PRICE);
        assertEq(market.getJob(other).terms.maxPrice, MAX_PRICE);
    }

    /// A job posted while another's tokens come in would be paid by the same tokens.
    function test_post_insideATokensTransfer_isRefused() public {
        HookToken hook = new HookToken();
        _minted(hook);
        Terms memory t = terms();
        t.token = address(hook);
        hook.onMove(address(market), abi.encodeCall(market.post, (header(), root(0), bytes32("spec"), t)));
        _posted(hook);
        vm.assertTrue(hook.refused(), "the guard refuses it");
        assertEq(market.jobCount(), 1);
    }

    function test_withdrawToken_sendsTheBalanceOnce() public {
        uint64 job = post(inTokens());
        vm.startPrank(submitter);
        market.cancel(job);
        market.withdrawToken(address(token));
        assertEq(token.balanceOf(submitter), 100 ether);
        vm.expectRevert(IReasons.NothingToWithdraw.selector);
        market.withdrawToken(address(token));
        vm.stopPrank();
        assertSolventInTokens(0);
    }

    /// What a stake is worth in tokens the chain does not know (M3).
    function test_post_withAStakeBelowThePriceInTokens_isAdmitted() public {
        Terms memory t = inTokens();
        t.stake = 0.04 ether;
        post(t);
        t.token = address(0);
        vm.expectRevert(IReasons.TermsOutOfRange.selector);
        vm.prank(submitter);
        market.post{value: MAX_PRICE}(header(), root(0), bytes32("spec"), t);
    }

    function test_oneTokensBook_isNotAnothers() public {
        SampleToken other = _minted(new SampleToken());
        uint64 job = _posted(other);
        post(inTokens());
        vm.startPrank(submitter);
        market.cancel(job);
        vm.expectRevert(IReasons.NothingToWithdraw.selector);
        market.withdrawToken(address(token));
        market.withdrawToken(address(other));
        vm.stopPrank();
        assertSolventInTokens(MAX_PRICE);
    }

    function _minted(SampleToken fresh) private returns (SampleToken) {
        fresh.mint(submitter, 10 ether);
        return fresh;
    }

    function _posted(SampleToken in_) private returns (uint64) {
        Terms memory t = terms();
        t.token = address(in_);
        return post(t);
    }

    function _refused(address in_, bytes4 reason) private {
        Terms memory t = terms();
        t.token = in_;
        vm.startPrank(submitter);
        if (in_.code.length > 0) SampleToken(in_).approve(address(market), MAX_PRICE);
        vm.expectRevert(reason);
        market.post(header(), root(0), bytes32("spec"), t);
        vm.stopPrank();
    }
}
