// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IComputeMarket} from "../../src/interfaces/IComputeMarket.sol";
import {JobRecord, Terms} from "../../src/market/JobTypes.sol";
import {Merkle} from "../../src/libraries/Merkle.sol";
import {Turns} from "../disputes/Turns.sol";
import {SampleToken} from "../samples/Tokens.sol";
import {Log, Test} from "../Test.sol";

/// A market with one job of 64 steps in two intervals of 32, and enough of the game to open it and to let it time out:
/// what the moves mean is tested elsewhere, here it is the money that counts.
abstract contract MarketFixture is Test {
    uint256 internal constant MIN_PRICE = 1 ether;
    uint256 internal constant MAX_PRICE = 3 ether;
    uint256 internal constant STAKE = 5 ether;
    uint256 internal constant BOND = 0.1 ether;
    uint256 internal constant WINDOW = 1 days;
    uint256 internal constant DELIVERY = 2 hours;
    uint256 internal constant BUDGET = 1 hours;

    /// As compiled, not with `new`: the compiler would make the market anew inside of every test.
    IComputeMarket internal market = IComputeMarket(
        vm.deployCode("ComputeMarket.sol:ComputeMarket", abi.encode(vm.deployCode("Referee.sol:Referee")))
    );

    SampleToken internal token = new SampleToken();

    address internal submitter = address(0xA11CE);
    address internal solver = address(0x501E);
    address internal ann = address(0xA44);
    address internal bob = address(0xB0B);

    function setUp() public virtual {
        vm.warp(1_800_000_000);
        address[4] memory all = [submitter, solver, ann, bob];
        for (uint256 i = 0; i < all.length; ++i) {
            vm.deal(all[i], 100 ether);
            token.mint(all[i], 100 ether);
        }
    }

    function terms() internal view returns (Terms memory) {
        return Terms({
            minPrice: uint96(MIN_PRICE),
            maxPrice: uint96(MAX_PRICE),
            stake: uint96(STAKE),
            bond: uint96(BOND),
            rampSeconds: 1000,
            deliverySeconds: uint32(DELIVERY),
            windowSeconds: uint32(WINDOW),
            budgetSeconds: uint32(BUDGET),
            minResponse: 60,
            stepAllowance: 1,
            closesAt: uint40(block.timestamp + 30 days),
            token: address(0),
            callback: address(0),
            solvers: 0,
            auditFee: 0,
            auditStake: 0,
            auditRate: 0,
            auditSlots: 0
        });
    }

    function header() internal pure returns (bytes memory) {
        return abi.encodePacked(
            uint16(1),
            uint32(64),
            uint32(32),
            uint8(3),
            bytes32("slots"),
            uint16(0),
            uint8(1),
            bytes32("phase"),
            uint32(5)
        );
    }

    function root(uint256 i) internal pure returns (bytes32) {
        return keccak256(abi.encode("root", i));
    }

    /// Of every claim here.
    function traceRoot() internal pure returns (bytes32) {
        return Merkle.pair(Merkle.pair(root(0), root(1)), Merkle.pair(root(1), root(2)));
    }

    function post() internal returns (uint64 job) {
        vm.prank(submitter);
        return market.post{value: MAX_PRICE}(header(), root(0), bytes32("spec"), terms());
    }

    /// Whatever the terms ask for is there: coins, or an allowance.
    function post(Terms memory t) internal returns (uint64 job) {
        vm.startPrank(submitter);
        if (t.token != address(0)) SampleToken(t.token).approve(address(market), t.maxPrice);
        job = market.post{value: t.token == address(0) ? t.maxPrice : 0}(header(), root(0), bytes32("spec"), t);
        vm.stopPrank();
    }

    function inTokens() internal view returns (Terms memory t) {
        t = terms();
        t.token = address(token);
    }

    function lock(uint64 job) internal {
        vm.prank(solver);
        market.lock{value: STAKE}(job);
    }

    function claim(uint64 job) internal {
        bytes32[] memory roots = new bytes32[](3);
        for (uint256 i = 0; i < 3; ++i) {
            roots[i] = root(i);
        }
        vm.prank(solver);
        market.claim(job, roots, new bytes32[](2));
    }

    function claimed() internal returns (uint64 job) {
        job = post();
        lock(job);
        claim(job);
    }

    function claimed(Terms memory t) internal returns (uint64 job) {
        job = post(t);
        lock(job);
        claim(job);
    }

    /// Past the end of the window of a job that was claimed just now.
    function closeWindow(uint64 job) internal {
        vm.warp(market.getJob(job).deadline + 1);
    }

    /// Denies the end of interval 0: sixteen roots of nobody's computation, two steps apart.
    function opening(address player) internal pure returns (bytes memory out) {
        out = abi.encodePacked(uint8(0), root(0), root(1), Merkle.pair(root(1), root(2)));
        for (uint256 i = 1; i <= 16; ++i) {
            out = bytes.concat(out, keccak256(abi.encode(player, i)));
        }
    }

    function commit(uint64 job, address player) internal {
        JobRecord memory j = market.getJob(job);
        uint256 bond = BOND << (j.open >> 3);
        bytes32 commitment = keccak256(
            abi.encodePacked(
                block.chainid,
                address(market),
                job,
                uint32(j.round),
                player,
                uint32(7),
                bytes16("salt"),
                opening(player)
            )
        );
        vm.prank(player);
        market.commit{value: bond}(job, j.round, j.traceRoot, 7, commitment);
    }

    function open(uint64 job, address player) internal returns (bytes memory state) {
        vm.roll(block.number + 1);
        vm.recordLogs();
        vm.prank(player);
        market.open(job, 7, bytes16("salt"), opening(player));
        return lastState();
    }

    /// The defender denies the second of the sixteen segments and claims its two steps.
    function answer(address player, bytes memory state) internal returns (bytes memory) {
        return answer(solver, player, state, 1);
    }

    /// @param named The segment that the move names; shown is always the second.
    function answer(address mover, address player, bytes memory state, uint8 named) internal returns (bytes memory) {
        bytes memory move = answerTo(player, named);
        vm.recordLogs();
        vm.prank(mover);
        Turns.send(market, Turns.DISSECT, state, move);
        return lastState();
    }

    function answerTo(address player, uint8 named) internal pure returns (bytes memory move) {
        bytes32[] memory v = new bytes32[](17);
        v[0] = root(0);
        for (uint256 i = 1; i <= 16; ++i) {
            v[i] = keccak256(abi.encode(player, i));
        }
        move = abi.encodePacked(named, v[1], v[2]);
        bytes32[] memory nodes = new bytes32[](16);
        for (uint256 i = 0; i < 16; ++i) {
            nodes[i] = Merkle.pair(v[i], v[i + 1]);
        }
        uint256 spot = 1;
        for (uint256 width = 16; width > 1; width /= 2) {
            move = bytes.concat(move, nodes[spot ^ 1]);
            for (uint256 i = 0; i < width / 2; ++i) {
                nodes[i] = Merkle.pair(nodes[2 * i], nodes[2 * i + 1]);
            }
            spot /= 2;
        }
        return abi.encodePacked(move, bytes32("mine 1"), bytes32("mine 2"));
    }

    function balance(address account) internal view returns (uint256) {
        return market.balances(account);
    }

    /// INVARIANT: what the contract holds is what it owes (M5).
    function assertSolvent(uint256 escrowStakesAndBonds) internal view {
        uint256 owed = market.burned() + balance(submitter) + balance(solver) + balance(ann) + balance(bob);
        vm.assertEq(address(market).balance, owed + escrowStakesAndBonds, "the contract holds what it owes");
    }

    function tokens(address account) internal view returns (uint256) {
        return market.tokenBalances(address(token), account);
    }

    /// INVARIANT: the same of every token (M5).
    function assertSolventInTokens(uint256 escrow) internal view {
        uint256 owed = tokens(submitter) + tokens(solver) + tokens(ann) + tokens(bob);
        vm.assertEq(token.balanceOf(address(market)), owed + escrow, "the contract holds the tokens that it owes");
    }

    function lastState() internal returns (bytes memory state) {
        Log[] memory logs = vm.getRecordedLogs();
        bytes memory turn = logs[logs.length - 1].data;
        state = new bytes(136);
        for (uint256 i = 0; i < 136; ++i) {
            state[i] = turn[i];
        }
    }
}
