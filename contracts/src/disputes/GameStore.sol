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

    /// @dev Reads the state as it was sealed, with `mover` to move (D10), into `g`: a struct that is returned would be made,
    /// and filled with zeros, once for every function it passes.
    function _load(bytes calldata state, address mover, GameState memory g) internal view returns (bytes32 id) {
        GameStates.decode(state, g);
        id = GameStates.gameId(g.job, g.round, g.challengerMoves() ? mover : g.waiting, g.nonce);
        if (_games[id] != GameStates.seal(state, mover)) revert StateUnknown();
    }
}
