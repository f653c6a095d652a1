// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {ElementaryExp} from "../../src/referee/ElementaryExp.sol";
import {ElementaryLog} from "../../src/referee/ElementaryLog.sol";
import {ElementaryTrig} from "../../src/referee/ElementaryTrig.sol";
import {Float32} from "../../src/referee/Float32.sol";
import {MapFunctions} from "../../src/referee/MapFunctions.sol";
import {Philox} from "../../src/referee/Philox.sol";
import {SegmentFma} from "../../src/referee/SegmentFma.sol";
import {SegmentInt8} from "../../src/referee/SegmentInt8.sol";

/// @title The referee's number law for batches of inputs
/// @notice Calldata: one byte `kind`, then (map functions only) one byte `code`, then packed records of big-endian
/// words. The answer is one big-endian uint32 a record. The gas entry answers what one record of a kind costs.
contract NumericsHarness {
    uint256 private constant _MAP = 0;
    uint256 private constant _SELECT_GREATER = 1;
    uint256 private constant _MAX = 2;
    uint256 private constant _CANONICAL = 3;
    uint256 private constant _PHILOX_WORD = 4;
    uint256 private constant _PHILOX_INDEX = 5;
    /// @dev terms (1 byte), acc (4), leaf a (256), leaf b (256).
    uint256 private constant _SEGMENT = 6;
    uint256 private constant _GAS = 7;
    uint256 private constant _SIGNATURE = 8;
    /// @dev terms (2 bytes), acc (4), leaf a (256), leaf b (256).
    uint256 private constant _SEGMENT_INT8 = 9;

    error UnknownKind(uint256 kind);

    fallback() external {
        uint256 kind = uint8(msg.data[0]);
        if (kind == _GAS) return _answer(_gas(msg.data[1:]));
        uint256 code = kind == _MAP ? uint8(msg.data[1]) : 0;
        uint256 start = kind == _MAP ? 2 : 1;
        if (kind == _SIGNATURE) return _signatures();

        uint256 size = _recordSize(kind, code);
        uint256 count = (msg.data.length - start) / size;
        bytes memory results = new bytes(4 * count);
        for (uint256 i = 0; i < count; ++i) {
            uint256 result = _evaluate(kind, code, start + i * size);
            _store(results, i, result);
        }
        _answer(results);
    }

    function _evaluate(uint256 kind, uint256 code, uint256 offset) private pure returns (uint256) {
        if (kind == _SEGMENT) {
            return SegmentFma.run(offset + 5, offset + 261, uint8(msg.data[offset]), _word(offset + 1));
        }
        if (kind == _SEGMENT_INT8) {
            return SegmentInt8.run(offset + 6, offset + 262, _half(offset), _word(offset + 2));
        }
        if (kind == _SELECT_GREATER) {
            return Float32.selectGreater(_word(offset), _word(offset + 4), _word(offset + 8), _word(offset + 12));
        }
        if (kind == _MAX) return Float32.max(_word(offset), _word(offset + 4));
        if (kind == _CANONICAL) return Float32.canonical(_word(offset));
        if (kind == _PHILOX_WORD) {
            return Philox.word(_seed(offset), _word(offset + 8), _word(offset + 12), _word(offset + 16));
        }
        if (kind == _PHILOX_INDEX) {
            return
                Philox.index(
                    _seed(offset), _word(offset + 8), _word(offset + 12), _word(offset + 16), _word(offset + 20)
                );
        }
        return MapFunctions.evaluate(code, _arguments(code, offset));
    }

    function _recordSize(uint256 kind, uint256 code) private pure returns (uint256) {
        if (kind == _MAP) {
            (uint256 operands, uint256 immediates,) = MapFunctions.signature(code);
            return operands == 0 ? 4 : 4 * (operands + immediates);
        }
        if (kind == _SELECT_GREATER) return 16;
        if (kind == _MAX) return 8;
        if (kind == _CANONICAL) return 4;
        if (kind == _PHILOX_WORD) return 20;
        if (kind == _PHILOX_INDEX) return 24;
        if (kind == _SEGMENT) return 517;
        if (kind == _SEGMENT_INT8) return 518;
        revert UnknownKind(kind);
    }

    /// @dev The gas of one internal call: of a segment (first byte 0, then its record), of an elementary function (1,
    /// then its map code and x), of fma (2, then a, b, c), of Philox (3, then its record), of a map function with its
    /// choice by code (4, then code and arguments) or of a segment of i8 (5, then its record). The result is used, so that the call is not optimised away.
    function _gas(bytes calldata input) private view returns (bytes memory) {
        uint256 what = uint8(input[0]);
        uint256 offset = 2;
        uint256 before;
        uint256 result;
        uint256 spent;
        if (what == 0) {
            uint256 terms = uint8(msg.data[offset]);
            uint256 acc = _word(offset + 1);
            before = gasleft();
            result = SegmentFma.run(offset + 5, offset + 261, terms, acc);
            spent = before - gasleft();
        } else if (what == 1) {
            return _gasOfElementary(uint8(msg.data[offset]), _word(offset + 1));
        } else if (what == 2) {
            (uint256 a, uint256 b, uint256 c) = (_word(offset), _word(offset + 4), _word(offset + 8));
            before = gasleft();
            result = Float32.fma(a, b, c);
            spent = before - gasleft();
        } else if (what == 3) {
            (uint256 seed, uint256 e, uint256 step, uint256 slot) =
                (_seed(offset), _word(offset + 8), _word(offset + 12), _word(offset + 16));
            before = gasleft();
            result = Philox.word(seed, e, step, slot);
            spent = before - gasleft();
        } else if (what == 5) {
            (uint256 terms, uint256 acc) = (_half(offset), _word(offset + 2));
            before = gasleft();
            result = SegmentInt8.run(offset + 6, offset + 262, terms, acc);
            spent = before - gasleft();
        } else {
            uint256 code = uint8(msg.data[offset]);
            uint256[8] memory x = _arguments(code, offset + 1);
            before = gasleft();
            result = MapFunctions.evaluate(code, x);
            spent = before - gasleft();
        }
        return abi.encode(spent, result);
    }

    /// @dev Without the choice by code.
    function _gasOfElementary(uint256 code, uint256 x) private view returns (bytes memory) {
        uint256 before;
        uint256 result;
        uint256 spent;
        if (code == 10) {
            before = gasleft();
            result = ElementaryExp.exp(x);
            spent = before - gasleft();
        } else if (code == 22) {
            before = gasleft();
            result = ElementaryLog.log(x);
            spent = before - gasleft();
        } else if (code == 23) {
            before = gasleft();
            result = ElementaryExp.tanh(x);
            spent = before - gasleft();
        } else if (code == 24) {
            before = gasleft();
            result = ElementaryExp.sigmoid(x);
            spent = before - gasleft();
        } else if (code == 25) {
            before = gasleft();
            result = ElementaryTrig.sin(x);
            spent = before - gasleft();
        } else if (code == 26) {
            before = gasleft();
            result = ElementaryTrig.cos(x);
            spent = before - gasleft();
        } else {
            revert UnknownKind(code);
        }
        return abi.encode(spent, result);
    }

    /// @dev For every code from 0 to 255: operands, immediates, known, packed into one word.
    function _signatures() private pure {
        bytes memory results = new bytes(1024);
        for (uint256 code = 0; code < 256; ++code) {
            (uint256 operands, uint256 immediates, bool known) = MapFunctions.signature(code);
            _store(results, code, (operands << 16) | (immediates << 8) | (known ? 1 : 0));
        }
        _answer(results);
    }

    function _arguments(uint256 code, uint256 offset) private pure returns (uint256[8] memory x) {
        (uint256 operands, uint256 immediates,) = MapFunctions.signature(code);
        for (uint256 n = 0; n < operands; ++n) {
            x[n] = _word(offset + 4 * n);
        }
        for (uint256 n = 0; n < immediates; ++n) {
            x[4 + n] = _word(offset + 4 * (operands + n));
        }
    }

    function _word(uint256 offset) private pure returns (uint256) {
        return uint32(bytes4(msg.data[offset:offset + 4]));
    }

    function _half(uint256 offset) private pure returns (uint256) {
        return uint16(bytes2(msg.data[offset:offset + 2]));
    }

    function _seed(uint256 offset) private pure returns (uint256) {
        return uint64(bytes8(msg.data[offset:offset + 8]));
    }

    function _store(bytes memory results, uint256 index, uint256 result) private pure {
        // Assembly: four bytes inside the array; the rest of the word written is zeros that the next record overwrites,
        // or the word after the last record, which the harness never uses.
        assembly {
            mstore(add(add(results, 32), mul(index, 4)), shl(224, result))
        }
    }

    function _answer(bytes memory results) private pure {
        // Assembly: a fallback's answer without ABI framing.
        assembly ("memory-safe") {
            return(add(results, 32), mload(results))
        }
    }
}
