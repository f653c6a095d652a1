// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Bits} from "@evm/Bits.sol";
import {Float32} from "./Float32.sol";

/// @title A segment of a matrix product's chain: acc = fma(a[k], b[k], acc), k ascending (F2, F7)
/// @notice Equal to the scalar chain bit for bit, for every input; about five times cheaper for ordinary numbers.
/// @dev The accumulator is a signed 256-bit integer v, the window: acc = v * 2^-149, the smallest subnormal.
/// If the exponent fields of a product sum to 151 or more, the product is a whole number of units, so
///   - the sum of accumulator and product is exact and needs no alignment;
///   - one rounding to 24 significant bits, ties to even, is the float rounding, subnormal results included.
///
/// Eight terms are taken at once: a word holds eight floats, a lane of 32 bits each. Checked for all lanes together:
///   - every operand is below 2^24 in magnitude (field 150 or less): no infinity, no NaN, products below 2^197 units;
///   - every product is zero, or its fields sum to 151 or more (anything from 2^-101 on does).
///
/// The accumulator enters below 2^99, so |v| < 2^248 + 64 * 2^197 throughout. A group of eight that fails, or an
/// accumulator outside the window (-0 is: the window has one zero), takes the scalar chain for those eight terms and
/// tries the window again. Padding after the last term is never a term (F7): lanes beyond it are cleared, and a cleared
/// lane does nothing to the window, which has no -0.
///
/// The lane steps are written out eight times, because a loop over them would cost a fifth of the whole.
library SegmentFma {
    /// @dev One mask per purpose, the same in all eight lanes.
    uint256 private constant _ODD_BYTES = 0x00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff;
    uint256 private constant _LOW_HALVES = 0x0000ffff0000ffff0000ffff0000ffff0000ffff0000ffff0000ffff0000ffff;
    uint256 private constant _MAGNITUDES = 0x7fffffff7fffffff7fffffff7fffffff7fffffff7fffffff7fffffff7fffffff;
    uint256 private constant _EXPONENTS = 0x7f8000007f8000007f8000007f8000007f8000007f8000007f8000007f800000;
    uint256 private constant _FRACTIONS = 0x007fffff007fffff007fffff007fffff007fffff007fffff007fffff007fffff;
    uint256 private constant _HIDDEN_BITS = 0x0080000000800000008000000080000000800000008000000080000000800000;
    uint256 private constant _TOP_BITS = 0x8000000080000000800000008000000080000000800000008000000080000000;
    uint256 private constant _ONES = 0x0000000100000001000000010000000100000001000000010000000100000001;
    /// @dev 105 in the exponent field: 151 + 105 = 256 is the top bit.
    uint256 private constant _BIAS_105 = 0x3480000034800000348000003480000034800000348000003480000034800000;
    /// @dev The top bit, plus the largest magnitude below 2^24: the top bit stays if no more than that is subtracted.
    uint256 private constant _BELOW_2_24 = 0xcb7fffffcb7fffffcb7fffffcb7fffffcb7fffffcb7fffffcb7fffffcb7fffff;

    /// @notice The accumulator after `terms` terms.
    /// @param a Calldata offset of a leaf of little-endian floats.
    /// @param b Calldata offset of the other leaf.
    /// @param terms How many of them are terms, 0 to 64; what follows is padding and does not count.
    /// @param acc The accumulator before, a clean pattern.
    /// @return The accumulator after, canonical.
    function run(uint256 a, uint256 b, uint256 terms, uint256 acc) internal pure returns (uint256) {
        // Unchecked: offsets of calldata and at most 64 terms of 4 bytes.
        unchecked {
            uint256 end = a + 4 * terms;
            while (a < end) {
                (uint256 v, bool fits) = _toWindow(acc);
                if (fits) {
                    uint256 taken;
                    (taken, v) = _runGroups(a, b, end, v);
                    (a, b) = (a + taken, b + taken);
                    acc = _fromWindow(v);
                }
                if (a < end) {
                    acc = _runScalar(a, b, a + 32 < end ? a + 32 : end, acc);
                    (a, b) = (a + 32, b + 32);
                }
            }
            return Float32.canonical(acc);
        }
    }

    function _runScalar(uint256 a, uint256 b, uint256 end, uint256 acc) private pure returns (uint256) {
        // Unchecked: offsets of calldata.
        unchecked {
            for (; a < end; (a, b) = (a + 4, b + 4)) {
                acc = Float32.fma(_load(a), _load(b), acc);
            }
            return acc;
        }
    }

    /// @dev The little-endian word of 32 bits at a calldata offset.
    function _load(uint256 offset) private pure returns (uint256 bits) {
        // Assembly: calldata at an offset.
        assembly ("memory-safe") {
            let w := calldataload(offset)
            bits := or(or(byte(0, w), shl(8, byte(1, w))), or(shl(16, byte(2, w)), shl(24, byte(3, w))))
        }
    }

    /// @dev The float as a whole number of 2^-149, unless it is -0, infinite, NaN or 2^99 and more in magnitude.
    function _toWindow(uint256 acc) private pure returns (uint256 v, bool fits) {
        // Assembly: the hidden bit and the sign without a branch.
        assembly ("memory-safe") {
            let e := and(shr(23, acc), 0xff)
            let normal := gt(e, 0)
            v := shl(sub(e, normal), or(and(acc, 0x7fffff), shl(23, normal)))
            let negative := sub(0, shr(31, acc))
            v := sub(xor(v, negative), negative)
            fits := gt(lt(e, 226), eq(acc, 0x80000000))
        }
    }

    /// @dev Exact: v has at most 24 significant bits. The hidden bit runs into the exponent field by itself.
    function _fromWindow(uint256 v) private pure returns (uint256 acc) {
        uint256 negative;
        // Assembly: signed shift and comparison.
        assembly ("memory-safe") {
            negative := sar(255, v)
            acc := sub(xor(v, negative), negative)
        }
        uint256 zeros = Bits.leadingZeros(acc);
        assembly ("memory-safe") {
            let excess := sub(232, zeros)
            if sgt(excess, 0) { acc := add(shr(excess, acc), shl(23, excess)) }
            acc := or(acc, and(negative, 0x80000000))
        }
    }

    /// @dev Groups of eight terms from offset a up to `end`, the last one maybe shorter, as far as they meet the
    /// conditions.
    /// @return taken The bytes of the groups taken, whole words.
    /// @return next The window after the groups taken.
    function _runGroups(uint256 a, uint256 b, uint256 end, uint256 v)
        private
        pure
        returns (uint256 taken, uint256 next)
    {
        // Unchecked: offsets of calldata. Assembly: eight lanes in a word. Two words of scratch memory, 0x00 to 0x3f, hold
        // the lanes of a group: a lane is read with an unaligned mload whose upper 32 bits are shifted down (the last reads
        // on to 0x5b and drops what it finds there). Nothing between the blocks touches memory.
        unchecked {
            uint256 start = a;
            uint256 toB = b - a;
            for (; a < end; a += 32) {
                uint256 x;
                uint256 y;
                uint256 w;
                uint256 u;
                uint256 fails;
                assembly ("memory-safe") {
                    x := calldataload(a)
                    y := calldataload(add(a, toB))
                    // Lanes beyond the last term are cleared, whatever the padding holds. A cleared lane leaves the window
                    // as it is: it adds 0 to an accumulator that is not -0 and is rounded already.
                    if gt(add(a, 32), end) {
                        let terms := not(shr(shl(3, sub(end, a)), not(0)))
                        x := and(x, terms)
                        y := and(y, terms)
                    }

                    // Little-endian to big-endian in every lane: swap bytes, then halves.
                    x := or(and(shr(8, x), _ODD_BYTES), shl(8, and(x, _ODD_BYTES)))
                    x := or(and(shr(16, x), _LOW_HALVES), shl(16, and(x, _LOW_HALVES)))
                    y := or(and(shr(8, y), _ODD_BYTES), shl(8, and(y, _ODD_BYTES)))
                    y := or(and(shr(16, y), _LOW_HALVES), shl(16, and(y, _LOW_HALVES)))

                    // The field sum + 105, nine bits from bit 23 up (the fraction of y below cannot carry).
                    let mx := and(x, _MAGNITUDES)
                    let my := and(y, _MAGNITUDES)
                    w := add(add(and(x, _EXPONENTS), my), _BIAS_105)
                    // Top bits: both below 2^24, and (sum at least 151, or x zero, or y zero).
                    let small := and(sub(_BELOW_2_24, mx), sub(_BELOW_2_24, my))
                    let whole := or(w, or(sub(_TOP_BITS, mx), sub(_TOP_BITS, my)))
                    fails := and(_TOP_BITS, not(and(small, whole)))
                }
                if (fails != 0) break;

                // A term: add the product, then round to 24 significant bits, ties to even. The mask of the places kept is
                // -2^k; (2^k - [bit k of v is 0]) / 2 is half a place if bit k is 1, and one unit less if it is 0.
                assembly ("memory-safe") {
                    // x's significands with the product's sign, two's complement in 32 bits; y's significands; the shifts,
                    // sum - 151. A zero operand leaves a shift of 256 or more, which makes the product 0 whatever the
                    // hidden bit says.
                    let s := and(shr(31, xor(x, y)), _ONES)
                    mstore(0x00, add(s, xor(mul(s, 0xffffffff), or(and(x, _FRACTIONS), _HIDDEN_BITS))))
                    mstore(0x20, or(and(y, _FRACTIONS), _HIDDEN_BITS))
                    w := xor(w, _TOP_BITS)
                    v := add(v, shl(shr(247, w), mul(sar(224, mload(0x00)), shr(224, mload(0x20)))))
                    u := xor(v, sar(255, v))
                }
                uint256 mask = Bits.leading24(u);
                assembly ("memory-safe") {
                    v := and(mask, add(v, shr(1, sub(0, add(mask, iszero(and(v, sub(0, mask))))))))
                    v := add(v, shl(and(shr(215, w), 0x1ff), mul(sar(224, mload(0x04)), shr(224, mload(0x24)))))
                    u := xor(v, sar(255, v))
                }
                mask = Bits.leading24(u);
                assembly ("memory-safe") {
                    v := and(mask, add(v, shr(1, sub(0, add(mask, iszero(and(v, sub(0, mask))))))))
                    v := add(v, shl(and(shr(183, w), 0x1ff), mul(sar(224, mload(0x08)), shr(224, mload(0x28)))))
                    u := xor(v, sar(255, v))
                }
                mask = Bits.leading24(u);
                assembly ("memory-safe") {
                    v := and(mask, add(v, shr(1, sub(0, add(mask, iszero(and(v, sub(0, mask))))))))
                    v := add(v, shl(and(shr(151, w), 0x1ff), mul(sar(224, mload(0x0c)), shr(224, mload(0x2c)))))
                    u := xor(v, sar(255, v))
                }
                mask = Bits.leading24(u);
                assembly ("memory-safe") {
                    v := and(mask, add(v, shr(1, sub(0, add(mask, iszero(and(v, sub(0, mask))))))))
                    v := add(v, shl(and(shr(119, w), 0x1ff), mul(sar(224, mload(0x10)), shr(224, mload(0x30)))))
                    u := xor(v, sar(255, v))
                }
                mask = Bits.leading24(u);
                assembly ("memory-safe") {
                    v := and(mask, add(v, shr(1, sub(0, add(mask, iszero(and(v, sub(0, mask))))))))
                    v := add(v, shl(and(shr(87, w), 0x1ff), mul(sar(224, mload(0x14)), shr(224, mload(0x34)))))
                    u := xor(v, sar(255, v))
                }
                mask = Bits.leading24(u);
                assembly ("memory-safe") {
                    v := and(mask, add(v, shr(1, sub(0, add(mask, iszero(and(v, sub(0, mask))))))))
                    v := add(v, shl(and(shr(55, w), 0x1ff), mul(sar(224, mload(0x18)), shr(224, mload(0x38)))))
                    u := xor(v, sar(255, v))
                }
                mask = Bits.leading24(u);
                assembly ("memory-safe") {
                    v := and(mask, add(v, shr(1, sub(0, add(mask, iszero(and(v, sub(0, mask))))))))
                    v := add(v, shl(and(shr(23, w), 0x1ff), mul(sar(224, mload(0x1c)), shr(224, mload(0x3c)))))
                    u := xor(v, sar(255, v))
                }
                mask = Bits.leading24(u);
                assembly ("memory-safe") {
                    v := and(mask, add(v, shr(1, sub(0, add(mask, iszero(and(v, sub(0, mask))))))))
                }
            }
            return (a - start, v);
        }
    }
}
