// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {DisputeGame} from "./disputes/DisputeGame.sol";
import {IReferee} from "./interfaces/IReferee.sol";
import {MarketExtension} from "./MarketExtension.sol";

/// @title The compute market: jobs, their money, and the games about their claims. Nobody owns it and nothing can be changed.
/// @notice What is called often is here; the rest is in an extension of its own, because a chain admits no more than 24,576
/// bytes of code in one contract. `IComputeMarket` is what both of them answer to at this address.
contract ComputeMarket is DisputeGame {
    /// @notice What is not here is done by the code at this address on the storage of this contract.
    address public immutable EXTENSION;

    constructor(IReferee referee) DisputeGame(referee) {
        // Made here, so that it can be no other than the one that was compiled with this contract.
        EXTENSION = address(new MarketExtension());
    }

    /// @dev Plain coins are refused: the extension has neither `receive` nor a fallback, so a call without a selector of
    /// its own reverts there.
    fallback() external payable {
        address extension = EXTENSION;
        // Calldata of any length goes there and anything comes back; only free memory is used, or else the compiler would
        // no longer move what is too deep in the stack there, and every move would cost a thousand gas more.
        assembly ("memory-safe") {
            let free := mload(0x40)
            calldatacopy(free, 0, calldatasize())
            let done := delegatecall(gas(), extension, free, calldatasize(), 0, 0)
            returndatacopy(free, 0, returndatasize())
            if iszero(done) { revert(free, returndatasize()) }
            return(free, returndatasize())
        }
    }
}
