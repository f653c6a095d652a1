// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

/// @title Where a word begins, with the opcode CLZ (EIP-7939)
/// @dev The sources import this file as @evm/Bits.sol; ../prague has its counterpart for chains without the opcode.
library Bits {
    /// @notice How many zeros stand before the first one, 256 of the word 0.
    function leadingZeros(uint256 x) internal pure returns (uint256 zeros) {
        // Assembly: clz has no name in Solidity.
        assembly ("memory-safe") {
            zeros := clz(x)
        }
    }

    /// @notice Ones at the 24 leading places of a number in two's complement and above them, zeros below; all ones if the
    /// number has no more than 24 places.
    function leading24(uint256 u) internal pure returns (uint256 mask) {
        // Assembly: clz, signed shifts.
        assembly ("memory-safe") {
            mask := sar(clz(u), shl(232, 0xffffff))
        }
    }
}
