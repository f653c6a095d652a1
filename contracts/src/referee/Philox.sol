// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

/// @title Philox-4x32-10, counter-based random numbers (F6)
/// @dev Unchecked: the arguments are 32-bit words, so products stay below 2^64 and key sums are cut by a mask.
library Philox {
    /// @notice 32 random bits for an element of a slot at a step: output word 0, key = seed (64 bits), counter =
    /// (element, step, slot, 0).
    function word(uint256 seed, uint256 element, uint256 step, uint256 slot) internal pure returns (uint256) {
        unchecked {
            uint256 c0 = element;
            uint256 c1 = step;
            uint256 c2 = slot;
            uint256 c3 = 0;
            uint256 k0 = seed & 0xffffffff;
            uint256 k1 = seed >> 32;
            for (uint256 round = 0; round < 10; ++round) {
                uint256 product0 = 0xd2511f53 * c0;
                uint256 product1 = 0xcd9e8d57 * c2;
                c0 = (product1 >> 32) ^ c1 ^ k0;
                c1 = product1 & 0xffffffff;
                c2 = (product0 >> 32) ^ c3 ^ k1;
                c3 = product0 & 0xffffffff;
                k0 = (k0 + 0x9e3779b9) & 0xffffffff;
                k1 = (k1 + 0xbb67ae85) & 0xffffffff;
            }
            return c0;
        }
    }

    /// @notice A random index below n: (word * n) / 2^32, rounded down; 0 where n is 0.
    function index(uint256 seed, uint256 element, uint256 step, uint256 slot, uint256 n)
        internal
        pure
        returns (uint256)
    {
        unchecked {
            return (word(seed, element, step, slot) * n) >> 32;
        }
    }
}
