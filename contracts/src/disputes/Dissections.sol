// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IReasons} from "../interfaces/IReasons.sol";
import {Cursors} from "../libraries/Cursor.sol";
import {Merkle} from "../libraries/Merkle.sol";
import {Words} from "../libraries/Words.sol";

/// @notice Cutting a claimed transition of several units (D3, B8): nobody chooses positions.
/// @dev Unchecked: lengths and starts of 5 bytes, at least one unit, segments below 64, calldata positions.
library Dissections {
    using Cursors for Cursors.Cursor;

    /// @notice Segments of a dissection in the alphabets of roots.
    uint256 internal constant ROOT_ARITY = 16;
    /// @notice Segments of a dissection in the alphabet TERM.
    uint256 internal constant TERM_ARITY = 64;

    /// @notice Units per segment.
    function stride(uint256 length, uint256 arity) internal pure returns (uint256) {
        unchecked {
            return (length + arity - 1) / arity;
        }
    }

    /// @notice How many segments a dissection of `length` units has.
    function segments(uint256 length, uint256 arity) internal pure returns (uint256) {
        unchecked {
            uint256 s = stride(length, arity);
            return (length + s - 1) / s;
        }
    }

    /// @notice The place of segment `i` in [start, start + length).
    function place(uint256 start, uint256 length, uint256 i, uint256 arity) internal pure returns (uint256, uint256) {
        unchecked {
            uint256 s = stride(length, arity);
            uint256 rest = length - i * s;
            return (start + i * s, rest < s ? rest : s);
        }
    }

    /// @notice Opens one segment of a dissection of roots.
    function openPair(Cursors.Cursor memory c, bytes32 root, uint256 i, uint256 count)
        internal
        pure
        returns (bytes32 from, bytes32 to)
    {
        unchecked {
            uint256 levels = Merkle.depth(count);
            from = c.word();
            to = c.word();
            uint256 path = c.take(32 * levels);
            if (Merkle.climb(Merkle.pair(from, to), i, path, levels) != root) revert IReasons.WrongOpening();
        }
    }

    /// @notice Takes `claimed` roots v_1 … and adds the last one if it is computed, not claimed (`last` != 0).
    /// @return values v_0 … v_n packed.
    function takeRoots(Cursors.Cursor memory c, bytes32 first, uint256 n, bytes32 last)
        internal
        pure
        returns (bytes memory values)
    {
        unchecked {
            uint256 claimed = last == 0 ? n : n - 1;
            uint256 pos = c.take(32 * claimed);
            c.finish();
            // Assembly: one copy instead of n reads, into n + 1 words behind the length.
            assembly ("memory-safe") {
                values := mload(0x40)
                let end := add(add(values, 32), shl(5, n))
                mstore(0x40, add(end, 32))
                mstore(values, shl(5, add(n, 1)))
                mstore(add(values, 32), first)
                calldatacopy(add(values, 64), pos, shl(5, claimed))
                if last { mstore(end, last) }
            }
        }
    }

    /// @notice The value with the highest number.
    function lastOf(bytes memory values) internal pure returns (bytes32 value) {
        assembly ("memory-safe") {
            value := mload(add(values, mload(values)))
        }
    }

    /// @notice Takes the accumulators v_1 … v_n, 4 bytes each; floats have to be canonical.
    /// @return values v_0 … v_n packed, followed by 60 zero bytes or more.
    function takeTerms(Cursors.Cursor memory c, uint256 first, uint256 n, bool integers)
        internal
        pure
        returns (bytes memory values)
    {
        // Unchecked: at most 64 values; shifts below 256.
        unchecked {
            uint256 pos = c.take(4 * n);
            c.finish();
            // Assembly: one copy, then eight values a word. Behind the last one there are zeros for the last chunk (B8).
            assembly ("memory-safe") {
                values := mload(0x40)
                let at := add(values, 36)
                let end := add(at, shl(2, n))
                mstore(0x40, add(end, 64))
                mstore(values, add(shl(2, n), 4))
                mstore(add(values, 32), shl(224, first))
                calldatacopy(at, pos, shl(2, n))
                mstore(end, 0)
                mstore(add(end, 32), 0)
            }
            for (uint256 i = 0; !integers && i < n; i += 8) {
                uint256 eight;
                assembly ("memory-safe") {
                    eight := mload(add(add(values, 36), shl(2, i)))
                }
                Words.requireCanonical(eight);
            }
        }
    }

    /// @notice The TERM root: leaf q is the hash of v_8q … v_8q+8.
    function rootOfTerms(bytes memory values, uint256 n) internal pure returns (bytes32) {
        return Merkle.rootOfWindows(values, (n + 7) >> 3, 36);
    }

    /// @notice Opens segment `i` of a TERM dissection: the accumulators at its start and end.
    function openTerm(Cursors.Cursor memory c, bytes32 root, uint256 i, uint256 n)
        internal
        pure
        returns (uint256 from, uint256 to)
    {
        unchecked {
            uint256 levels = Merkle.depth((n + 7) / 8);
            uint256 chunk = c.take(36);
            uint256 path = c.take(32 * levels);
            if (Merkle.climb(Cursors.hash(chunk, 36), i / 8, path, levels) != root) revert IReasons.WrongOpening();
            from = Cursors.load(chunk + 4 * (i % 8), 4);
            to = Cursors.load(chunk + 4 * (i % 8) + 4, 4);
        }
    }
}
