// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IReasons} from "../interfaces/IReasons.sol";

/// @notice Coins may only be sent to the market itself, never to its extension's own address.
abstract contract OnlyInMarket is IReasons {
    address private immutable _EXTENSION = address(this);

    modifier onlyInMarket() {
        if (address(this) == _EXTENSION) revert NotTheMarket();
        _;
    }
}
