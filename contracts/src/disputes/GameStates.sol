// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IReasons} from "../interfaces/IReasons.sol";
import {Cursors} from "../libraries/Cursor.sol";

/// @notice What is disputed at the moment, and who has to move until when (B9). The mover is not part of it: it is the
/// sender of the turn.
struct GameState {
    uint64 job;
    uint32 round;
    uint32 nonce;
    /// 2 · alphabet + (1 if the challenger moves)
    uint8 turn;
    /// The bond is the job's bond << tier (D7).
    uint8 tier;
    /// ELEMENT: the last element inside the claimed leaf's row. TERM: the element, + 128 if accumulators are integers.
    uint8 aux;
    uint16 sequence;
    uint16 limit;
    uint16 peers;
    /// Unix seconds: the mover may move until then (D6).
    uint40 deadline;
    /// Seconds left to the side that waits.
    uint32 waitingBudget;
    uint32 minResponse;
    uint32 stepAllowance;
    /// The disputed units, counted in the present alphabet.
    uint40 start;
    uint40 length;
    address waiting;
    bytes32 context;
    bytes32 root;
}

/// @notice The 136 bytes of a game state and their seal.
library GameStates {
    uint256 internal constant STEP = 0;
    uint256 internal constant OPERATION = 1;
    uint256 internal constant LEAF = 2;
    uint256 internal constant ELEMENT = 3;
    uint256 internal constant TERM = 4;

    uint256 internal constant SIZE = 136;

    /// @dev In the aux of TERM.
    uint256 private constant INTEGERS = 128;

    function alphabet(GameState memory g) internal pure returns (uint256) {
        return g.turn >> 1;
    }

    function challengerMoves(GameState memory g) internal pure returns (bool) {
        return g.turn & 1 == 1;
    }

    /// @notice The aux of TERM. A chain of several units has at most 64 elements a leaf (B12).
    function termAux(uint256 element_, bool integers_) internal pure returns (uint8) {
        return uint8(integers_ ? element_ | INTEGERS : element_);
    }

    /// @notice In TERM: the element whose chain is disputed.
    function element(GameState memory g) internal pure returns (uint256) {
        return g.aux & (INTEGERS - 1);
    }

    /// @notice In TERM: whether accumulators are integers, which are never touched (F4).
    function integers(GameState memory g) internal pure returns (bool) {
        return g.aux & INTEGERS != 0;
    }

    function decode(bytes calldata data) internal pure returns (GameState memory g) {
        if (data.length != SIZE) revert IReasons.WrongLength();
        uint256 p;
        assembly ("memory-safe") {
            p := data.offset
        }
        // Unchecked: calldata positions.
        unchecked {
            g.job = uint64(Cursors.load(p, 8));
            g.round = uint32(Cursors.load(p + 8, 4));
            g.nonce = uint32(Cursors.load(p + 12, 4));
            g.turn = uint8(Cursors.load(p + 16, 1));
            g.tier = uint8(Cursors.load(p + 17, 1));
            g.aux = uint8(Cursors.load(p + 18, 1));
            g.sequence = uint16(Cursors.load(p + 19, 2));
            g.limit = uint16(Cursors.load(p + 21, 2));
            g.peers = uint16(Cursors.load(p + 23, 2));
            g.deadline = uint40(Cursors.load(p + 25, 5));
            g.waitingBudget = uint32(Cursors.load(p + 30, 4));
            g.minResponse = uint32(Cursors.load(p + 34, 4));
            g.stepAllowance = uint32(Cursors.load(p + 38, 4));
            g.start = uint40(Cursors.load(p + 42, 5));
            g.length = uint40(Cursors.load(p + 47, 5));
            g.waiting = address(uint160(Cursors.load(p + 52, 20)));
            g.context = bytes32(Cursors.load(p + 72, 32));
            g.root = bytes32(Cursors.load(p + 104, 32));
        }
    }

    function encode(GameState memory g) internal pure returns (bytes memory) {
        return bytes.concat(
            abi.encodePacked(g.job, g.round, g.nonce, g.turn, g.tier, g.aux, g.sequence, g.limit, g.peers),
            abi.encodePacked(g.deadline, g.waitingBudget, g.minResponse, g.stepAllowance, g.start, g.length),
            abi.encodePacked(g.waiting, g.context, g.root)
        );
    }

    /// @notice What is stored for a game in this state with this player to move. The last byte tells it from a commitment.
    function seal(bytes memory state, address mover) internal pure returns (bytes32) {
        return (keccak256(abi.encodePacked(state, mover)) & ~bytes32(uint256(0xff))) | bytes32(uint256(1));
    }

    function gameId(uint64 job, uint32 round, address challenger, uint32 nonce) internal view returns (bytes32) {
        return keccak256(abi.encodePacked(block.chainid, address(this), job, round, challenger, nonce));
    }
}
