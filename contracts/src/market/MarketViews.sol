// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IMarketExtension} from "../interfaces/IMarketExtension.sol";
import {JobRecord, SlashedRound} from "./JobTypes.sol";
import {MarketStorage} from "./MarketStorage.sol";

/// @notice What anybody may read of the market's storage.
abstract contract MarketViews is IMarketExtension, MarketStorage {
    /// @inheritdoc IMarketExtension
    function jobCount() external view returns (uint64) {
        return _jobCount;
    }

    /// @inheritdoc IMarketExtension
    function burned() external view returns (uint192) {
        return _burned;
    }

    /// @inheritdoc IMarketExtension
    function balances(address account) external view returns (uint256) {
        return _balances[account];
    }

    /// @inheritdoc IMarketExtension
    function tokenBalances(address token, address account) external view returns (uint256) {
        return _tokenBalances[token][account];
    }

    /// @inheritdoc IMarketExtension
    function games(bytes32 game) external view returns (bytes32) {
        return _games[game];
    }

    /// @inheritdoc IMarketExtension
    function getJob(uint64 job) external view returns (JobRecord memory) {
        return _jobs[job];
    }

    /// @inheritdoc IMarketExtension
    function getSlashedRound(uint64 job, uint32 round) external view returns (SlashedRound memory) {
        return _slashed[job][round];
    }
}
