// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IReasons} from "../../src/interfaces/IReasons.sol";
import {JobRecord, JobState, Terms} from "../../src/market/JobTypes.sol";
import {Wallet} from "../samples/Wallet.sol";
import {OfferSigning} from "./OfferSigning.sol";

/// Jobs that their submitter signs and somebody else brings (M14, B20).
contract OffersTest is OfferSigning {
    uint256 private constant KEY = 0xA11CE;

    address private signer = vm.addr(KEY);

    function setUp() public override {
        super.setUp();
        vm.deal(signer, 10 ether);
        vm.prank(signer);
        market.deposit{value: MAX_PRICE}();
        token.mint(signer, 10 ether);
    }

    function test_offer_isPostedByAnybody_inTheSignersName() public {
        uint64 job = _bring(terms(), 5, _signed(terms(), 5), "");
        JobRecord memory j = market.getJob(job);
        vm.assertTrue(j.submitter == signer, "not the one who brings it");
        assertEq(uint256(j.state), uint256(JobState.Open));
        assertEq(balance(signer), 0);
        assertSolvent(MAX_PRICE);
        vm.assertTrue(market.isOfferUsed(signer, 5) && !market.isOfferUsed(signer, 4), "one bit");

        vm.prank(signer);
        market.cancel(job);
        assertEq(balance(signer), MAX_PRICE);
    }

    function test_offer_onTheLastSecond_isPosted_andNotAfterIt() public {
        bytes memory signature = _signed(terms(), 1);
        Terms memory t = terms();
        vm.warp(UNTIL + 1);
        _refused(t, 1, signature, IReasons.OfferExpired.selector);
        vm.warp(UNTIL);
        _bring(t, 1, signature, "");
    }

    function test_offer_twice_isRefused() public {
        bytes memory signature = _signed(terms(), 1);
        _bring(terms(), 1, signature, "");
        _refused(terms(), 1, signature, IReasons.OfferUsed.selector);
    }

    function test_offer_thatWasRevoked_isRefused() public {
        vm.prank(signer);
        market.revokeOffer(1);
        _refused(terms(), 1, _signed(terms(), 1), IReasons.OfferUsed.selector);
        vm.prank(signer);
        vm.expectRevert(IReasons.OfferUsed.selector);
        market.revokeOffer(1);
        // Nonces have no order, and nobody revokes another's.
        vm.prank(ann);
        market.revokeOffer(2);
        _bring(terms(), 2, _signed(terms(), 2), "");
    }

    function test_everyPartOfTheOffer_isSigned() public {
        bytes memory signature = _signed(terms(), 1);
        Terms memory t = terms();
        t.maxPrice -= 1;
        _refused(t, 1, signature, IReasons.BadSignature.selector);
        t = terms();
        t.callback = ann;
        _refused(t, 1, signature, IReasons.BadSignature.selector);
        t = terms();
        t.solvers = bytes32("list");
        _refused(t, 1, signature, IReasons.BadSignature.selector);
        _refused(terms(), 2, signature, IReasons.BadSignature.selector);
        _refused(terms(), 1, "", IReasons.BadSignature.selector);
        vm.expectRevert(IReasons.BadSignature.selector);
        market.postSigned(header(), root(1), bytes32("spec"), terms(), signer, 1, UNTIL, signature, "");
        vm.expectRevert(IReasons.BadSignature.selector);
        market.postSigned(header(), root(0), bytes32("other"), terms(), signer, 1, UNTIL, signature, "");
        vm.expectRevert(IReasons.BadSignature.selector);
        market.postSigned(header(), root(0), bytes32("spec"), terms(), signer, 1, UNTIL + 1, signature, "");
        vm.expectRevert(IReasons.BadSignature.selector);
        market.postSigned(header(), root(0), bytes32("spec"), terms(), ann, 1, UNTIL, signature, "");
        vm.expectRevert(IReasons.BadSignature.selector);
        market.postSigned(
            bytes.concat(header(), hex"00"), root(0), bytes32("spec"), terms(), signer, 1, UNTIL, signature, ""
        );
    }

    function test_onAnotherChain_orForAnotherContract_theSignatureCountsForNothing() public {
        bytes memory signature = _signed(terms(), 1);
        vm.chainId(block.chainid + 1);
        _refused(terms(), 1, signature, IReasons.BadSignature.selector);
        vm.chainId(31337);
        // The extension's own address is no market: nobody's signature is for it.
        _refused(
            terms(), 1, signedOffer(KEY, market.EXTENSION(), signer, terms(), 1, UNTIL), IReasons.BadSignature.selector
        );
    }

    function test_domain_isTheMarkets() public view {
        (, string memory name, string memory version, uint256 chain, address verifying,,) = market.eip712Domain();
        vm.assertEq(keccak256(bytes(name)), keccak256("ComputeMarket"));
        vm.assertEq(keccak256(bytes(version)), keccak256("1"));
        assertEq(chain, block.chainid);
        vm.assertTrue(verifying == address(market), "not the extension's address");
    }

    function test_withoutEnoughCoinsHere_isRefused() public {
        vm.prank(signer);
        market.withdraw();
        _refused(terms(), 1, _signed(terms(), 1), IReasons.InsufficientBalance.selector);
    }

    function test_withTermsOutOfBounds_isRefused_andTheNonceIsFree() public {
        Terms memory t = terms();
        t.minResponse = 29;
        _refused(t, 1, _signed(t, 1), IReasons.TermsOutOfRange.selector);
        vm.assertTrue(!market.isOfferUsed(signer, 1), "nothing happened");
    }

    function test_contractsSignToo() public {
        Wallet wallet = new Wallet(signer);
        vm.deal(address(wallet), MAX_PRICE);
        wallet.call(address(market), MAX_PRICE, abi.encodeCall(market.deposit, ()));
        Terms memory t = terms();
        bytes memory signature = signedOffer(KEY, address(market), address(wallet), t, 1, UNTIL);
        uint64 job = market.postSigned(header(), root(0), bytes32("spec"), t, address(wallet), 1, UNTIL, signature, "");
        vm.assertTrue(market.getJob(job).submitter == address(wallet), "the wallet is the submitter");
        vm.expectRevert(IReasons.BadSignature.selector);
        market.postSigned(header(), root(0), bytes32("spec"), t, address(wallet), 2, UNTIL, signature, "");
    }

    // ------------------------------------------------------------------------------------------- in tokens

    function test_inTokens_aPermitIsEnough() public {
        _bring(inTokens(), 1, _signed(inTokens(), 1), _permit(MAX_PRICE));
        assertEq(token.balanceOf(signer), 10 ether - MAX_PRICE);
        assertEq(token.allowance(signer, address(market)), 0);
        assertEq(balance(signer), MAX_PRICE);
        assertSolventInTokens(MAX_PRICE);
    }

    function test_inTokens_withoutPermitOrAllowance_isRefused() public {
        _refused(inTokens(), 1, _signed(inTokens(), 1), IReasons.TokenRefused.selector);
        vm.prank(signer);
        token.approve(address(market), MAX_PRICE);
        _bring(inTokens(), 1, _signed(inTokens(), 1), "");
    }

    /// Whoever sees the permit may bring it before: then the allowance is there, and the offer is posted all the same.
    function test_inTokens_aPermitThatSomebodyBroughtBefore_isNoHindrance() public {
        bytes memory permit = _permit(MAX_PRICE);
        (uint256 value, uint256 deadline, uint8 v, bytes32 r, bytes32 s) =
            abi.decode(permit, (uint256, uint256, uint8, bytes32, bytes32));
        vm.prank(bob);
        token.permit(signer, address(market), value, deadline, v, r, s);
        _bring(inTokens(), 1, _signed(inTokens(), 1), permit);
        assertSolventInTokens(MAX_PRICE);
    }

    function test_inTokens_aPermitOfNonsense_isNoHindrance() public {
        vm.prank(signer);
        token.approve(address(market), 2 * MAX_PRICE);
        _bring(inTokens(), 1, _signed(inTokens(), 1), "nonsense");
        _bring(inTokens(), 2, _signed(inTokens(), 2), new bytes(160));
        assertSolventInTokens(2 * MAX_PRICE);
    }

    // ------------------------------------------------------------------------------------------- signing

    function _bring(Terms memory t, uint256 nonce, bytes memory signature, bytes memory permit)
        private
        returns (uint64)
    {
        vm.prank(ann);
        return market.postSigned(header(), root(0), bytes32("spec"), t, signer, nonce, UNTIL, signature, permit);
    }

    function _refused(Terms memory t, uint256 nonce, bytes memory signature, bytes4 reason) private {
        vm.expectRevert(reason);
        vm.prank(ann);
        market.postSigned(header(), root(0), bytes32("spec"), t, signer, nonce, UNTIL, signature, "");
    }

    function _signed(Terms memory t, uint256 nonce) private view returns (bytes memory) {
        return signedOffer(KEY, address(market), signer, t, nonce, UNTIL);
    }

    function _permit(uint256 value) private view returns (bytes memory) {
        bytes32 inner = keccak256(
            abi.encode(
                keccak256("Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)"),
                signer,
                address(market),
                value,
                token.nonces(signer),
                uint256(UNTIL)
            )
        );
        (uint8 v, bytes32 r, bytes32 s) =
            vm.sign(KEY, keccak256(abi.encodePacked(hex"1901", token.DOMAIN_SEPARATOR(), inner)));
        return abi.encode(value, uint256(UNTIL), v, r, s);
    }
}
