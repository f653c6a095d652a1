// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Test} from "../Test.sol";
import {GameHandler} from "./GameHandler.sol";

/// Invariants of the dispute game, held after every call of random sequences of legal calls. A refused call fails too.
contract GamesTest is Test {
    GameHandler private people;

    struct FuzzSelector {
        address addr;
        bytes4[] selectors;
    }

    FuzzSelector[] private _selectors;

    function setUp() public {
        people = new GameHandler();
        targetContract(address(people));
        bytes4[] memory actions = _actions();
        _selectors.push(FuzzSelector(address(people), actions));
    }

    function targetSelectors() external view returns (FuzzSelector[] memory) {
        return _selectors;
    }

    function _actions() private pure returns (bytes4[] memory actions) {
        actions = new bytes4[](9);
        actions[0] = GameHandler.work.selector;
        actions[1] = GameHandler.doubt.selector;
        actions[2] = GameHandler.openGame.selector;
        actions[3] = GameHandler.play.selector;
        actions[4] = GameHandler.playOn.selector;
        actions[5] = GameHandler.playFurther.selector;
        actions[6] = GameHandler.keep.selector;
        actions[7] = GameHandler.keepOn.selector;
        actions[8] = GameHandler.pass.selector;
    }

    /// M5: what the contract holds is, to the wei, what it owes and what is in play.
    /// forge-config: default.invariant.runs = 64
    /// forge-config: default.invariant.depth = 64
    /// forge-config: default.invariant.fail-on-revert = true
    /// forge-config: long.invariant.runs = 25
    /// forge-config: long.invariant.depth = 1000
    function invariant_moneyIsConserved() public view {
        vm.assertEq(people.holdings(), people.owed(), "the contract holds what it owes");
    }

    /// D6: at every moment, in every open game, either the mover's clock lets it move or anybody can end the game.
    /// forge-config: default.invariant.runs = 64
    /// forge-config: default.invariant.depth = 64
    /// forge-config: default.invariant.fail-on-revert = true
    /// forge-config: long.invariant.runs = 25
    /// forge-config: long.invariant.depth = 1000
    function invariant_theClockIsForExactlyOne() public {
        people.requireOneClock();
    }

    /// D5, D7: whoever claims and denies as the program says, in time, loses no game and no coin, whoever plays beside
    /// it.
    /// forge-config: default.invariant.runs = 64
    /// forge-config: default.invariant.depth = 64
    /// forge-config: default.invariant.fail-on-revert = true
    /// forge-config: long.invariant.runs = 25
    /// forge-config: long.invariant.depth = 1000
    function invariant_theHonestLoseNothing() public view {
        vm.assertEq(people.honestLosses(), 0, "no honest player has lost");
        for (uint256 i = 0; i < 2; ++i) {
            _requireKept(people.solverAt(i));
        }
        for (uint256 i = 0; i < 8; ++i) {
            _requireKept(people.challengerAt(i));
        }
    }

    /// M4, D7: a round counts its games exactly; when it is over and all are released, no bond and no share stays
    /// behind.
    /// forge-config: default.invariant.runs = 64
    /// forge-config: default.invariant.depth = 64
    /// forge-config: default.invariant.fail-on-revert = true
    /// forge-config: long.invariant.runs = 25
    /// forge-config: long.invariant.depth = 1000
    function invariant_nothingStaysInARoundThatIsOver() public view {
        people.requireCounted();
    }

    /// At the end of every sequence: most calls found something to do; and when everybody falls silent, a keeper's
    /// calls alone end every game and every job, and every coin leaves the contract (M1, M5).
    function afterInvariant() public {
        // Of a short sequence this says nothing: it may end while all wait for a clock.
        if (people.tried() >= 256) {
            vm.assertTrue(people.succeeded() * 10 > people.tried() * 6, "more than 60 % of the calls succeed");
        }
        people.endEverything();
    }

    /// A long walk of the same kind from a seed: every action, each way in which a game ends and each move has really
    /// happened in it, or the invariants say little.
    function test_everyActionHappens() public {
        bytes4[] memory actions = _actions();
        for (uint256 i = 0; i < 4000; ++i) {
            uint256 chance = uint256(keccak256(abi.encode(i)));
            (bool ok,) = address(people).call(abi.encodePacked(actions[chance % actions.length], chance >> 8));
            vm.assertTrue(ok, "a call that the rules allow is refused");
        }
        bytes32[20] memory names = [
            bytes32("post"),
            "lock",
            "claim",
            "commit",
            "open",
            "dissect",
            "descend",
            "prove",
            "proveInVain",
            "provenByDefender",
            "timeout",
            "timeoutOfDefender",
            "release",
            "releaseCommitment",
            "forfeit",
            "finalize",
            "expire",
            "cancel",
            "withdraw",
            "sweep"
        ];
        for (uint256 i = 0; i < names.length; ++i) {
            vm.assertTrue(people.done(names[i]) > 0, string(abi.encodePacked(names[i])));
        }
        invariant_moneyIsConserved();
        invariant_theHonestLoseNothing();
        invariant_nothingStaysInARoundThatIsOver();
        afterInvariant();
    }

    function _requireKept(address who) private view {
        if (people.isHonest(who)) {
            vm.assertTrue(people.kept(who) >= people.paid(who), "the honest keep what they paid");
        }
    }
}
