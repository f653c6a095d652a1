// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

/// Binary keccak trees as the protocol says (C2), built again here without the contracts' own library: slow, and
/// obvious.
library Trees {
    function pair(bytes32 left, bytes32 right) internal pure returns (bytes32) {
        return keccak256(abi.encode(left, right));
    }

    function depth(uint256 leaves) internal pure returns (uint256 d) {
        while (1 << d < leaves) ++d;
    }

    function root(bytes32[] memory leaves) internal pure returns (bytes32) {
        return root(leaves, 0, depth(leaves.length));
    }

    /// The root over 2^levels leaves from `first` on; those past the list are missing.
    function root(bytes32[] memory leaves, uint256 first, uint256 levels) internal pure returns (bytes32 node) {
        if (first >= leaves.length) {
            for (; levels > 0; --levels) {
                node = pair(node, node);
            }
            return node;
        }
        if (levels == 0) return leaves[first];
        return pair(root(leaves, first, levels - 1), root(leaves, first + (1 << (levels - 1)), levels - 1));
    }

    /// The siblings of leaf i, from the leaf up.
    function path(bytes32[] memory leaves, uint256 i) internal pure returns (bytes memory siblings) {
        uint256 levels = depth(leaves.length);
        for (uint256 l = 0; l < levels; ++l) {
            siblings = bytes.concat(siblings, root(leaves, ((i >> l) ^ 1) << l, l));
        }
    }

    /// Of these siblings those to the left, which a claimed leaf is written beside (D4).
    function leftPath(bytes32[] memory leaves, uint256 i) internal pure returns (bytes memory siblings) {
        uint256 levels = depth(leaves.length);
        for (uint256 l = 0; l < levels; ++l) {
            if ((i >> l) & 1 == 1) siblings = bytes.concat(siblings, root(leaves, ((i >> l) ^ 1) << l, l));
        }
    }
}
