// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IJobMarket} from "../../src/interfaces/IJobMarket.sol";
import {IReasons} from "../../src/interfaces/IReasons.sol";
import {JobState, Terms} from "../../src/market/JobTypes.sol";
import {
    BombingConsumer,
    BurningConsumer,
    Consumer,
    ReenteringConsumer,
    RevertingConsumer
} from "../samples/Consumers.sol";
import {Log} from "../Test.sol";
import {MarketFixture} from "./MarketFixture.sol";

/// A consumer hears of its result, and can do nothing to it (M11).
contract CallbacksTest is MarketFixture {
    function test_consumer_hearsOfItsResult() public {
        Consumer consumer = new Consumer(address(market), bytes32("spec"));
        uint64 job = _ready(address(consumer));
        vm.assertTrue(!_finalizedWithFailure(job), "it was told");
        assertEq(consumer.job(), job);
        vm.assertEq(consumer.traceRoot(), market.getJob(job).traceRoot);
        // All of it but what a function costs to be found.
        vm.assertTrue(consumer.gasGiven() > 99_500 && consumer.gasGiven() <= 100_000, "exactly 100,000 gas");
    }

    function test_consumerOfAnotherSpec_refuses_andNothingChanges() public {
        _failsHarmlessly(address(new Consumer(address(market), bytes32("other"))));
    }

    function test_reverting_changesNothing() public {
        _failsHarmlessly(address(new RevertingConsumer()));
    }

    function test_burningItsGas_changesNothing() public {
        _failsHarmlessly(address(new BurningConsumer()));
    }

    function test_revertingWithABomb_changesNothing() public {
        _failsHarmlessly(address(new BombingConsumer(true)));
    }

    /// Who is called is no contract, or the market itself, which knows no such function.
    function test_calledIsAnything() public {
        uint64 job = _ready(ann);
        vm.assertTrue(!_finalizedWithFailure(job), "a call to nobody succeeds");
        _failsHarmlessly(address(market));
    }

    function test_returningABomb_costsNoMoreThanItsGas() public {
        uint64 job = _ready(address(new BombingConsumer(false)));
        uint256 before = gasleft();
        vm.assertTrue(!_finalizedWithFailure(job), "it returned");
        vm.assertTrue(before - gasleft() < 300_000, "what it returned was not copied");
    }

    function test_reentering_findsEverythingSettled() public {
        ReenteringConsumer consumer = new ReenteringConsumer();
        uint64 job = _ready(address(consumer));
        _finalizedWithFailure(job);
        vm.assertTrue(consumer.wasFinal(), "it went to its end");
        vm.assertTrue(!consumer.finalizedAgain() && !consumer.cancelled(), "it is over");
        assertEq(consumer.withdrawn(), 0);
        assertEq(balance(solver), MIN_PRICE + STAKE);
        assertSolvent(0);
    }

    /// With too little gas for the consumer nothing happens at all: it cannot be made to miss its result.
    function test_finalize_withTooLittleGas_isRefused() public {
        Consumer consumer = new Consumer(address(market), bytes32("spec"));
        uint64 job = _ready(address(consumer));
        uint256 told;
        for (uint256 gas_ = 60_000; gas_ <= 300_000; gas_ += 1000) {
            (bool ok, bytes memory data) = address(market).call{gas: gas_}(abi.encodeCall(market.finalize, (job)));
            if (ok) {
                told = gas_;
                break;
            }
            vm.assertTrue(data.length == 0 || bytes4(data) == IReasons.NotEnoughGas.selector, "no other refusal");
        }
        vm.assertTrue(told > 0, "with more gas it is final");
        assertEq(consumer.job(), job);
        vm.assertTrue(consumer.gasGiven() > 99_500, "and the consumer had its gas");
    }

    function _failsHarmlessly(address consumer) private {
        uint256 before = balance(solver);
        uint64 job = _ready(consumer);
        vm.assertTrue(_finalizedWithFailure(job), "the failure is told");
        assertEq(balance(solver) - before, MIN_PRICE + STAKE);
        assertEq(uint256(market.getJob(job).state), uint256(JobState.Finalized));
        assertSolvent(0);
    }

    function _ready(address consumer) private returns (uint64 job) {
        Terms memory t = terms();
        t.callback = consumer;
        job = claimed(t);
        closeWindow(job);
    }

    function _finalizedWithFailure(uint64 job) private returns (bool) {
        vm.recordLogs();
        market.finalize(job);
        Log[] memory logs = vm.getRecordedLogs();
        return logs[logs.length - 1].topics[0] == IJobMarket.CallbackFailed.selector;
    }
}
