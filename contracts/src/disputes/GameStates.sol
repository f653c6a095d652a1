// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IReasons} from "../interfaces/IReasons.sol";

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

    function decode(bytes calldata data, GameState memory g) internal pure {
        if (data.length != SIZE) revert IReasons.WrongLength();
        // Assembly: eighteen reads and writes without a call. A field of n bytes is a word read at its place, shifted.
        assembly ("memory-safe") {
            let p := data.offset
            let head := calldataload(p)
            mstore(g, shr(192, head))
            mstore(add(g, 32), and(shr(160, head), 0xffffffff))
            mstore(add(g, 64), and(shr(128, head), 0xffffffff))
            mstore(add(g, 96), byte(16, head))
            mstore(add(g, 128), byte(17, head))
            mstore(add(g, 160), byte(18, head))
            mstore(add(g, 192), and(shr(88, head), 0xffff))
            mstore(add(g, 224), and(shr(72, head), 0xffff))
            mstore(add(g, 256), and(shr(56, head), 0xffff))
            mstore(add(g, 288), and(shr(16, head), 0xffffffffff))
            head := calldataload(add(p, 30))
            mstore(add(g, 320), shr(224, head))
            mstore(add(g, 352), and(shr(192, head), 0xffffffff))
            mstore(add(g, 384), and(shr(160, head), 0xffffffff))
            mstore(add(g, 416), and(shr(120, head), 0xffffffffff))
            mstore(add(g, 448), and(shr(80, head), 0xffffffffff))
            mstore(add(g, 480), shr(96, calldataload(add(p, 52))))
            mstore(add(g, 512), calldataload(add(p, 72)))
            mstore(add(g, 544), calldataload(add(p, 104)))
        }
    }

    /// @notice What the event of an opening carries: state ‖ mover ‖ values (B9); and what is stored for the game.
    /// @return data Where it lies in memory: past the free pointer, until something is allocated.
    /// @return size Its bytes.
    /// @return word The seal of the state.
    function record(GameState memory g, address mover, bytes memory values)
        internal
        pure
        returns (uint256 data, uint256 size, bytes32 word)
    {
        // Assembly: fields go from the last to the first, each in a word that ends where the field ends; what it writes
        // before its own bytes, the fields before it overwrite.
        assembly ("memory-safe") {
            let state := mload(0x40)
            data := add(state, 32)
            mstore(add(state, 136), mload(add(g, 544)))
            mstore(add(state, 104), mload(add(g, 512)))
            mstore(add(state, 72), mload(add(g, 480)))
            mstore(add(state, 52), mload(add(g, 448)))
            mstore(add(state, 47), mload(add(g, 416)))
            mstore(add(state, 42), mload(add(g, 384)))
            mstore(add(state, 38), mload(add(g, 352)))
            mstore(add(state, 34), mload(add(g, 320)))
            mstore(add(state, 30), mload(add(g, 288)))
            mstore(add(state, 25), mload(add(g, 256)))
            mstore(add(state, 23), mload(add(g, 224)))
            mstore(add(state, 21), mload(add(g, 192)))
            mstore(add(state, 19), mload(add(g, 160)))
            mstore(add(state, 18), mload(add(g, 128)))
            mstore(add(state, 17), mload(add(g, 96)))
            mstore(add(state, 16), mload(add(g, 64)))
            mstore(add(state, 12), mload(add(g, 32)))
            mstore(add(state, 8), mload(g))
        }
        (size, word) = _finish(data, mover, values);
    }

    /// @notice The same of a turn, which leaves most fields as they were.
    /// @param before The state that the turn began with.
    function recordTurn(GameState memory g, bytes calldata before, address mover, bytes memory values)
        internal
        pure
        returns (uint256 data, uint256 size, bytes32 word)
    {
        // Assembly: the old bytes, and over them what a turn may change: turn and aux; deadline and waiting budget, the last
        // 9 bytes of a word; start, length and waiting, the last 30 of one that begins in the step's allowance; context, root.
        assembly ("memory-safe") {
            data := mload(0x40)
            calldatacopy(data, before.offset, 136)
            mstore8(add(data, 16), mload(add(g, 96)))
            mstore8(add(data, 18), mload(add(g, 160)))
            let clocks := or(shl(32, mload(add(g, 288))), mload(add(g, 320)))
            mstore(add(data, 2), or(shl(72, shr(72, mload(add(data, 2)))), clocks))
            let place := or(shl(200, mload(add(g, 416))), or(shl(160, mload(add(g, 448))), mload(add(g, 480))))
            mstore(add(data, 40), or(shl(240, mload(add(g, 384))), place))
            mstore(add(data, 72), mload(add(g, 512)))
            mstore(add(data, 104), mload(add(g, 544)))
        }
        (size, word) = _finish(data, mover, values);
    }

    /// @dev Seals the state at `data` and writes behind it what else the event carries: mover ‖ values.
    function _finish(uint256 data, address mover, bytes memory values)
        private
        pure
        returns (uint256 size, bytes32 word)
    {
        // Assembly: the seal is the hash of the event's first 156 bytes, where they lie.
        assembly ("memory-safe") {
            mstore(add(data, 136), shl(96, mover))
            word := or(and(keccak256(data, 156), not(0xff)), 1)
            let length := mload(values)
            mcopy(add(data, 156), add(values, 32), length)
            size := add(length, 156)
        }
    }

    /// @notice The seal of a state in calldata, with this player to move. Its last byte tells it from a commitment.
    function seal(bytes calldata state, address mover) internal pure returns (bytes32 word) {
        // Assembly: memory past the free pointer is scratch.
        assembly ("memory-safe") {
            let scratch := mload(0x40)
            calldatacopy(scratch, state.offset, 136)
            mstore(add(scratch, 136), shl(96, mover))
            word := or(and(keccak256(scratch, 156), not(0xff)), 1)
        }
    }

    function gameId(uint64 job, uint32 round, address challenger, uint32 nonce) internal view returns (bytes32 id) {
        // Assembly: chain id 32 ‖ contract 20 ‖ job 8 ‖ round 4 ‖ challenger 20 ‖ nonce 4, from the last to the first; what a
        // word writes before its own bytes, the next overwrites. Memory past the free pointer is scratch.
        assembly ("memory-safe") {
            let at := mload(0x40)
            mstore(add(at, 56), nonce)
            mstore(add(at, 52), challenger)
            mstore(add(at, 32), or(shl(96, address()), or(shl(32, job), round)))
            mstore(at, chainid())
            id := keccak256(at, 88)
        }
    }
}
