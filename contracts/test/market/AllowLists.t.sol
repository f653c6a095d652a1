// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IReasons} from "../../src/interfaces/IReasons.sol";
import {Terms} from "../../src/market/JobTypes.sol";
import {MarketFixture} from "./MarketFixture.sol";

/// Jobs that only listed solvers may take (M12, B19).
contract AllowListsTest is MarketFixture {
    function test_anybodyElse_isRefused() public {
        uint64 job = post(_for(_leaf(solver)));
        vm.prank(ann);
        vm.expectRevert(IReasons.NotAllowed.selector);
        market.lock{value: STAKE}(job);
        vm.prank(ann);
        vm.expectRevert(IReasons.NotAllowed.selector);
        market.lock{value: STAKE}(job, _path(_leaf(solver)));
    }

    function test_theOnlyOne_needsNoProof() public {
        lock(post(_for(_leaf(solver))));
        assertSolvent(MAX_PRICE + STAKE);
    }

    function test_oneOfTwo_showsTheOther() public {
        uint64 job = post(_for(_node(_leaf(solver), _leaf(ann))));
        vm.prank(solver);
        vm.expectRevert(IReasons.NotAllowed.selector);
        market.lock{value: STAKE}(job);
        vm.prank(bob);
        vm.expectRevert(IReasons.NotAllowed.selector);
        market.lock{value: STAKE}(job, _path(_leaf(ann)));
        vm.prank(solver);
        market.lock{value: STAKE}(job, _path(_leaf(ann)));
    }

    function test_ofAnOpenJob_anyProofIsRight() public {
        uint64 job = post();
        vm.prank(solver);
        market.lock{value: STAKE}(job, _path("whatever"));
    }

    function test_theProof_isLookedAtLast() public {
        uint64 job = post(_for(_leaf(solver)));
        vm.prank(ann);
        vm.expectRevert(IReasons.WrongValue.selector);
        market.lock{value: STAKE - 1}(job);
    }

    function test_theExampleOfTheProtocol() public pure {
        bytes32 a = _leaf(address(1));
        bytes32 b = _leaf(address(2));
        bytes32 c = _leaf(address(3));
        bytes32[3] memory sorted = [a, b, c];
        for (uint256 i = 0; i < 2; ++i) {
            for (uint256 k = 0; k < 2 - i; ++k) {
                if (sorted[k] > sorted[k + 1]) (sorted[k], sorted[k + 1]) = (sorted[k + 1], sorted[k]);
            }
        }
        vm.assertEq(_node(_node(sorted[0], sorted[1]), sorted[2]), EXAMPLE);
    }

    bytes32 private constant EXAMPLE = 0xabac80d44eddc8b16b88676f438187d17d59d5d45deddabfa675571edb479e34;

    function _for(bytes32 list) private view returns (Terms memory t) {
        t = terms();
        t.solvers = list;
    }

    function _leaf(address account) private pure returns (bytes32) {
        return keccak256(abi.encodePacked(uint8(2), account));
    }

    function _node(bytes32 a, bytes32 b) private pure returns (bytes32) {
        return a < b ? keccak256(abi.encodePacked(a, b)) : keccak256(abi.encodePacked(b, a));
    }

    function _path(bytes32 sibling) private pure returns (bytes32[] memory path) {
        path = new bytes32[](1);
        path[0] = sibling;
    }
}
