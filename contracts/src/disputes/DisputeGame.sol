// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IDisputeGame} from "../interfaces/IDisputeGame.sol";
import {IReferee} from "../interfaces/IReferee.sol";
import {Cursors} from "../libraries/Cursor.sol";
import {Merkle} from "../libraries/Merkle.sol";
import {JobMarket} from "../market/JobMarket.sol";
import {JobRecord, JobState} from "../market/JobTypes.sol";
import {Headers} from "../referee/Headers.sol";
import {Dissections} from "./Dissections.sol";
import {GameState, GameStates} from "./GameStates.sol";
import {GameStore} from "./GameStore.sol";
import {Moves} from "./Moves.sol";

/// @notice The dispute game: who may move when, and what follows for the money. What a move must show is in `Moves`.
abstract contract DisputeGame is IDisputeGame, GameStore, JobMarket {
    using GameStates for GameState;
    using Cursors for Cursors.Cursor;

    IReferee public immutable REFEREE;

    constructor(IReferee referee) {
        REFEREE = referee;
    }

    // ----------------------------------------------------------------------------------------------- beginning

    /// @inheritdoc IDisputeGame
    function commit(uint64 job, uint32 round, bytes32 traceRoot, uint32 nonce, bytes32 commitment) external payable {
        JobRecord storage j = _jobs[job];
        if (j.state != JobState.Claimed) revert NotClaimed();
        // One that comes late, when another claim stands, could never be opened: its bond would be lost.
        if (j.round != round || j.traceRoot != traceRoot) revert RoundOver();
        if (block.timestamp > j.deadline) revert WindowClosed();
        _commit(job, j, round, nonce, commitment);
    }

    /// @inheritdoc IDisputeGame
    function open(uint64 job, uint32 nonce, bytes16 salt, bytes calldata opening) external {
        JobRecord storage j = _jobs[job];
        if (j.state != JobState.Claimed) revert NotClaimed();
        bytes32 id = GameStates.gameId(job, j.round, msg.sender, nonce);
        uint256 stored = uint256(_games[id]);
        if (uint8(stored) != 2) revert CommitmentUnknown();
        bytes32 commitment = keccak256(
            abi.encodePacked(block.chainid, address(this), job, uint32(j.round), msg.sender, nonce, salt, opening)
        );
        if (uint256(commitment) >> 64 != stored >> 64) revert CommitmentUnknown();
        uint256 made = uint32(stored >> 8);
        if (block.number <= made) revert OpenedTooEarly();
        if (block.number > made + OPEN_BLOCKS) revert OpenedTooLate();

        GameState memory g;
        g.job = job;
        g.round = j.round;
        g.nonce = nonce;
        g.tier = uint8(stored >> 40);
        g.sequence = uint16(stored >> 48);
        g.limit = j.commitments;
        g.peers = j.open;
        g.minResponse = j.minResponse;
        g.stepAllowance = j.stepAllowance;
        g.context = j.program;
        bytes memory values = Moves.open(g, opening, j.traceRoot, j.steps, j.interval);
        // A pass is the verifier's word about its own interval only (M6).
        uint256 only = j.only;
        if (only != 0 && g.start != (only - 1) * j.interval) revert NoSuchSegment();

        // Each side's first allowance; the defender has one budget for every eight games (D6, D7).
        uint256 allowance = uint256(g.stepAllowance) * g.length;
        g.waitingBudget = uint32(j.budgetSeconds + allowance);
        g.deadline = uint40(block.timestamp + uint256(j.budgetSeconds) * (1 + g.tier) + allowance);
        g.waiting = msg.sender;
        (uint256 data, uint256 size, bytes32 word) = GameStates.record(g, j.solver, values);
        _store(id, job, data, size, word);
    }

    // ----------------------------------------------------------------------------------------------- turns

    /// @inheritdoc IDisputeGame
    function dissect() external {
        GameState memory g;
        (bytes32 id, bytes calldata state, bytes calldata move) = _onTurn(g);
        bytes memory values = Moves.dissect(g, move);
        _pass(id, g, state, values, false);
    }

    /// @inheritdoc IDisputeGame
    function descend() external {
        GameState memory g;
        (bytes32 id, bytes calldata state, bytes calldata move) = _onTurn(g);
        bytes memory values = Moves.descend(g, move);
        _pass(id, g, state, values, g.alphabet() != GameStates.ELEMENT);
    }

    /// @inheritdoc IDisputeGame
    function chain() external {
        GameState memory g;
        (bytes32 id, bytes calldata state, bytes calldata move) = _onTurn(g);
        bytes memory values = Moves.chain(g, move);
        _pass(id, g, state, values, false);
    }

    /// @inheritdoc IDisputeGame
    function prove() external {
        GameState memory g;
        (bytes32 id,, bytes calldata move) = _onTurn(g);
        Moves.prove(g, move, REFEREE);
        _decide(id, g, g.waiting, msg.sender, g.challengerMoves(), true);
    }

    // ----------------------------------------------------------------------------------------------- endings

    /// @inheritdoc IDisputeGame
    function timeout(bytes calldata state, address mover) external {
        GameState memory g;
        bytes32 id = _load(state, mover, g);
        if (block.timestamp <= g.deadline) revert ClockRunning();
        _decide(id, g, mover, g.waiting, !g.challengerMoves(), false);
    }

    // ----------------------------------------------------------------------------------------------- inside

    /// @dev Splits a turn's bytes, which follow its selector, and reads the state.
    function _onTurn(GameState memory g) private view returns (bytes32 id, bytes calldata state, bytes calldata move) {
        if (msg.data.length < 4 + GameStates.SIZE) revert WrongLength();
        state = msg.data[4:4 + GameStates.SIZE];
        move = msg.data[4 + GameStates.SIZE:];
        id = _load(state, msg.sender, g);
        if (block.timestamp > g.deadline) revert ClockExpired();
    }

    /// @dev Hands the turn over: the mover keeps what is left of its clock, the other side has its budget, but at least
    /// `minResponse`; a finer replay adds a step's allowance to both (D6).
    function _pass(bytes32 id, GameState memory g, bytes calldata before, bytes memory values, bool finer) private {
        uint256 allowance = finer ? g.stepAllowance : 0;
        uint256 left = g.deadline - block.timestamp + allowance;
        uint256 next = g.waitingBudget + allowance;
        if (next < g.minResponse) next = g.minResponse;
        g.waitingBudget = uint32(left);
        g.deadline = uint40(block.timestamp + next);
        g.turn ^= 1;
        address mover = g.waiting;
        g.waiting = msg.sender;
        (uint256 data, uint256 size, bytes32 word) = GameStates.recordTurn(g, before, mover, values);
        _store(id, g.job, data, size, word);
    }

    /// @dev Stores a game's new seal and emits the event whose data lie in memory already.
    function _store(bytes32 id, uint256 job, uint256 data, uint256 size, bytes32 word) private {
        _games[id] = word;
        // Assembly: emit Moved(job, id) with state ‖ mover ‖ values as they are: not encoded, which would cost 600 gas a turn.
        bytes32 topic = Moved.selector;
        assembly ("memory-safe") {
            log3(data, size, topic, job, id)
        }
    }

    function _decide(bytes32 id, GameState memory g, address loser, address winner, bool challengerWon, bool byProof)
        private
    {
        if (!_live(g.job, g.round)) revert RoundOver();
        delete _games[id];
        emit GameDecided(g.job, id, winner, loser, byProof);
        JobRecord storage j = _jobs[g.job];
        if (challengerWon) _slash(g.job, j, winner, g.tier, g.limit, g.peers);
        else _loseBond(g.job, j, loser, g.tier);
    }
}
