// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {JobRecord, JobState} from "../market/JobTypes.sol";
import {MarketStorage} from "../market/MarketStorage.sol";
import {GameState, GameStates} from "./GameStates.sol";

/// @notice Games as they are stored: what the moves and the returns of bonds both ask.
abstract contract GameStore is MarketStorage {
    using GameStates for GameState;

    /// @dev Blocks within which a commitment has to be opened (D1).
    uint256 internal constant OPEN_BLOCKS = 256;

    function _live(uint64 job, uint32 round) internal view returns (bool) {
        JobRecord storage j = _jobs[job];
        return j.round == round && j.state == JobState.Claimed;
    }

    /// @dev The state as it was sealed, with `mover` to move (D10).
    function _load(bytes calldata state, address mover) internal view returns (bytes32 id, GameState memory g) {
        g = GameStates.decode(state);
        id = GameStates.gameId(g.job, g.round, g.challengerMoves() ? mover : g.waiting, g.nonce);
        if (_games[id] != GameStates.seal(state, mover)) revert StateUnknown();
    }
}
