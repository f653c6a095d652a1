// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Test} from "../Test.sol";
import {Counter} from "./Counter.sol";

/// The sample itself does what the tests of the C# bindings take for granted.
contract CounterTest is Test {
    Counter private counter;

    function setUp() public {
        counter = new Counter(1, 10);
    }

    function test_increment_upToMost_adds(uint128 amount) public {
        amount = uint128(bound(amount, 0, 10));
        assertEq(counter.increment(amount), 1 + uint256(amount));
    }

    function test_increment_aboveMost_reverts() public {
        vm.expectRevert(abi.encodeWithSelector(Counter.TooMuch.selector, 11, 10));
        counter.increment(11);
    }

    function test_increment_afterClose_reverts() public {
        counter.close();
        vm.expectRevert(Counter.Closed.selector);
        counter.increment(1);
    }

    function test_close_byStranger_reverts() public {
        vm.prank(address(1));
        vm.expectRevert(Counter.NotOwner.selector);
        counter.close();
    }
}
