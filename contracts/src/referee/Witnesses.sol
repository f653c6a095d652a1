// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IReasons} from "../interfaces/IReasons.sol";
import {Cursors} from "../libraries/Cursor.sol";
import {Merkle} from "../libraries/Merkle.sol";
import {Words} from "../libraries/Words.sol";
import {Descriptors} from "./Descriptors.sol";

/// @notice Opens operand leaves under an environment root (B12): first the tensors' roots, then their leaves.
library Witnesses {
    using Cursors for Cursors.Cursor;

    /// @notice The roots of operands `first` … `first + count − 1` of descriptor `d`.
    /// @dev The first path is whole; a later one ends where it meets the first, at the level of the highest bit in which
    /// the two slot numbers differ: there the node reached is the first path's sibling. The same slot has the same root.
    function openSlots(
        Cursors.Cursor memory c,
        uint256 d,
        uint256 first,
        uint256 count,
        bytes32 environment,
        uint256 depth
    ) internal pure returns (bytes32[4] memory roots) {
        // Unchecked: calldata positions, slots of 2 bytes, a depth of 1.
        unchecked {
            uint256 slot = Descriptors.slot(Descriptors.operand(d, first));
            roots[0] = c.word();
            uint256 path = c.take(32 * (depth + 1));
            if (Merkle.climb(roots[0], slot, path, depth + 1) != environment) revert IReasons.WrongOpening();

            for (uint256 i = 1; i < count; ++i) {
                uint256 other = Descriptors.slot(Descriptors.operand(d, first + i));
                if (other == slot) {
                    roots[i] = roots[0];
                    continue;
                }
                // depth(x + 1) − 1 is the number of x's highest set bit.
                uint256 level = Merkle.depth((other ^ slot) + 1) - 1;
                roots[i] = c.word();
                uint256 lower = c.take(32 * level);
                bytes32 sibling = bytes32(Cursors.load(path + 32 * level, 32));
                if (Merkle.climb(roots[i], other, lower, level) != sibling) revert IReasons.WrongOpening();
            }
        }
    }

    /// @notice Leaf `unit` of row `row` of an operand.
    /// @return pos where its 256 bytes lie in calldata.
    function openLeaf(Cursors.Cursor memory c, uint256 operand, bytes32 root, uint256 row, uint256 unit)
        internal
        pure
        returns (uint256 pos)
    {
        // Unchecked: rows and columns have 4 bytes, positions fewer than 12.
        unchecked {
            uint256 perRow = Descriptors.operandLeavesPerRow(operand);
            uint256 levels = Merkle.depth(Descriptors.rows(operand) * perRow);
            pos = c.take(256);
            uint256 path = c.take(32 * levels);
            if (Merkle.climb(Cursors.hash(pos, 256), row * perRow + unit, path, levels) != root) {
                revert IReasons.WrongOpening();
            }
        }
    }

    /// @notice The pattern of flat element `flat` of an operand, whose leaf is opened; of i8 its byte, extended by its sign.
    function openElement(Cursors.Cursor memory c, uint256 operand, bytes32 root, uint256 flat)
        internal
        pure
        returns (uint256 pattern)
    {
        uint256 columns = Descriptors.columns(operand);
        uint256 column = flat % columns;
        bool bytewise = Descriptors.operandType(operand) == Descriptors.I8;
        uint256 perLeaf = bytewise ? 256 : 64;
        uint256 leaf = openLeaf(c, operand, root, flat / columns, column / perLeaf);
        return bytewise ? signed(leaf, column % perLeaf) : lane(leaf, column % perLeaf);
    }

    /// @notice Byte `i` of a leaf as the 32-bit pattern of the same number.
    function signed(uint256 pos, uint256 i) internal pure returns (uint256) {
        // Unchecked: a calldata position.
        unchecked {
            return Words.signed(Cursors.load(pos + i, 1));
        }
    }

    /// @notice Word `i` of a leaf: 4 little-endian bytes.
    function lane(uint256 pos, uint256 i) internal pure returns (uint256 x) {
        // Unchecked: byte moves inside 32 bits.
        unchecked {
            x = Cursors.load(pos + 4 * i, 4);
            x = ((x >> 8) & 0x00ff00ff) | ((x & 0x00ff00ff) << 8);
            return (x >> 16) | ((x & 0xffff) << 16);
        }
    }
}
