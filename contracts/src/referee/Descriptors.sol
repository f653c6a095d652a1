// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IReasons} from "../interfaces/IReasons.sol";
import {Cursors} from "../libraries/Cursor.sol";

/// @notice Reads an operation's descriptor (B4) where it lies in calldata.
/// @dev Unchecked: what is added and multiplied are calldata positions and bound numbers of at most 5 bytes.
library Descriptors {
    using Cursors for Cursors.Cursor;

    uint256 internal constant MATMUL = 1;
    uint256 internal constant SUM_LANES = 2;
    uint256 internal constant MAX_LANES = 3;
    uint256 internal constant FOLD_LANES = 4;
    uint256 internal constant MAP = 5;
    uint256 internal constant MOVE = 6;
    uint256 internal constant GATHER = 7;
    uint256 internal constant INDEX = 8;
    uint256 internal constant SCATTER_ADD = 9;
    uint256 internal constant RANDOM = 10;

    uint256 internal constant F32 = 0;
    uint256 internal constant I8 = 2;

    uint256 private constant HEAD = 23;
    uint256 private constant OPERAND = 36;

    /// @notice Takes a whole descriptor; its own head says how long it is.
    function take(Cursors.Cursor memory c) internal pure returns (uint256 d, uint256 size) {
        unchecked {
            d = c.take(HEAD);
            size = HEAD + 4 * attributes(d) + OPERAND * operands(d);
            c.take(size - HEAD);
        }
    }

    /// @notice The descriptor's leaf in its phase tree: H(0x00 ‖ bytes) (C4).
    function leaf(uint256 d, uint256 size) internal pure returns (bytes32 h) {
        // Memory past the free pointer is scratch.
        assembly ("memory-safe") {
            let scratch := mload(0x40)
            mstore8(scratch, 0)
            calldatacopy(add(scratch, 1), d, size)
            h := keccak256(scratch, add(size, 1))
        }
    }

    function opcode(uint256 d) internal pure returns (uint256) {
        return Cursors.load(d, 1);
    }

    function function_(uint256 d) internal pure returns (uint256) {
        unchecked {
            return Cursors.load(d + 1, 1);
        }
    }

    function outputType(uint256 d) internal pure returns (uint256) {
        unchecked {
            return Cursors.load(d + 2, 1);
        }
    }

    function operands(uint256 d) internal pure returns (uint256) {
        unchecked {
            return Cursors.load(d + 3, 1);
        }
    }

    function attributes(uint256 d) internal pure returns (uint256) {
        unchecked {
            return Cursors.load(d + 4, 1);
        }
    }

    function outputSlot(uint256 d) internal pure returns (uint256) {
        unchecked {
            return Cursors.load(d + 5, 2);
        }
    }

    /// @param axis 0 … 3.
    function dimension(uint256 d, uint256 axis) internal pure returns (uint256) {
        unchecked {
            return Cursors.load(d + 7 + 4 * axis, 4);
        }
    }

    function attribute(uint256 d, uint256 i) internal pure returns (uint256) {
        unchecked {
            return Cursors.load(d + HEAD + 4 * i, 4);
        }
    }

    /// @return where operand `o` begins: slot 2, type 1, rows 4, columns 4, offset 5, strides 4×5.
    function operand(uint256 d, uint256 o) internal pure returns (uint256) {
        unchecked {
            return d + HEAD + 4 * attributes(d) + OPERAND * o;
        }
    }

    function slot(uint256 operand_) internal pure returns (uint256) {
        return Cursors.load(operand_, 2);
    }

    function operandType(uint256 operand_) internal pure returns (uint256) {
        unchecked {
            return Cursors.load(operand_ + 2, 1);
        }
    }

    function rows(uint256 operand_) internal pure returns (uint256) {
        unchecked {
            return Cursors.load(operand_ + 3, 4);
        }
    }

    function columns(uint256 operand_) internal pure returns (uint256) {
        unchecked {
            return Cursors.load(operand_ + 7, 4);
        }
    }

    /// @notice offset + Σ i_a · s_a: a row or a flat element of the operand, by the opcode (B4).
    function position(uint256 operand_, uint256[4] memory index) internal pure returns (uint256 p) {
        unchecked {
            p = Cursors.load(operand_ + 11, 5) + index[0] * Cursors.load(operand_ + 16, 5) + index[1]
                * Cursors.load(operand_ + 21, 5) + index[2] * Cursors.load(operand_ + 26, 5) + index[3]
                * Cursors.load(operand_ + 31, 5);
        }
    }

    /// @notice Elements of a leaf: 64 words, or 256 bytes of i8 (B1).
    function leafElements(uint256 type_) internal pure returns (uint256 n) {
        // Assembly: without a branch, for every leaf that is opened asks.
        assembly ("memory-safe") {
            n := shl(shl(1, eq(type_, I8)), 64)
        }
    }

    /// @notice Leaves of one row of `columns_` elements, of which a leaf holds `perLeaf`.
    function leavesPerRow(uint256 columns_, uint256 perLeaf) internal pure returns (uint256) {
        unchecked {
            return (columns_ + perLeaf - 1) / perLeaf;
        }
    }

    /// @notice Leaves of one row of an operand.
    function operandLeavesPerRow(uint256 operand_) internal pure returns (uint256) {
        return leavesPerRow(columns(operand_), leafElements(operandType(operand_)));
    }

    /// @notice Leaves of one row of the output.
    function outputLeavesPerRow(uint256 d) internal pure returns (uint256) {
        return leavesPerRow(dimension(d, 3), leafElements(outputType(d)));
    }

    /// @notice Leaves of the output tensor.
    function outputLeaves(uint256 d) internal pure returns (uint256) {
        unchecked {
            return dimension(d, 0) * dimension(d, 1) * dimension(d, 2) * outputLeavesPerRow(d);
        }
    }

    /// @notice Elements of output leaf `i` that lie inside its row.
    function validElements(uint256 d, uint256 i) internal pure returns (uint256) {
        unchecked {
            uint256 perLeaf = leafElements(outputType(d));
            uint256 rest = dimension(d, 3) - perLeaf * (i % outputLeavesPerRow(d));
            return rest < perLeaf ? rest : perLeaf;
        }
    }

    /// @notice The output column of element `element` of leaf `leaf_`.
    function column(uint256 d, uint256 leaf_, uint256 element) internal pure returns (uint256) {
        unchecked {
            return leafElements(outputType(d)) * (leaf_ % outputLeavesPerRow(d)) + element;
        }
    }

    /// @notice How many units the chain of an output element in column `outputColumn` has (B4).
    function units(uint256 d, uint256 outputColumn) internal pure returns (uint256) {
        unchecked {
            uint256 op = opcode(d);
            if (op == MATMUL) return operandLeavesPerRow(operand(d, 0));
            if (op == SCATTER_ADD) return attribute(d, 0);
            if (op == SUM_LANES || op == MAX_LANES) {
                uint256 terms = laneTerms(columns(operand(d, 0)), outputColumn);
                return terms < 2 ? 1 : (terms + 1) / 2;
            }
            return 1;
        }
    }

    /// @notice Terms of lane `lane` over rows of `columns_` elements.
    function laneTerms(uint256 columns_, uint256 lane) internal pure returns (uint256) {
        unchecked {
            return columns_ > lane ? (columns_ - lane + 31) / 32 : 0;
        }
    }

    /// @notice acc0 of a chain: −inf for a maximum, +0 for all others (O5).
    function initial(uint256 d) internal pure returns (uint256) {
        return opcode(d) == MAX_LANES ? 0xff800000 : 0;
    }
}
