// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IMarketExtension} from "../interfaces/IMarketExtension.sol";
import {JobRecord, JobState, SlashedRound} from "../market/JobTypes.sol";
import {GameState, GameStates} from "./GameStates.sol";
import {GameStore} from "./GameStore.sol";

/// @notice What becomes of bonds whose game nobody plays on (D1, D7, M4).
abstract contract GameReturns is IMarketExtension, GameStore {
    using GameStates for GameState;

    /// @inheritdoc IMarketExtension
    function release(bytes calldata state, address mover) external {
        GameState memory g;
        bytes32 id = _load(state, mover, g);
        if (_live(g.job, g.round)) revert RoundRunning();
        delete _games[id];
        _returnBond(g.job, g.round, g.challengerMoves() ? mover : g.waiting, g.tier, g.sequence);
    }

    /// @inheritdoc IMarketExtension
    function releaseCommitment(uint64 job, uint32 round, address challenger, uint32 nonce) external {
        bytes32 id = GameStates.gameId(job, round, challenger, nonce);
        uint256 stored = uint256(_games[id]);
        if (uint8(stored) != 2) revert CommitmentUnknown();
        if (_live(job, round)) revert RoundRunning();
        delete _games[id];
        _returnBond(job, round, challenger, uint8(stored >> 40), uint16(stored >> 48));
    }

    /// @inheritdoc IMarketExtension
    function forfeit(uint64 job, address challenger, uint32 nonce) external {
        JobRecord storage j = _jobs[job];
        bytes32 id = GameStates.gameId(job, j.round, challenger, nonce);
        uint256 stored = uint256(_games[id]);
        if (uint8(stored) != 2) revert CommitmentUnknown();
        if (j.state != JobState.Claimed) revert RoundOver();
        if (block.number <= uint256(uint32(stored >> 8)) + OPEN_BLOCKS) revert CommitmentAlive();
        delete _games[id];
        j.open -= 1;
        uint256 bond = _bond(j, uint8(stored >> 40));
        _burn(bond);
        emit CommitmentForfeited(job, id, challenger, bond);
    }

    /// @dev The round has ended by another game: the bond back, and a share for those who were there before (M4, D7).
    function _returnBond(uint64 job, uint32 round, address challenger, uint256 tier, uint16 sequence) private {
        SlashedRound storage r = _slashed[job][round];
        uint256 bond = _bond(_jobs[job], tier);
        uint96 share = sequence < r.limit ? r.share : 0;
        r.pool -= share;
        r.open -= 1;
        _balances[challenger] += bond + share;
        if (r.open == 0) {
            _burn(r.pool);
            r.pool = 0;
        }
        emit BondReturned(job, round, challenger, bond, share);
    }
}
