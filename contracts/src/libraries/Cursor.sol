// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IReasons} from "../interfaces/IReasons.sol";

/// @notice Reads packed calldata from left to right. Whoever asks for more than there is, or leaves something over,
/// is refused with `WrongLength` (D9): the reader's order of taking is part of the rules and the same in the client.
/// @dev A position is an absolute offset in calldata.
library Cursors {
    struct Cursor {
        uint256 pos;
        uint256 end;
    }

    function over(bytes calldata data) internal pure returns (Cursor memory c) {
        // Assembly: the offset of a calldata slice has no name in Solidity.
        assembly ("memory-safe") {
            mstore(c, data.offset)
            mstore(add(c, 32), add(data.offset, data.length))
        }
    }

    /// @return pos where the `size` bytes begin.
    function take(Cursor memory c, uint256 size) internal pure returns (uint256 pos) {
        // Unchecked: sizes are below 2^48, positions below 2^64.
        unchecked {
            pos = c.pos;
            uint256 next = pos + size;
            if (next > c.end) revert IReasons.WrongLength();
            c.pos = next;
        }
    }

    /// @param size 1 … 32 bytes, read as a big-endian number.
    function number(Cursor memory c, uint256 size) internal pure returns (uint256) {
        return load(take(c, size), size);
    }

    function word(Cursor memory c) internal pure returns (bytes32) {
        return bytes32(load(take(c, 32), 32));
    }

    function finish(Cursor memory c) internal pure {
        if (c.pos != c.end) revert IReasons.WrongLength();
    }

    /// @notice The big-endian number of `size` bytes at a calldata position.
    function load(uint256 pos, uint256 size) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(sub(256, shl(3, size)), calldataload(pos))
        }
    }

    /// @notice keccak256 of `size` calldata bytes.
    function hash(uint256 pos, uint256 size) internal pure returns (bytes32 value) {
        // Memory past the free pointer is scratch: nothing is allocated.
        assembly ("memory-safe") {
            let scratch := mload(0x40)
            calldatacopy(scratch, pos, size)
            value := keccak256(scratch, size)
        }
    }

    /// @notice The calldata slice from a position on.
    function slice(uint256 pos, uint256 size) internal pure returns (bytes calldata data) {
        assembly ("memory-safe") {
            data.offset := pos
            data.length := size
        }
    }
}
