// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IMarketExtension} from "../../src/interfaces/IMarketExtension.sol";
import {IReasons} from "../../src/interfaces/IReasons.sol";
import {MarketFixture} from "./MarketFixture.sol";

/// What stands behind the market's fallback: it answers in the market's name, and at its own address it is nobody.
contract ExtensionTest is MarketFixture {
    function test_extension_worksOnTheMarketsStorage() public {
        uint64 job = post();
        assertEq(market.jobCount(), 1);
        assertEq(address(market).balance, MAX_PRICE);
        IMarketExtension extension = IMarketExtension(market.EXTENSION());
        assertEq(extension.jobCount(), 0);
        vm.expectRevert(IReasons.NotOpen.selector);
        extension.cancel(job);
    }

    function test_refusalOfTheExtension_comesThroughWithItsReason() public {
        vm.expectRevert(IReasons.NotOpen.selector);
        market.cancel(1);
    }

    function test_plainCoins_areRefused() public {
        vm.prank(ann);
        (bool ok,) = address(market).call{value: 1 ether}("");
        vm.assertTrue(!ok, "the market has no receive");
        (ok,) = market.EXTENSION().call{value: 1 ether}("");
        vm.assertTrue(!ok, "nor has the extension");
    }

    function test_unknownSelector_isRefused() public {
        (bool ok, bytes memory data) = address(market).call(abi.encodeWithSelector(bytes4("none")));
        vm.assertTrue(!ok && data.length == 0, "nobody knows it");
    }

    function test_coinsWithACallThatWantsNone_areRefused() public {
        uint64 job = post();
        vm.prank(submitter);
        (bool ok,) = address(market).call{value: 1}(abi.encodeCall(market.cancel, (job)));
        vm.assertTrue(!ok, "the extension refuses coins as any function does");
    }

    function test_postToTheExtensionItself_isRefused() public {
        IMarketExtension extension = IMarketExtension(market.EXTENSION());
        vm.expectRevert(IReasons.NotTheMarket.selector);
        vm.prank(submitter);
        extension.post{value: MAX_PRICE}(header(), root(0), bytes32("spec"), terms());
    }
}
