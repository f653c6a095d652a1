// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Test} from "../Test.sol";
import {MarketHandler} from "./MarketHandler.sol";

/// INVARIANT (M5): balances, escrows, stakes, bonds, pools and what is burned are together what the contract holds.
contract MoneyTest is Test {
    MarketHandler private people;

    function setUp() public {
        people = new MarketHandler();
        targetContract(address(people));
    }

    /// forge-config: default.invariant.runs = 48
    /// forge-config: default.invariant.depth = 400
    function invariant_moneyIsConserved() public view {
        people.requireSolvent();
    }

    /// A long walk of the same kind from a seed: every action has really been done in it, or the invariant says little.
    function test_everyActionHappens() public {
        bytes4[30] memory actions = [
            MarketHandler.post.selector,
            MarketHandler.postInTokens.selector,
            MarketHandler.deposit.selector,
            MarketHandler.postSigned.selector,
            MarketHandler.withdrawToken.selector,
            MarketHandler.lock.selector,
            MarketHandler.claim.selector,
            MarketHandler.finalize.selector,
            MarketHandler.expire.selector,
            MarketHandler.cancel.selector,
            MarketHandler.withdraw.selector,
            MarketHandler.sweep.selector,
            MarketHandler.pass.selector,
            MarketHandler.commit.selector,
            MarketHandler.open.selector,
            MarketHandler.move.selector,
            MarketHandler.timeout.selector,
            MarketHandler.release.selector,
            MarketHandler.releaseCommitment.selector,
            MarketHandler.forfeit.selector,
            MarketHandler.postAudited.selector,
            MarketHandler.stake.selector,
            MarketHandler.unstake.selector,
            MarketHandler.withdrawStake.selector,
            MarketHandler.drawSeed.selector,
            MarketHandler.giveVerdict.selector,
            MarketHandler.contest.selector,
            MarketHandler.collect.selector,
            MarketHandler.acknowledge.selector,
            MarketHandler.undelivered.selector
        ];
        for (uint256 i = 0; i < 10_000; ++i) {
            uint256 chance = uint256(keccak256(abi.encode(i)));
            bytes4 action = actions[chance % actions.length];
            // What the market refuses at this moment is refused; the book does not change then.
            (bool ok,) = address(people).call(abi.encodePacked(action, chance >> 8, chance >> 72));
            if (ok && i % 16 == 0) people.requireSolvent();
        }
        people.requireSolvent();
        bytes32[32] memory names = [
            bytes32("post"),
            "postInTokens",
            "deposit",
            "postSigned",
            "postSigned in coins",
            "withdrawToken",
            "lock",
            "claim",
            "finalize",
            "expire",
            "cancel",
            "withdraw",
            "sweep",
            "commit",
            "open",
            "move",
            "timeout",
            "release",
            "releaseCommitment",
            "forfeit",
            "postAudited",
            "stake",
            "unstake",
            "withdrawStake",
            "drawSeed",
            "pass",
            "unavailable",
            "contest",
            "collect",
            "acknowledge",
            "undelivered",
            "undelivered at last"
        ];
        for (uint256 i = 0; i < names.length; ++i) {
            vm.assertTrue(people.done(names[i]) > 0, string(abi.encodePacked(names[i])));
        }
    }
}
