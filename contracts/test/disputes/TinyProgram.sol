// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {MarketFixture} from "../market/MarketFixture.sol";
import {Trees} from "./Trees.sol";

/// A program so small that its truth is known in closed form at every position of a dispute: whole games can be played
/// in Solidity, from the opening to the referee's word. State is one tensor of integers, [17, 3], a leaf a row, in slot
/// 0; slot 1 is scratch (D = 0). A step has 17 operations of `Map intAdd`: even ones write slot 1 = slot 0 + slot 0,
/// odd ones slot 0 = slot 1 + slot 0, over their own operand. So slot 0 is multiplied by 3 eight times a step. 60 steps
/// in 3 intervals: every alphabet of roots is cut at least once.
abstract contract TinyProgram is MarketFixture {
    uint256 internal constant STEPS = 60;
    uint256 internal constant INTERVAL = 20;
    uint256 internal constant OPERATIONS = 17;
    uint256 internal constant ROWS = 17;
    uint256 internal constant COLUMNS = 3;

    function tinyHeader() internal pure returns (bytes memory) {
        return abi.encodePacked(
            uint16(1),
            uint32(STEPS),
            uint32(INTERVAL),
            uint8(0),
            bytes32("slots"),
            uint16(0),
            uint8(1),
            phaseRoot(),
            uint32(OPERATIONS)
        );
    }

    function phaseRoot() internal pure returns (bytes32) {
        return Trees.root(descriptorLeaves());
    }

    function descriptorLeaves() internal pure returns (bytes32[] memory leaves) {
        leaves = new bytes32[](OPERATIONS);
        for (uint256 j = 0; j < OPERATIONS; ++j) {
            leaves[j] = keccak256(abi.encodePacked(uint8(0), descriptor(j)));
        }
    }

    /// The descriptor of operation j (B4).
    function descriptor(uint256 j) internal pure returns (bytes memory) {
        uint16 output = j % 2 == 0 ? 1 : 0;
        bytes memory head = abi.encodePacked(
            uint8(5),
            uint8(13),
            uint8(1),
            uint8(2),
            uint8(0),
            output,
            uint64(1) << 32 | 1,
            uint32(ROWS),
            uint32(COLUMNS)
        );
        return bytes.concat(head, _operand(j % 2 == 0 ? 0 : 1), _operand(0));
    }

    function _operand(uint16 slot) private pure returns (bytes memory) {
        bytes memory strides = abi.encodePacked(uint40(0), uint40(0), uint40(0), uint40(COLUMNS), uint40(1));
        return abi.encodePacked(slot, uint8(1), uint32(ROWS), uint32(COLUMNS), strides);
    }

    // ----------------------------------------------------------------------------------------------- the truth

    /// What slot 0 holds before operation j of step t, in multiples of its elements' numbers 1, 2, 3 …
    function multiple(uint256 t, uint256 j) internal pure returns (uint32 m) {
        m = 1;
        uint32 base = 3;
        // Unchecked: the operator's own integers wrap around.
        unchecked {
            for (uint256 e = 8 * t + j / 2; e > 0; e >>= 1) {
                if (e & 1 == 1) m *= base;
                base *= base;
            }
        }
    }

    /// The same of slot 1, which operation 0 is the first to write.
    function scratchMultiple(uint256 t, uint256 j) internal pure returns (uint32 m) {
        unchecked {
            m = 2 * multiple(t, (j - 1) / 2 * 2);
        }
    }

    /// What operation j of step t writes.
    function outputMultiple(uint256 t, uint256 j) internal pure returns (uint32) {
        return j % 2 == 0 ? scratchMultiple(t, j + 1) : multiple(t, j + 1);
    }

    function trueState(uint256 t) internal pure returns (bytes32) {
        return Trees.root(tensor(multiple(t, 0)));
    }

    function trueScratch(uint256 t, uint256 j) internal pure returns (bytes32) {
        return j == 0 ? bytes32(0) : Trees.root(tensor(scratchMultiple(t, j)));
    }

    /// The environment of step t after its first j operations (C3).
    function trueEnvironment(uint256 t, uint256 j) internal pure returns (bytes32) {
        return Trees.pair(Trees.root(tensor(multiple(t, j))), trueScratch(t, j));
    }

    /// The output of operation j with its first i leaves written (D2).
    function truePrefix(uint256 t, uint256 j, uint256 i) internal pure returns (bytes32) {
        bytes32[] memory leaves = tensor(outputMultiple(t, j));
        for (; i < ROWS; ++i) {
            leaves[i] = 0;
        }
        return Trees.root(leaves);
    }

    // ----------------------------------------------------------------------------------------------- tensors

    function element(uint32 m, uint256 row, uint256 column) internal pure returns (uint32) {
        unchecked {
            return uint32(COLUMNS * row + column + 1) * m;
        }
    }

    /// The hashes of the leaves of a tensor.
    function tensor(uint32 m) internal pure returns (bytes32[] memory leaves) {
        leaves = new bytes32[](ROWS);
        for (uint256 row = 0; row < ROWS; ++row) {
            leaves[row] = leafHash(firstWord(m, row));
        }
    }

    /// A row's three elements, little-endian, in the first word of its leaf; the other seven are zero.
    function firstWord(uint32 m, uint256 row) internal pure returns (bytes32) {
        uint256 w;
        for (uint256 c = 0; c < COLUMNS; ++c) {
            uint256 x = element(m, row, c);
            x = ((x >> 8) & 0x00ff00ff) | ((x & 0x00ff00ff) << 8);
            w |= ((x >> 16) | ((x & 0xffff) << 16)) << (224 - 32 * c);
        }
        return bytes32(w);
    }

    function leafBytes(bytes32 word) internal pure returns (bytes memory) {
        return bytes.concat(word, new bytes(224));
    }

    function leafHash(bytes32 word) internal pure returns (bytes32 h) {
        // Assembly: memory past the free pointer is scratch, and past the end of calldata there are zeros.
        assembly ("memory-safe") {
            let scratch := mload(0x40)
            mstore(scratch, word)
            calldatacopy(add(scratch, 32), calldatasize(), 224)
            h := keccak256(scratch, 256)
        }
    }
}
