// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IReferee, Unit} from "../interfaces/IReferee.sol";
import {Cursors} from "../libraries/Cursor.sol";
import {Descriptors} from "./Descriptors.sol";
import {Float32} from "./Float32.sol";
import {MapFunctions} from "./MapFunctions.sol";
import {Philox} from "./Philox.sol";
import {SegmentFma} from "./SegmentFma.sol";
import {SegmentInt8} from "./SegmentInt8.sol";
import {Witnesses} from "./Witnesses.sol";

/// @notice What every operator means, element by element (protocol §3, B4). The mirror of the client's law backend: same
/// operators, same order of terms.
contract Referee is IReferee {
    using Cursors for Cursors.Cursor;

    error UnknownOpcode(uint256 opcode);

    /// @inheritdoc IReferee
    function evaluate(bytes calldata descriptor, Unit calldata unit, bytes calldata witness)
        external
        pure
        returns (uint256 value)
    {
        uint256 d;
        assembly ("memory-safe") {
            d := descriptor.offset
        }
        Unit memory u = unit;
        Cursors.Cursor memory c = Cursors.over(witness);
        uint256[4] memory index = _index(d, u);
        uint256 op = Descriptors.opcode(d);
        if (op == Descriptors.MATMUL) value = _matMul(d, u, c, index);
        else if (op == Descriptors.SUM_LANES || op == Descriptors.MAX_LANES) value = _lanes(d, u, c, index);
        else if (op == Descriptors.FOLD_LANES) value = _fold(d, u, c, index);
        else if (op == Descriptors.MAP) value = _map(d, u, c, index);
        else if (op == Descriptors.MOVE) value = _move(d, u, c, index);
        else if (op == Descriptors.GATHER) value = _gather(d, u, c, index);
        else if (op == Descriptors.INDEX || op == Descriptors.RANDOM) value = _random(d, u, index);
        else if (op == Descriptors.SCATTER_ADD) value = _scatterAdd(d, u, c, index);
        else revert UnknownOpcode(op);
        c.finish();
        if (Descriptors.outputType(d) == Descriptors.F32) value = Float32.canonical(value);
    }

    /// @dev The output element's four indices.
    function _index(uint256 d, Unit memory u) private pure returns (uint256[4] memory index) {
        // Unchecked: a leaf has 5 bytes and a dimension 4.
        unchecked {
            uint256 perLeaf = Descriptors.leafElements(Descriptors.outputType(d));
            uint256 perRow = Descriptors.leavesPerRow(Descriptors.dimension(d, 3), perLeaf);
            uint256 row = u.leaf / perRow;
            index[3] = perLeaf * (u.leaf - row * perRow) + u.element;
            uint256 side = Descriptors.dimension(d, 2);
            uint256 plane = row / side;
            index[2] = row - plane * side;
            side = Descriptors.dimension(d, 1);
            index[0] = plane / side;
            index[1] = plane - index[0] * side;
        }
    }

    /// @dev acc = fma(A[i,k], B[j,k], acc), k ascending, or the exact sum of i8 (F8): exactly the terms of one leaf of each
    /// row (F7).
    function _matMul(uint256 d, Unit memory u, Cursors.Cursor memory c, uint256[4] memory index)
        private
        pure
        returns (uint256)
    {
        // Unchecked: a unit is below the chain's number of units (D3).
        unchecked {
            uint256 a = Descriptors.operand(d, 0);
            uint256 b = Descriptors.operand(d, 1);
            bytes32[4] memory roots = Witnesses.openSlots(c, d, 0, 2, u.environment, u.depth);
            uint256 leafA = Witnesses.openLeaf(c, a, roots[0], Descriptors.position(a, index), u.unit);
            uint256 leafB = Witnesses.openLeaf(c, b, roots[1], Descriptors.position(b, index), u.unit);
            uint256 perLeaf = Descriptors.leafElements(Descriptors.operandType(a));
            uint256 terms = Descriptors.columns(a) - perLeaf * u.unit;
            if (terms > perLeaf) terms = perLeaf;
            return perLeaf == 64
                ? SegmentFma.run(leafA, leafB, terms, u.start)
                : SegmentInt8.run(leafA, leafB, terms, u.start);
        }
    }

    /// @dev acc = acc + x[c] or max(acc, x[c]), c = lane, lane + 32 …: at most two terms in a leaf.
    function _lanes(uint256 d, Unit memory u, Cursors.Cursor memory c, uint256[4] memory index)
        private
        pure
        returns (uint256 acc)
    {
        uint256 x = Descriptors.operand(d, 0);
        bytes32[4] memory roots = Witnesses.openSlots(c, d, 0, 1, u.environment, u.depth);
        uint256 leaf = Witnesses.openLeaf(c, x, roots[0], Descriptors.position(x, index), u.unit);
        bool sum = Descriptors.opcode(d) == Descriptors.SUM_LANES;
        uint256 rest = Descriptors.columns(x) - 64 * u.unit;
        acc = u.start;
        for (uint256 k = index[3]; k < 64 && k < rest; k += 32) {
            uint256 term = Witnesses.lane(leaf, k);
            acc = sum ? Float32.add(acc, term) : Float32.max(acc, term);
        }
    }

    /// @dev The fixed tree over 32 lanes: l + 16, l + 8, l + 4, l + 2, l + 1.
    function _fold(uint256 d, Unit memory u, Cursors.Cursor memory c, uint256[4] memory index)
        private
        pure
        returns (uint256)
    {
        uint256 x = Descriptors.operand(d, 0);
        bytes32[4] memory roots = Witnesses.openSlots(c, d, 0, 1, u.environment, u.depth);
        uint256 leaf = Witnesses.openLeaf(c, x, roots[0], Descriptors.position(x, index), 0);
        uint256[32] memory lanes;
        for (uint256 l = 0; l < 32; ++l) {
            lanes[l] = Witnesses.lane(leaf, l);
        }
        bool sum = Descriptors.function_(d) == 0;
        for (uint256 width = 16; width > 0; width >>= 1) {
            for (uint256 l = 0; l < width; ++l) {
                lanes[l] = sum ? Float32.add(lanes[l], lanes[l + width]) : Float32.max(lanes[l], lanes[l + width]);
            }
        }
        return lanes[0];
    }

    function _map(uint256 d, Unit memory u, Cursors.Cursor memory c, uint256[4] memory index)
        private
        pure
        returns (uint256)
    {
        uint256 count = Descriptors.operands(d);
        bytes32[4] memory roots = Witnesses.openSlots(c, d, 0, count, u.environment, u.depth);
        uint256[8] memory x;
        for (uint256 o = 0; o < count; ++o) {
            uint256 operand = Descriptors.operand(d, o);
            x[o] = Witnesses.openElement(c, operand, roots[o], Descriptors.position(operand, index));
        }
        for (uint256 i = 0; i < Descriptors.attributes(d); ++i) {
            x[4 + i] = Descriptors.attribute(d, i);
        }
        return MapFunctions.evaluate(Descriptors.function_(d), x);
    }

    /// @dev A copy; of a concatenation only the operand that is read is opened.
    function _move(uint256 d, Unit memory u, Cursors.Cursor memory c, uint256[4] memory index)
        private
        pure
        returns (uint256)
    {
        uint256 o = 0;
        if (Descriptors.operands(d) == 2) {
            uint256 axis = Descriptors.attribute(d, 0);
            uint256 split = Descriptors.attribute(d, 1);
            if (index[axis] >= split) {
                index[axis] -= split;
                o = 1;
            }
        }
        uint256 operand = Descriptors.operand(d, o);
        bytes32[4] memory roots = Witnesses.openSlots(c, d, o, 1, u.environment, u.depth);
        return Witnesses.openElement(c, operand, roots[0], Descriptors.position(operand, index));
    }

    /// @dev table[index][column]; an index outside the table gives +0 and opens no leaf of it (O5).
    function _gather(uint256 d, Unit memory u, Cursors.Cursor memory c, uint256[4] memory index)
        private
        pure
        returns (uint256)
    {
        bytes32[4] memory roots = Witnesses.openSlots(c, d, 0, 2, u.environment, u.depth);
        uint256 indices = Descriptors.operand(d, 0);
        uint256 table = Descriptors.operand(d, 1);
        uint256 row = Witnesses.openElement(c, indices, roots[0], Descriptors.position(indices, index));
        if (row >= Descriptors.rows(table)) return 0;
        return Witnesses.openElement(c, table, roots[1], row * Descriptors.columns(table) + index[3]);
    }

    /// @dev One token, in the place of i2: index == i2 ? acc + gradient : acc. Both leaves are opened in either case.
    function _scatterAdd(uint256 d, Unit memory u, Cursors.Cursor memory c, uint256[4] memory index)
        private
        pure
        returns (uint256)
    {
        bytes32[4] memory roots = Witnesses.openSlots(c, d, 0, 2, u.environment, u.depth);
        uint256 indices = Descriptors.operand(d, 0);
        uint256 gradient = Descriptors.operand(d, 1);
        uint256 row = index[2];
        index[2] = u.unit;
        uint256 target = Witnesses.openElement(c, indices, roots[0], Descriptors.position(indices, index));
        uint256 term = Witnesses.openElement(c, gradient, roots[1], Descriptors.position(gradient, index));
        return target == row ? Float32.add(u.start, term) : u.start;
    }

    /// @dev The word of the counter (e, step, slot, 0); of Index (word · n) >> 32.
    function _random(uint256 d, Unit memory u, uint256[4] memory index) private pure returns (uint256) {
        uint256 flat = ((index[0] * Descriptors.dimension(d, 1) + index[1]) * Descriptors.dimension(d, 2) + index[2])
            * Descriptors.dimension(d, 3) + index[3];
        uint256 seed = Descriptors.attribute(d, 0) | (Descriptors.attribute(d, 1) << 32);
        uint256 slot = Descriptors.outputSlot(d);
        if (Descriptors.opcode(d) == Descriptors.RANDOM) return Philox.word(seed, flat, u.step, slot);
        return Philox.index(seed, flat, u.step, slot, Descriptors.attribute(d, 2));
    }
}
