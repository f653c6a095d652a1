// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IReasons} from "../../src/interfaces/IReasons.sol";
import {Unit} from "../../src/interfaces/IReferee.sol";
import {Merkle} from "../../src/libraries/Merkle.sol";
import {Descriptors} from "../../src/referee/Descriptors.sol";
import {Float32} from "../../src/referee/Float32.sol";
import {SegmentInt8} from "../../src/referee/SegmentInt8.sol";
import {RefereeFixture} from "./RefereeFixture.sol";

/// The exact integer profile (F8): products of i8, the two maps, Move and Gather of bytes.
contract Int8Test is RefereeFixture {
    uint32 private constant COLUMNS = 300;
    uint8 private constant TO_I8 = 27;
    uint8 private constant FROM_I8 = 28;

    // --------------------------------------------------------------------------------------------------- the sum

    function segment(bytes calldata a, bytes calldata b, uint256 terms, uint256 acc) external pure returns (uint256) {
        uint256 posA;
        uint256 posB;
        assembly ("memory-safe") {
            posA := a.offset
            posB := b.offset
        }
        return SegmentInt8.run(posA, posB, terms, acc);
    }

    function testFuzz_segment_isTheExactSum(uint256 seed, uint16 terms, uint32 acc) public view {
        uint256 count = bound(terms, 0, 256);
        (bytes memory a, bytes memory b) = (noise(seed), noise(seed ^ 1));
        assertEq(this.segment(a, b, count, acc), _sum(a, b, count, acc));
    }

    function test_segment_ofEveryLength() public view {
        (bytes memory a, bytes memory b) = (noise(1), noise(2));
        for (uint256 terms = 0; terms <= 256; ++terms) {
            assertEq(this.segment(a, b, terms, 5), _sum(a, b, terms, 5));
        }
    }

    function test_segment_atTheEndsOfARow() public view {
        bytes memory least = _filled(0x80);
        bytes memory greatest = _filled(0x7f);
        assertEq(this.segment(least, least, 256, 0), 256 * 16_384);
        assertEq(this.segment(least, greatest, 256, 0), uint32(int32(-256 * 16_256)));
        assertEq(this.segment(greatest, greatest, 256, 0xffffffff), 256 * 16_129 - 1);
    }

    // --------------------------------------------------------------------------------------------------- MatMul

    /// K = 300: unit 0 has 256 terms, unit 1 has 44, and what follows is no term, whatever it holds.
    function testFuzz_product_ofTwoUnits(uint256 seed, uint32 acc) public view {
        bytes[] memory a = two(noise(seed), noise(seed ^ 1));
        bytes[] memory b = two(noise(seed ^ 2), noise(seed ^ 3));
        bytes memory d = describe(
            1, 0, I32, 1, 1, "", abi.encodePacked(operand(0, I8, 1, COLUMNS, 1, 0), operand(1, I8, 1, COLUMNS, 0, 1))
        );
        assertEq(this.units(d, 0), 2);
        Unit memory u = place(a, b);
        u.start = acc;
        assertEq(_evaluate(d, u, a, b, 0), _sum(a[0], b[0], 256, acc));
        u.unit = 1;
        assertEq(_evaluate(d, u, a, b, 1), _sum(a[1], b[1], COLUMNS - 256, acc));
    }

    // --------------------------------------------------------------------------------------------------- Map

    function testFuzz_toI8_ofAColumnOfTheSecondLeaf(uint32 x, uint8 column) public view {
        // Output column 256 + e is read at its own column, in leaf 4 of the operand's five.
        uint256 e = column % (COLUMNS - 256);
        uint32[] memory numbers = new uint32[](64);
        numbers[e] = x;
        bytes memory leaf = words(numbers);
        // Leaf 4 of five: three missing leaves beside it, then the other four.
        bytes32 missing = Merkle.zero(1);
        bytes32 four = keccak256("the first four leaves");
        bytes32 own = Merkle.pair(four, Merkle.pair(Merkle.pair(keccak256(leaf), 0), missing));
        bytes memory d = describe(5, TO_I8, I8, 1, COLUMNS, "", operand(0, F32, 1, COLUMNS, 0, 1));
        Unit memory u;
        u.environment = Merkle.pair(own, 0);
        (u.leaf, u.element) = (1, e);
        bytes memory witness = abi.encodePacked(own, bytes32(0), leaf, bytes32(0), missing, four);
        assertEq(referee.evaluate(d, u, witness), _limited(x));
    }

    function test_fromI8_ofEveryByte() public view {
        bytes memory d = describe(5, FROM_I8, F32, 1, 256, "", operand(0, I8, 1, 256, 0, 1));
        bytes memory leaf = new bytes(256);
        for (uint256 i = 0; i < 256; ++i) {
            leaf[i] = bytes1(uint8(i));
        }
        Unit memory u = place(one(leaf), one(""));
        // The other slot is no operand's: a Map of one opens one slot.
        bytes memory witness = abi.encodePacked(keccak256(leaf), keccak256(""), leaf);
        for (uint256 i = 0; i < 256; ++i) {
            (u.leaf, u.element) = (i / 64, i % 64);
            assertEq(referee.evaluate(d, u, witness), Float32.fromInt(uint32(int32(number(leaf, i)))));
        }
    }

    // --------------------------------------------------------------------------------------------------- Move, Gather

    function testFuzz_move_copiesTheByte(uint256 seed, uint16 column) public view {
        uint256 i = column % COLUMNS;
        bytes[] memory x = two(noise(seed), noise(seed ^ 1));
        // Turned round: one column of 300 rows, and row i is column i.
        bytes memory d = describe(6, 0, I8, COLUMNS, 1, "", operand(0, I8, 1, COLUMNS, 1, 0));
        Unit memory u = place(x, one(""));
        u.leaf = i;
        bytes memory witness = abi.encodePacked(root(x), keccak256(""), opened(x, i / 256));
        assertEq(referee.evaluate(d, u, witness), uint32(int32(number(x[i / 256], i % 256))));
    }

    function testFuzz_gather_readsTheRowsByte(uint256 seed, uint8 column) public view {
        uint256 i = column % 70;
        bytes[] memory table = two(noise(seed), noise(seed ^ 1));
        bytes memory d =
            describe(7, 0, I8, 1, 70, "", abi.encodePacked(operand(0, I32, 1, 1, 0, 0), operand(1, I8, 2, 70, 0, 0)));
        for (uint32 row = 0; row < 2; ++row) {
            bytes[] memory indices = one(word(row));
            Unit memory u = place(indices, table);
            u.element = i;
            bytes memory witness = abi.encodePacked(openedSlots(indices, table), indices[0], opened(table, row));
            assertEq(referee.evaluate(d, u, witness), uint32(int32(number(table[row], i))));
        }
    }

    function test_gather_outsideTheTable_isZeroAndOpensNoLeaf() public {
        bytes[] memory table = two(_filled(1), _filled(2));
        bytes[] memory indices = one(word(2));
        bytes memory d =
            describe(7, 0, I8, 1, 70, "", abi.encodePacked(operand(0, I32, 1, 1, 0, 0), operand(1, I8, 2, 70, 0, 0)));
        Unit memory u = place(indices, table);
        bytes memory witness = abi.encodePacked(openedSlots(indices, table), indices[0]);
        assertEq(referee.evaluate(d, u, witness), 0);
        vm.expectRevert(IReasons.WrongLength.selector);
        referee.evaluate(d, u, abi.encodePacked(witness, opened(table, 1)));
    }

    // --------------------------------------------------------------------------------------------------- leaves

    function test_leaves_of300Columns() public view {
        bytes memory d = describe(5, TO_I8, I8, 2, COLUMNS, "", "");
        (uint256 leaves, uint256 first, uint256 second, uint256 column) = this.shape(d);
        assertEq(leaves, 4);
        assertEq(first, 256);
        assertEq(second, COLUMNS - 256);
        assertEq(column, 256 + 43);
    }

    function shape(bytes calldata d)
        external
        pure
        returns (uint256 leaves, uint256 first, uint256 second, uint256 column)
    {
        uint256 pos = _offset(d);
        leaves = Descriptors.outputLeaves(pos);
        first = Descriptors.validElements(pos, 2);
        second = Descriptors.validElements(pos, 3);
        column = Descriptors.column(pos, 3, 43);
    }

    function units(bytes calldata d, uint256 column) external pure returns (uint256) {
        return Descriptors.units(_offset(d), column);
    }

    // --------------------------------------------------------------------------------------------------- inside

    function _evaluate(bytes memory d, Unit memory u, bytes[] memory a, bytes[] memory b, uint256 leaf)
        private
        view
        returns (uint256)
    {
        return referee.evaluate(d, u, abi.encodePacked(openedSlots(a, b), opened(a, leaf), opened(b, leaf)));
    }

    function _sum(bytes memory a, bytes memory b, uint256 terms, uint256 acc) private pure returns (uint256) {
        int256 sum = int256(acc);
        for (uint256 k = 0; k < terms; ++k) {
            sum += number(a, k) * number(b, k);
        }
        return uint256(sum) & 0xffffffff;
    }

    function _limited(uint32 x) private pure returns (uint256) {
        int256 whole = int256(int32(uint32(Float32.toInt(x))));
        if (whole > 127) whole = 127;
        if (whole < -127) whole = -127;
        return uint256(whole) & 0xffffffff;
    }

    function _filled(uint8 number_) private pure returns (bytes memory leaf) {
        leaf = new bytes(256);
        for (uint256 i = 0; i < 256; ++i) {
            leaf[i] = bytes1(number_);
        }
    }

    function _offset(bytes calldata d) private pure returns (uint256 pos) {
        assembly ("memory-safe") {
            pos := d.offset
        }
    }
}
