// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Bits} from "@evm/Bits.sol";

/// @notice Binary keccak trees (C2): a missing leaf is Z_0 = 0, Z_n+1 = H(Z_n, Z_n). A depth always comes from bound
/// shapes, never from a witness.
library Merkle {
    /// @dev The node over four leaves that are missing (C2).
    bytes32 private constant Z_2 = 0xb4c11951957c6f8f642c4af61cd6b24640fec6dc7fc607ee8206a99e92410d30;

    /// @notice ⌈log2 leaves⌉, 0 for one leaf.
    function depth(uint256 leaves) internal pure returns (uint256) {
        // Unchecked: at least one leaf, and a word has at most 256 zeros.
        unchecked {
            return 256 - Bits.leadingZeros(leaves - 1);
        }
    }

    function pair(bytes32 left, bytes32 right) internal pure returns (bytes32 node) {
        assembly ("memory-safe") {
            mstore(0, left)
            mstore(32, right)
            node := keccak256(0, 64)
        }
    }

    /// @notice Z_n: the root of a tree of depth n in which nothing is written.
    function zero(uint256 n) internal pure returns (bytes32 z) {
        // Assembly: a check of the index would cost as much as the hash.
        assembly ("memory-safe") {
            for {} n { n := sub(n, 1) } {
                mstore(0, z)
                mstore(32, z)
                z := keccak256(0, 64)
            }
        }
    }

    /// @notice The root reached from `node` at `index` over `levels` siblings that lie in calldata at `at`.
    function climb(bytes32 node, uint256 index, uint256 pos, uint256 levels) internal pure returns (bytes32) {
        // Assembly: the two scratch words are filled by the index's bit without a branch; four levels a round, because the
        // jumps of a round cost a third of a level.
        assembly ("memory-safe") {
            index := shl(5, index)
            let end := add(pos, shl(5, levels))
            for {} lt(add(pos, 96), end) { pos := add(pos, 128) } {
                let side := and(index, 32)
                mstore(side, node)
                mstore(xor(side, 32), calldataload(pos))
                side := and(shr(1, index), 32)
                mstore(side, keccak256(0, 64))
                mstore(xor(side, 32), calldataload(add(pos, 32)))
                side := and(shr(2, index), 32)
                mstore(side, keccak256(0, 64))
                mstore(xor(side, 32), calldataload(add(pos, 64)))
                side := and(shr(3, index), 32)
                mstore(side, keccak256(0, 64))
                mstore(xor(side, 32), calldataload(add(pos, 96)))
                node := keccak256(0, 64)
                index := shr(4, index)
            }
            for {} lt(pos, end) { pos := add(pos, 32) } {
                let side := and(index, 32)
                mstore(side, node)
                mstore(xor(side, 32), calldataload(pos))
                node := keccak256(0, 64)
                index := shr(1, index)
            }
        }
        return node;
    }

    /// @notice The root over the pairs of neighbours in a list of words, at least two (B7, B8).
    function rootOfPairs(bytes memory values) internal pure returns (bytes32) {
        return rootOfWindows(values, (values.length >> 5) - 1, 64);
    }

    /// @notice The root over `count` leaves, of which leaf i is the hash of `size` bytes from byte 32 · i on.
    function rootOfWindows(bytes memory values, uint256 count, uint256 size) internal pure returns (bytes32) {
        uint256 nodes;
        bytes32 missing;
        // Assembly: four leaves a round, up to the node above them, because rounds cost as much as hashes. Memory past the
        // free pointer is scratch.
        assembly ("memory-safe") {
            nodes := mload(0x40)
            let from := add(values, 32)
            let end := add(from, shl(5, count))
            let to := nodes
            for {} iszero(gt(add(from, 128), end)) { from := add(from, 128) } {
                mstore(0, keccak256(from, size))
                mstore(32, keccak256(add(from, 32), size))
                mstore(0, keccak256(0, 64))
                mstore(to, keccak256(add(from, 64), size))
                mstore(add(to, 32), keccak256(add(from, 96), size))
                mstore(32, keccak256(to, 64))
                mstore(to, keccak256(0, 64))
                to := add(to, 32)
            }
            // One to three leaves are left; of the others in their four there is nothing.
            if lt(from, end) {
                let leaf := to
                for {} lt(from, end) { from := add(from, 32) } {
                    mstore(leaf, keccak256(from, size))
                    leaf := add(leaf, 32)
                }
                if gt(count, 2) {
                    mstore(leaf, 0)
                    mstore(add(leaf, 32), 0)
                    mstore(0, keccak256(to, 64))
                    mstore(32, keccak256(add(to, 64), 64))
                    mstore(to, keccak256(0, 64))
                }
            }
            if gt(count, 2) {
                count := shr(2, add(count, 3))
                missing := Z_2
            }
        }
        return rootAt(nodes, count, missing);
    }

    /// @notice The root over `count` nodes that lie in memory from `at` on and are used up, with the word behind them.
    /// @param missing What stands for a missing node beside them: Z_n of their level.
    function rootAt(uint256 at, uint256 count, bytes32 missing) internal pure returns (bytes32 node) {
        // Assembly: two siblings lie side by side as they are hashed, and their parent takes a place that is read already.
        assembly ("memory-safe") {
            for {} gt(count, 1) {} {
                let end := add(at, shl(5, count))
                if and(count, 1) { mstore(end, missing) }
                if lt(count, 5) {
                    // The top: a node over two, or over two pairs.
                    node := keccak256(at, 64)
                    if gt(count, 2) {
                        mstore(0, node)
                        mstore(32, keccak256(add(at, 64), 64))
                        node := keccak256(0, 64)
                    }
                    mstore(at, node)
                    break
                }
                let to := at
                for { let from := at } lt(from, end) { from := add(from, 64) } {
                    mstore(to, keccak256(from, 64))
                    to := add(to, 32)
                }
                count := shr(1, add(count, 1))
                mstore(0, missing)
                mstore(32, missing)
                missing := keccak256(0, 64)
            }
            node := mload(at)
        }
    }
}
