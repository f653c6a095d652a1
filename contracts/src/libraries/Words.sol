// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IReasons} from "../interfaces/IReasons.sol";

/// @notice Eight 4-byte patterns in one 256-bit word.
library Words {
    uint256 private constant EVEN_BYTES = 0x00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff;
    uint256 private constant EVEN_HALVES = 0x0000ffff0000ffff0000ffff0000ffff0000ffff0000ffff0000ffff0000ffff;
    uint256 private constant MAGNITUDES = 0x7fffffff7fffffff7fffffff7fffffff7fffffff7fffffff7fffffff7fffffff;
    uint256 private constant SIGNS = 0x8000000080000000800000008000000080000000800000008000000080000000;
    /// @dev 0x7fffffff − 0x7f800000 in every lane: a magnitude above infinity carries into the sign.
    uint256 private constant ABOVE_INFINITY = 0x007fffff007fffff007fffff007fffff007fffff007fffff007fffff007fffff;

    /// @notice Turns the byte order inside each of the eight lanes.
    function swap(uint256 x) internal pure returns (uint256) {
        x = ((x >> 8) & EVEN_BYTES) | ((x & EVEN_BYTES) << 8);
        return ((x >> 16) & EVEN_HALVES) | ((x & EVEN_HALVES) << 16);
    }

    /// @notice A byte's number, −128 … 127, as a 32-bit pattern.
    function signed(uint256 byte_) internal pure returns (uint256 pattern) {
        // Assembly: the sign extension has no name in Solidity.
        assembly ("memory-safe") {
            pattern := and(signextend(0, byte_), 0xffffffff)
        }
    }

    /// @notice Refuses a word in which a lane is a NaN of another form than 0x7fc00000 (F4).
    function requireCanonical(uint256 x) internal pure {
        // Unchecked: lanes cannot carry into each other, since magnitudes are below 2^31.
        unchecked {
            if (((x & MAGNITUDES) + ABOVE_INFINITY) & SIGNS == 0) return;
            for (uint256 shift = 0; shift < 256; shift += 32) {
                uint256 lane = uint32(x >> shift);
                if (lane & 0x7fffffff > 0x7f800000 && lane != 0x7fc00000) revert IReasons.NotCanonical();
            }
        }
    }
}
