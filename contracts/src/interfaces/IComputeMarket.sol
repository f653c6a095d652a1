// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IDisputeGame} from "./IDisputeGame.sol";
import {IJobMarket} from "./IJobMarket.sol";
import {IMarketExtension} from "./IMarketExtension.sol";
import {IReferee} from "./IReferee.sol";
import {IVerifiers} from "./IVerifiers.sol";

/// @title Everything that the address of `ComputeMarket` answers to.
interface IComputeMarket is IJobMarket, IDisputeGame, IMarketExtension, IVerifiers {
    /// @notice The referee of all games (D5).
    function REFEREE() external view returns (IReferee);

    /// @notice Where the code of `IMarketExtension` lies.
    function EXTENSION() external view returns (address);
}
