// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Terms} from "../../src/market/JobTypes.sol";
import {MarketFixture} from "./MarketFixture.sol";

/// A market with one verifier, bob, who is drawn for everything because all the stakes are his.
abstract contract AuditFixture is MarketFixture {
    uint256 internal constant FEE = 0.01 ether;
    uint256 internal constant RISK = 0.05 ether;
    uint16 internal constant SLOTS = 4;
    uint256 internal constant ESCROW = MAX_PRICE + FEE * SLOTS;
    uint256 internal constant REGISTERED = 1 ether;

    function audited(Terms memory t) internal pure returns (Terms memory) {
        t.auditFee = uint96(FEE);
        t.auditStake = uint96(RISK);
        t.auditRate = 256;
        t.auditSlots = SLOTS;
        return t;
    }

    function postAudited(Terms memory t) internal returns (uint64 job) {
        bool inCoins = t.token == address(0);
        vm.startPrank(submitter);
        if (!inCoins) token.approve(address(market), ESCROW);
        job = market.post{value: inCoins ? ESCROW : 0}(header(), root(0), bytes32("spec"), audited(t));
        vm.stopPrank();
    }

    function register(address verifier, uint256 amount) internal {
        vm.prank(verifier);
        market.stakeVerifier{value: amount}();
        vm.warp(block.timestamp + 1);
    }

    /// Bob is in the registry, the job is claimed, and the seed is there.
    function seeded(Terms memory t) internal returns (uint64 job) {
        register(bob, REGISTERED);
        job = postAudited(t);
        lock(job);
        claim(job);
        drawSeed(job);
    }

    function drawSeed(uint64 job) internal {
        vm.roll(block.number + 5);
        market.drawSeed(job);
    }

    function pass(uint64 job, uint16 interval) internal {
        vm.prank(bob);
        market.pass(job, traceRoot(), interval);
    }

    function unavailable(uint64 job, uint16 interval) internal {
        vm.prank(bob);
        market.unavailable(job, traceRoot(), interval);
    }

    /// The key of B21, written out again from the protocol.
    function key(uint64 job, uint32 round, uint8 draw, uint16 interval, address verifier)
        internal
        pure
        returns (bytes32)
    {
        return keccak256(abi.encodePacked(job, round, draw, interval, verifier));
    }

    /// The number of the record that a pass of the running round becomes (B21).
    function recordOf(uint64 job, uint16 interval) internal view returns (uint64) {
        uint32 round = market.getJob(job).round;
        bytes32 k = key(job, round, market.getAudit(job, round).draw, interval, bob);
        return uint64(uint256(keccak256(abi.encodePacked(k, market.getAudit(job, round).seed)))) | (1 << 63);
    }

    /// Ann contests what bob has passed.
    function contest(uint64 job, uint16 interval) internal returns (uint64 id) {
        id = recordOf(job, interval);
        bytes32 commitment = keccak256(
            abi.encodePacked(
                block.chainid, address(market), id, uint32(1), ann, uint32(7), bytes16("salt"), opening(ann)
            )
        );
        vm.prank(ann);
        market.contest{value: BOND}(id, job, 1, 0, interval, bob, 7, commitment);
        assertEq(uint256(uint160(market.getJob(id).solver)), uint160(bob));
    }

    function assertRegistered(uint256 stake, uint256 locked) internal view {
        assertEq(market.getVerifier(bob).stake, stake);
        assertEq(market.getVerifier(bob).locked, locked);
        assertEq(market.staked(), stake);
    }
}
