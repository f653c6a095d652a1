// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

/// @notice Binary keccak trees (C2): a missing leaf is Z_0 = 0, Z_n+1 = H(Z_n, Z_n). A depth always comes from bound
/// shapes, never from a witness.
library Merkle {
    /// @notice ⌈log2 leaves⌉, 0 for one leaf.
    function depth(uint256 leaves) internal pure returns (uint256 d) {
        // Assembly: clz has no name in Solidity. clz(0) = 256.
        assembly ("memory-safe") {
            d := sub(256, clz(sub(leaves, 1)))
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
        for (uint256 i = 0; i < n; ++i) {
            z = pair(z, z);
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

    /// @notice The root over the leaves of a list, which is used up.
    function root(bytes32[] memory nodes) internal pure returns (bytes32) {
        uint256 count = nodes.length;
        bytes32 missing;
        while (count > 1) {
            uint256 half = count >> 1;
            for (uint256 i = 0; i < half; ++i) {
                nodes[i] = pair(nodes[2 * i], nodes[2 * i + 1]);
            }
            if (count & 1 == 1) {
                nodes[half] = pair(nodes[count - 1], missing);
                ++half;
            }
            missing = pair(missing, missing);
            count = half;
        }
        return nodes[0];
    }
}
