// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IReasons} from "../interfaces/IReasons.sol";
import {Cursors} from "../libraries/Cursor.sol";
import {Merkle} from "../libraries/Merkle.sol";
import {Words} from "../libraries/Words.sol";

/// @notice A leaf of an output tensor as a player claims it (D4): its form, its place in the agreed prefix, its words.
library Leaves {
    using Cursors for Cursors.Cursor;

    /// @notice An own leaf: zero past the row's end (C1), every NaN in its one form (F4).
    /// @param size How many of its bytes lie inside the row.
    function requireSound(uint256 pos, uint256 size, bool isFloat) internal pure {
        for (uint256 i = 0; i < 8; ++i) {
            uint256 word = Cursors.load(pos + 32 * i, 32);
            uint256 inside = size > 32 * i ? size - 32 * i : 0;
            if (inside < 32 && word << (8 * inside) != 0) revert IReasons.PaddingNotZero();
            if (isFloat) Words.requireCanonical(Words.swap(word));
        }
    }

    /// @notice The prefixes before and after the leaf. A sibling to the left is given, one to the right is missing: Z_n.
    function requireContinues(
        Cursors.Cursor memory c,
        bytes32 leaf,
        uint256 index,
        uint256 levels,
        bytes32 from,
        bytes32 to
    ) internal pure {
        bytes32 before;
        bytes32 missing;
        for (uint256 l = 0; l < levels; ++l) {
            if ((index >> l) & 1 == 1) {
                bytes32 left = c.word();
                before = Merkle.pair(left, before);
                leaf = Merkle.pair(left, leaf);
            } else {
                before = Merkle.pair(before, missing);
                leaf = Merkle.pair(leaf, missing);
            }
            missing = Merkle.pair(missing, missing);
        }
        if (before != from) revert IReasons.WrongOpening();
        if (leaf == to) revert IReasons.SameEnd();
    }

    /// @notice The root over a leaf's eight words as nodes, so that one of them can be opened.
    function wordsRoot(uint256 pos) internal pure returns (bytes32) {
        uint256 nodes;
        // Memory past the free pointer is scratch.
        assembly ("memory-safe") {
            nodes := mload(0x40)
            calldatacopy(nodes, pos, 256)
        }
        return Merkle.rootAt(nodes, 8, 0);
    }
}
