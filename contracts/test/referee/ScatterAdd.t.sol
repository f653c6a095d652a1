// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IReasons} from "../../src/interfaces/IReasons.sol";
import {Unit} from "../../src/interfaces/IReferee.sol";
import {Descriptors} from "../../src/referee/Descriptors.sol";
import {Float32} from "../../src/referee/Float32.sol";
import {RefereeFixture} from "./RefereeFixture.sol";

/// ScatterAdd (B4): two tokens, gradients of three columns, a leaf each, and an output of four rows.
contract ScatterAddTest is RefereeFixture {
    uint32 private constant ONE = 0x3f800000;
    uint32 private constant MINUS_ZERO = 0x80000000;

    /// @dev The example of B4, byte by byte.
    function test_descriptor_isTheProtocolsExample() public pure {
        bytes memory expected = abi.encodePacked(
            hex"090000020100020000000100000001000000040000000300000005",
            hex"000001000000010000000500000000000000000000000000000000000000010000000000",
            hex"000100000000050000000300000000000000000000000000000000000000030000000001"
        );
        bytes memory made = describe(
            9,
            0,
            F32,
            4,
            3,
            abi.encodePacked(uint32(5)),
            abi.encodePacked(operand(0, I32, 1, 5, 1, 0), operand(1, F32, 5, 3, 3, 1))
        );
        vm.assertEq(keccak256(made), keccak256(expected));
    }

    function test_aTokenOfTheRow_isAdded() public view {
        assertEq(_after(1, 2, 2, ONE, ONE), 0x40000000);
    }

    function test_aTokenOfAnotherRow_changesNothing() public view {
        assertEq(_after(1, 3, 2, ONE, MINUS_ZERO), MINUS_ZERO);
    }

    function test_minusZero_isAddedByTheLaw() public view {
        assertEq(_after(0, 1, 1, MINUS_ZERO, 0), 0);
        assertEq(_after(0, 1, 1, MINUS_ZERO, MINUS_ZERO), MINUS_ZERO);
    }

    function test_anIndexBelowZero_isUnsignedAndInNoRow() public view {
        assertEq(_after(0, type(uint32).max, 3, ONE, ONE), ONE);
    }

    function test_aNaN_isStoredInItsOneForm() public view {
        assertEq(_after(0, 1, 1, 0xffc12345, ONE), 0x7fc00000);
    }

    function testFuzz_anyToken_isTheLaws(uint32 index, uint8 row, uint32 gradient, uint32 acc, bool second)
        public
        view
    {
        row = row % 4;
        // Every other run hits the row.
        if (index & 1 == 0) index = row;
        acc = uint32(Float32.canonical(acc));
        uint256 expected = index == row ? Float32.canonical(Float32.add(acc, gradient)) : acc;
        assertEq(_after(second ? 1 : 0, index, row, gradient, acc), expected);
    }

    function test_theGradientOfAnotherToken_isRefused() public {
        (bytes memory d, Unit memory u, bytes[] memory indices, bytes[] memory gradient) = _case(1, 2, 2, ONE, 0);
        bytes memory witness = abi.encodePacked(openedSlots(indices, gradient), opened(indices, 0), opened(gradient, 0));
        vm.expectRevert(IReasons.WrongOpening.selector);
        referee.evaluate(d, u, witness);
    }

    /// The gradient is opened even if the token does not count.
    function test_withoutTheGradientsLeaf_isRefused() public {
        (bytes memory d, Unit memory u, bytes[] memory indices, bytes[] memory gradient) = _case(1, 3, 2, ONE, 0);
        bytes memory witness = abi.encodePacked(openedSlots(indices, gradient), opened(indices, 0));
        vm.expectRevert(IReasons.WrongLength.selector);
        referee.evaluate(d, u, witness);
    }

    function test_units_areTokens() public view {
        (bytes memory d,,,) = _case(0, 0, 0, 0, 0);
        assertEq(this.units(d), 2);
    }

    function units(bytes calldata d) external pure returns (uint256) {
        uint256 pos;
        assembly ("memory-safe") {
            pos := d.offset
        }
        return Descriptors.units(pos, 1);
    }

    /// The accumulator after a token, of element (row, 1).
    function _after(uint256 token, uint32 index, uint256 row, uint32 gradient, uint32 acc)
        private
        view
        returns (uint256)
    {
        (bytes memory d, Unit memory u, bytes[] memory indices, bytes[] memory gradients) =
            _case(token, index, row, gradient, acc);
        bytes memory witness =
            abi.encodePacked(openedSlots(indices, gradients), opened(indices, 0), opened(gradients, token));
        return referee.evaluate(d, u, witness);
    }

    function _case(uint256 token, uint32 index, uint256 row, uint32 gradient, uint32 acc)
        private
        pure
        returns (bytes memory d, Unit memory u, bytes[] memory indices, bytes[] memory gradients)
    {
        uint32[] memory tokens = new uint32[](2);
        tokens[1 - token] = 7;
        tokens[token] = index;
        indices = one(words(tokens));
        uint32[] memory numbers = new uint32[](3);
        numbers[1] = gradient;
        gradients = token == 0 ? two(words(numbers), word(ONE)) : two(word(ONE), words(numbers));
        d = describe(
            9,
            0,
            F32,
            4,
            3,
            abi.encodePacked(uint32(2)),
            abi.encodePacked(operand(0, I32, 1, 2, 1, 0), operand(1, F32, 2, 3, 3, 1))
        );
        u = place(indices, gradients);
        (u.leaf, u.element, u.unit, u.start) = (row, 1, token, acc);
    }
}
