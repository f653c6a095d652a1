// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {DisputeGame} from "./disputes/DisputeGame.sol";
import {IReferee} from "./interfaces/IReferee.sol";

/// @title The compute market: jobs, their money, and the games about their claims. Nobody owns it and nothing can be changed.
contract ComputeMarket is DisputeGame {
    constructor(IReferee referee) DisputeGame(referee) {}
}
