// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Unit} from "../../src/interfaces/IReferee.sol";
import {Merkle} from "../../src/libraries/Merkle.sol";
import {Referee} from "../../src/referee/Referee.sol";
import {Test} from "../Test.sol";

/// One operation on one or two operands in the smallest environment there is: D = 0, operand 0 in slot 0, operand 1 in
/// slot 1. An environment is then the pair of both tensor roots.
abstract contract RefereeFixture is Test {
    uint8 internal constant F32 = 0;
    uint8 internal constant I32 = 1;
    uint8 internal constant I8 = 2;

    Referee internal referee = new Referee();

    /// The head of a descriptor, its attributes and its operands (B4). The output is a matrix in slot 2.
    function describe(
        uint8 opcode,
        uint8 function_,
        uint8 outputType,
        uint32 rows,
        uint32 columns,
        bytes memory attributes,
        bytes memory operands
    ) internal pure returns (bytes memory) {
        // Too long for one expression of the compiler's stack.
        bytes memory head = abi.encodePacked(
            opcode, function_, outputType, uint8(operands.length / 36), uint8(attributes.length / 4), uint16(2)
        );
        return abi.encodePacked(head, uint32(1), uint32(1), rows, columns, attributes, operands);
    }

    /// An operand that is read from its beginning; s0 = s1 = 0.
    function operand(uint16 slot, uint8 type_, uint32 rows, uint32 columns, uint40 s2, uint40 s3)
        internal
        pure
        returns (bytes memory)
    {
        return abi.encodePacked(slot, type_, rows, columns, uint40(0), uint40(0), uint40(0), s2, s3);
    }

    /// A leaf of 64 words, the numbers in order from the first.
    function words(uint32[] memory numbers) internal pure returns (bytes memory leaf) {
        leaf = new bytes(256);
        for (uint256 i = 0; i < numbers.length; ++i) {
            for (uint256 b = 0; b < 4; ++b) {
                leaf[4 * i + b] = bytes1(uint8(numbers[i] >> (8 * b)));
            }
        }
    }

    /// A leaf of 64 words of which only the first is not zero.
    function word(uint32 first) internal pure returns (bytes memory) {
        uint32[] memory numbers = new uint32[](1);
        numbers[0] = first;
        return words(numbers);
    }

    function root(bytes[] memory leaves) internal pure returns (bytes32) {
        bytes32[] memory nodes = new bytes32[](leaves.length);
        for (uint256 i = 0; i < leaves.length; ++i) {
            nodes[i] = keccak256(leaves[i]);
        }
        uint256 at;
        assembly ("memory-safe") {
            at := add(nodes, 32)
        }
        return Merkle.rootAt(at, nodes.length, 0);
    }

    /// A leaf of a tensor of at most two leaves, and its path.
    function opened(bytes[] memory leaves, uint256 i) internal pure returns (bytes memory) {
        if (leaves.length == 1) return leaves[0];
        return abi.encodePacked(leaves[i], keccak256(leaves[1 - i]));
    }

    /// The roots of two operands as a witness opens them: the first with its sibling, the second without any.
    function openedSlots(bytes[] memory first, bytes[] memory second) internal pure returns (bytes memory) {
        return abi.encodePacked(root(first), root(second), root(second));
    }

    /// The place of a unit in an environment of two tensors.
    function place(bytes[] memory first, bytes[] memory second) internal pure returns (Unit memory u) {
        u.environment = Merkle.pair(root(first), root(second));
    }

    function one(bytes memory leaf) internal pure returns (bytes[] memory leaves) {
        leaves = new bytes[](1);
        leaves[0] = leaf;
    }

    function two(bytes memory left, bytes memory right) internal pure returns (bytes[] memory leaves) {
        leaves = new bytes[](2);
        (leaves[0], leaves[1]) = (left, right);
    }

    /// 256 bytes that a seed decides.
    function noise(uint256 seed) internal pure returns (bytes memory leaf) {
        for (uint256 i = 0; i < 8; ++i) {
            leaf = abi.encodePacked(leaf, keccak256(abi.encode(seed, i)));
        }
    }

    /// The number of a signed byte.
    function number(bytes memory leaf, uint256 i) internal pure returns (int256) {
        return int256(int8(uint8(leaf[i])));
    }
}
