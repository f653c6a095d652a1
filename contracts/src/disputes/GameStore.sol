// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IDisputeGame} from "../interfaces/IDisputeGame.sol";
import {JobRecord, JobState} from "../market/JobTypes.sol";
import {MarketStorage} from "../market/MarketStorage.sol";
import {GameState, GameStates} from "./GameStates.sol";

/// @notice Games as they are stored: what the moves and the returns of bonds both ask.
abstract contract GameStore is MarketStorage {
    using GameStates for GameState;

    /// @dev Blocks within which a commitment has to be opened (D1).
    uint256 internal constant OPEN_BLOCKS = 256;
    /// @dev Eight games to a tier (D7); beyond this tier a bond would not fit.
    uint256 internal constant MAX_TIER = 16;

    /// @dev Writes a commitment against a claim that may be challenged now (D1).
    function _commit(uint64 job, JobRecord storage j, uint32 round, uint32 nonce, bytes32 commitment) internal {
        uint256 tier = j.open >> 3;
        if (tier > MAX_TIER || j.commitments == type(uint16).max) revert TooManyGames();
        if (msg.value != _bond(j, tier)) revert WrongValue();
        bytes32 id = GameStates.gameId(job, round, msg.sender, nonce);
        if (_games[id] != 0) revert NonceUsed();

        uint16 sequence = j.commitments;
        // 24 bytes of the commitment ‖ sequence 2 ‖ tier 1 ‖ block 4 ‖ 0x02 (B10)
        _games[id] = (commitment & ~bytes32(uint256(type(uint64).max)))
            | bytes32((uint256(sequence) << 48) | (tier << 40) | (uint256(uint32(block.number)) << 8) | 2);
        j.open += 1;
        j.commitments = sequence + 1;
        emit IDisputeGame.Committed(job, round, msg.sender, nonce, sequence, uint8(tier));
    }

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
