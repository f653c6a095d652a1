// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IComputeMarket} from "../../src/interfaces/IComputeMarket.sol";
import {IJobConsumer} from "../../src/interfaces/IJobConsumer.sol";
import {JobState} from "../../src/market/JobTypes.sol";

/// A contract that wants a result: it writes down what the one market that it knows says of the one spec that it waits for.
contract Consumer is IJobConsumer {
    address private immutable _MARKET;
    bytes32 private immutable _SPEC;

    uint64 public job;
    bytes32 public traceRoot;
    uint256 public gasGiven;

    error NotForMe();

    constructor(address market, bytes32 spec) {
        _MARKET = market;
        _SPEC = spec;
    }

    function onJobFinalized(uint64 job_, bytes32 spec, bytes32 traceRoot_) external {
        uint256 given = gasleft();
        if (msg.sender != _MARKET || spec != _SPEC) revert NotForMe();
        (job, traceRoot, gasGiven) = (job_, traceRoot_, given);
    }
}

contract RevertingConsumer is IJobConsumer {
    function onJobFinalized(uint64, bytes32, bytes32) external pure {
        revert("no");
    }
}

contract BurningConsumer is IJobConsumer {
    function onJobFinalized(uint64, bytes32, bytes32) external pure {
        assembly ("memory-safe") { invalid() }
    }
}

/// Returns or reverts with as much as its gas pays for: who copied it would pay as much again.
contract BombingConsumer is IJobConsumer {
    bool private immutable _REVERTS;

    constructor(bool reverts) {
        _REVERTS = reverts;
    }

    function onJobFinalized(uint64, bytes32, bytes32) external view {
        bool reverts = _REVERTS;
        assembly ("memory-safe") {
            if reverts { revert(0, 150000) }
            return(0, 150000)
        }
    }
}

/// Tries everything again while it is called, and takes what is its own.
contract ReenteringConsumer is IJobConsumer {
    bool public finalizedAgain;
    bool public cancelled;
    bool public wasFinal;
    uint256 public withdrawn;

    receive() external payable {
        withdrawn += msg.value;
    }

    function onJobFinalized(uint64 job, bytes32, bytes32) external {
        IComputeMarket market = IComputeMarket(msg.sender);
        (finalizedAgain,) = address(market).call(abi.encodeCall(market.finalize, (job)));
        (cancelled,) = address(market).call(abi.encodeCall(market.cancel, (job)));
        (bool ok,) = address(market).call(abi.encodeCall(market.withdraw, ()));
        ok; // Its own balance, if it has one.
        wasFinal = true;
    }
}
