// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

/// @title Int32: integers modulo 2^32, two's complement (F1)
/// @notice A value is a uint256 that holds a clean 32-bit pattern.
/// @dev Unchecked, because wrapping is the meaning: results are cut to 32 bits by a mask.
library Int32 {
    uint256 private constant _MASK = 0xffffffff;
    uint256 private constant _ONE = 0x3f800000;

    function add(uint256 a, uint256 b) internal pure returns (uint256) {
        unchecked {
            return (a + b) & _MASK;
        }
    }

    function sub(uint256 a, uint256 b) internal pure returns (uint256) {
        unchecked {
            return (a - b) & _MASK;
        }
    }

    function mul(uint256 a, uint256 b) internal pure returns (uint256) {
        unchecked {
            return (a * b) & _MASK;
        }
    }

    function xor(uint256 a, uint256 b) internal pure returns (uint256) {
        return a ^ b;
    }

    /// @notice The count is taken modulo 32; Solidity itself would shift everything out.
    function shiftLeft(uint256 a, uint256 count) internal pure returns (uint256) {
        return (a << (count & 31)) & _MASK;
    }

    /// @notice Logical; the count is taken modulo 32.
    function shiftRight(uint256 a, uint256 count) internal pure returns (uint256) {
        return a >> (count & 31);
    }

    /// @notice The float 1.0 or +0.
    function equal(uint256 a, uint256 b) internal pure returns (uint256) {
        return a == b ? _ONE : 0;
    }

    /// @notice Signed: the float 1.0 or +0.
    function less(uint256 a, uint256 b) internal pure returns (uint256) {
        // With the sign bits turned round the unsigned order is the signed one.
        return (a ^ 0x80000000) < (b ^ 0x80000000) ? _ONE : 0;
    }
}
