// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {IMarketExtension} from "../interfaces/IMarketExtension.sol";
import {MarketStorage} from "./MarketStorage.sol";

/// @notice Tokens that come in as escrow and go out to whom they are owed (M2, M5). Nothing else moves one.
/// @dev The guard is for tokens that call back their holders: two amounts that come in at once would be counted twice.
abstract contract TokenPayments is IMarketExtension, MarketStorage, ReentrancyGuardTransient {
    /// @inheritdoc IMarketExtension
    function withdrawToken(address token) external nonReentrant {
        uint256 amount = _tokenBalances[token][msg.sender];
        if (amount == 0) revert NothingToWithdraw();
        _tokenBalances[token][msg.sender] = 0;
        emit TokenWithdrawn(msg.sender, token, amount);

        uint256 held = IERC20(token).balanceOf(address(this));
        if (!SafeERC20.trySafeTransfer(IERC20(token), msg.sender, amount)) revert TokenRefused();
        // INVARIANT: nobody is paid out of what others are owed.
        if (IERC20(token).balanceOf(address(this)) + amount != held) revert WrongAmount();
    }

    /// @dev Takes an amount from the allowance that its owner has given to the market. Callers are `nonReentrant`.
    function _pull(address token, address owner, uint256 amount) internal {
        if (token.code.length == 0) revert TokenRefused();
        uint256 held = IERC20(token).balanceOf(address(this));
        if (!SafeERC20.trySafeTransferFrom(IERC20(token), owner, address(this), amount)) revert TokenRefused();
        // INVARIANT: what is owed has come in.
        if (IERC20(token).balanceOf(address(this)) != held + amount) revert WrongAmount();
    }
}
