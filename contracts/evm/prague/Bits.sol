// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

/// @title Where a word begins, without the opcode CLZ
/// @dev The sources import this file as @evm/Bits.sol; ../osaka has its counterpart for chains that have the opcode. Both
/// answer the same for every word.
library Bits {
    /// @dev Masks of sixteen lanes of 16 bits.
    uint256 private constant _LOW_15 = 0x7fff7fff7fff7fff7fff7fff7fff7fff7fff7fff7fff7fff7fff7fff7fff7fff;
    uint256 private constant _TOPS = 0x8000800080008000800080008000800080008000800080008000800080008000;
    /// @dev Byte 2^k mod 19 is 16 k, for k from 0 to 15; byte 0 is 241.
    uint256 private constant _ZEROS_BEFORE = 0xf10010d02000e060308000c0f05070b040a09000000000000000000000000000;
    /// @dev Fifteen lanes of 17 bits: a one in each, its top bit, and 2^16 + 2^(i + 1) - 1 in lane i.
    uint256 private constant _COPIES = 0x0000400020001000080004000200010000800040002000100008000400020001;
    uint256 private constant _CARRIES = 0x4000200010000800040002000100008000400020001000080004000200010000;
    uint256 private constant _LIMITS = 0x5fffe7fff1fff87ffc1ffe07ff01ff807fc01fe007f001f8007c001e00070001;

    /// @notice How many zeros stand before the first one, 256 of the word 0.
    function leadingZeros(uint256 x) internal pure returns (uint256 zeros) {
        // Assembly: a word as lanes.
        assembly ("memory-safe") {
            // The top bit of every lane that is not zero, 2^(16 i + 15). Modulo 2^17 - 1 that is 2^(15 - i): the uppermost
            // lane has the lowest bit, which a negation isolates.
            let lanes := mod(and(or(x, add(and(x, _LOW_15), _LOW_15)), _TOPS), 0x1ffff)
            zeros := byte(mod(and(lanes, sub(0, lanes)), 19), _ZEROS_BEFORE)
            // Of that lane's content y: how many i from 0 to 14 have y < 2^(i + 1). The bits that say so are 2^(17 i + 16),
            // and modulo 2^17 - 1 they are counted. The word 0 counts as y = 0 below 241 zeros: 256.
            let y := shr(240, shl(zeros, x))
            zeros := add(zeros, mod(shr(16, and(sub(_LIMITS, mul(y, _COPIES)), _CARRIES)), 0x1ffff))
        }
    }

    /// @notice Ones at the 24 leading places of a number in two's complement and above them, zeros below; all ones if the
    /// number has no more than 24 places.
    function leading24(uint256 u) internal pure returns (uint256 mask) {
        // Assembly: signed shift.
        assembly ("memory-safe") {
            mask := shr(24, u)
            mask := or(mask, shr(128, mask))
            mask := or(mask, shr(64, mask))
            mask := or(mask, shr(32, mask))
            mask := or(mask, shr(16, mask))
            mask := or(mask, shr(8, mask))
            mask := or(mask, shr(4, mask))
            mask := or(mask, shr(2, mask))
            mask := not(or(mask, shr(1, mask)))
        }
    }
}
