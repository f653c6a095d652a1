// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {GameReturns} from "./disputes/GameReturns.sol";
import {IMarketExtension} from "./interfaces/IMarketExtension.sol";
import {Contests} from "./market/Contests.sol";
import {Delivery} from "./market/Delivery.sol";
import {JobOffers} from "./market/JobOffers.sol";
import {MarketViews} from "./market/MarketViews.sol";

/// @title What the market does seldom: it posts, cancels and expires jobs, keeps the verifiers and their
/// verdicts, returns bonds, and answers questions.
/// @notice `ComputeMarket` hands over by delegatecall what it does not know itself.
/// @dev Called directly, this code works on a storage of its own that no market reads, and it takes no coins there
/// (`onlyInMarket`): nothing is ever in it, so nothing can be lost or gained. It has no owner, no delegatecall and nothing
/// but its own address that is fixed at its making.
contract MarketExtension is JobOffers, Delivery, Contests, GameReturns, MarketViews {
    address private constant ASHES = address(0xdEaD);

    /// @inheritdoc IMarketExtension
    function sweep() external {
        uint256 amount = _burned;
        if (amount == 0) revert NothingToWithdraw();
        _burned = 0;
        emit Burned(amount);
        Address.sendValue(payable(ASHES), amount);
    }
}
