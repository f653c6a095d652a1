// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IComputeMarket} from "../../src/interfaces/IComputeMarket.sol";
import {IDisputeGame} from "../../src/interfaces/IDisputeGame.sol";

/// @notice Turns as they are sent: state ‖ move behind the selector, without the ABI (B12).
library Turns {
    bytes4 internal constant DISSECT = IDisputeGame.dissect.selector;
    bytes4 internal constant DESCEND = IDisputeGame.descend.selector;
    bytes4 internal constant PROVE = IDisputeGame.prove.selector;

    function send(IComputeMarket market, bytes4 kind, bytes memory state, bytes memory move) internal {
        (bool done, bytes memory refusal) = tried(market, kind, state, move);
        if (done) return;
        // The refusal as it came.
        assembly ("memory-safe") {
            revert(add(refusal, 32), mload(refusal))
        }
    }

    function tried(IComputeMarket market, bytes4 kind, bytes memory state, bytes memory move)
        internal
        returns (bool, bytes memory)
    {
        return address(market).call(abi.encodePacked(kind, state, move));
    }
}
