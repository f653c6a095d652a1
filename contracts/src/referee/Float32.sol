// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Bits} from "@evm/Bits.sol";

/// @title Float32: IEEE-754 binary32, round to nearest even, subnormals kept (F1)
/// @notice A value is a uint256 that holds a clean 32-bit pattern. Every function is total; a computed NaN is
/// 0x7fc00000 (F4).
/// @dev Every operation builds an exact integer m, or one exact up to a last sticky bit, with |value| = m * 2^e, and
/// rounds it once, in one place. Fields are small (products below 2^48, shifts bounded before use), so nothing here can
/// wrap by accident: that is the reason for every `unchecked` block. Assembly is used for words that Solidity has no
/// operator for (signed shifts, a comparison as a number); no block touches memory.
library Float32 {
    uint256 internal constant NAN = 0x7fc00000;
    uint256 internal constant INFINITY = 0x7f800000;
    uint256 internal constant ONE = 0x3f800000;

    uint256 private constant _SIGN = 0x80000000;
    uint256 private constant _MAGNITUDE = 0x7fffffff;
    uint256 private constant _FRACTION = 0x7fffff;
    uint256 private constant _HIDDEN = 0x800000;

    /// @notice The one form of NaN for any NaN, every other pattern as it is (F4).
    function canonical(uint256 a) internal pure returns (uint256) {
        return a & _MAGNITUDE > INFINITY ? NAN : a;
    }

    /// @notice a * b + c with one rounding (F2).
    function fma(uint256 a, uint256 b, uint256 c) internal pure returns (uint256) {
        unchecked {
            if (_anyNotFinite(_fieldUp(a) | _fieldUp(b) | _fieldUp(c))) return _fmaNotFinite(a, b, c);
            uint256 product;
            uint256 ep;
            uint256 mc;
            uint256 ec;
            // Assembly: hidden bits and the subnormals' exponent 1 without branches.
            assembly ("memory-safe") {
                let ea := and(shr(23, a), 0xff)
                let eb := and(shr(23, b), 0xff)
                product := mul(or(and(a, _FRACTION), shl(23, gt(ea, 0))), or(and(b, _FRACTION), shl(23, gt(eb, 0))))
                ep := add(add(ea, iszero(ea)), add(eb, iszero(eb)))
                ec := and(shr(23, c), 0xff)
                mc := or(and(c, _FRACTION), shl(23, gt(ec, 0)))
                ec := add(ec, iszero(ec))
            }
            // A sum of zeros is -0 only if both are.
            if (product == 0) return c & _MAGNITUDE == 0 ? c & (a ^ b) : c;

            // With c's last bit at 149 the product's last bit is at `place`; their sum is exact for places 0 to 206.
            uint256 place = ep - ec - 1;
            uint256 e = ec - 299;
            if (place > 206) {
                if (_isNegative(place)) {
                    // The product is below a quarter of c's last place (c is normal): only its sign counts.
                    place = 0;
                } else {
                    // The same the other way round: c is below a quarter of the product's last place.
                    place = 206;
                    e = ep - 506;
                }
            }
            return _roundSum(_signed(product << place, a ^ b) + _signed(mc << 149, c), e);
        }
    }

    function add(uint256 a, uint256 b) internal pure returns (uint256) {
        unchecked {
            if (_anyNotFinite(_fieldUp(a) | _fieldUp(b))) return _fmaNotFinite(a, ONE, b);
            if ((a | b) & _MAGNITUDE == 0) return a & b;
            if (a & _MAGNITUDE < b & _MAGNITUDE) (a, b) = (b, a);
            (uint256 ma, uint256 ea) = _unpack(a);
            (uint256 mb, uint256 eb) = _unpack(b);
            uint256 shift = ea - eb;
            // So far below a's last place that the sum rounds to a. (Nearer ones are left to the rounding.)
            if (shift > 200) return a;
            return _roundSum(_signed(ma << shift, a) + _signed(mb, b), eb - 150);
        }
    }

    function sub(uint256 a, uint256 b) internal pure returns (uint256) {
        return add(a, b ^ _SIGN);
    }

    function mul(uint256 a, uint256 b) internal pure returns (uint256) {
        unchecked {
            uint256 sign = (a ^ b) & _SIGN;
            // Adding a zero of the product's own sign changes nothing, not even a zero's sign.
            if (_anyNotFinite(_fieldUp(a) | _fieldUp(b))) return _fmaNotFinite(a, b, sign);
            (uint256 ma, uint256 ea) = _unpack(a);
            (uint256 mb, uint256 eb) = _unpack(b);
            uint256 product = ma * mb;
            if (product == 0) return sign;
            return _round(sign, product, ea + eb - 300);
        }
    }

    function div(uint256 a, uint256 b) internal pure returns (uint256) {
        unchecked {
            uint256 sign = (a ^ b) & _SIGN;
            uint256 x = a & _MAGNITUDE;
            uint256 y = b & _MAGNITUDE;
            if (x > INFINITY || y > INFINITY) return NAN;
            if (x == INFINITY) return y == INFINITY ? NAN : sign | INFINITY;
            if (y == INFINITY) return sign;
            if (y == 0) return x == 0 ? NAN : sign | INFINITY;
            if (x == 0) return sign;
            (uint256 ma, uint256 ea) = _unpack(a);
            (uint256 mb, uint256 eb) = _unpack(b);
            // At least 41 bits of quotient, and a last bit that says whether there is more.
            uint256 numerator = ma << 64;
            uint256 quotient = ((numerator / mb) << 1) | _isNotZero(numerator % mb);
            return _round(sign, quotient, ea - eb - 65);
        }
    }

    function sqrt(uint256 a) internal pure returns (uint256) {
        unchecked {
            if (a & _MAGNITUDE == 0) return a;
            if (a & _MAGNITUDE > INFINITY || a & _SIGN != 0) return NAN;
            if (a == INFINITY) return a;
            (uint256 m, uint256 e) = _unpack(a);
            uint256 root;
            uint256 zeros = Bits.leadingZeros(m);
            // Assembly: an exponent that may be negative.
            assembly ("memory-safe") {
                e := sub(e, 150)
                // The top bit to place 61 or 60, whichever leaves an even exponent: m in [2^60, 2^62).
                let shift := sub(zeros, 194)
                shift := sub(shift, and(xor(shift, e), 1))
                m := shl(shift, m)
                e := sub(e, shift)
                // A line within 4.2 % of the root, then Newton: 9e-4, 4e-7, 8e-14, so floor or floor + 1 of a root
                // below 2^31.
                root := add(div(m, 3221225472), 760567125)
                root := shr(1, add(root, div(m, root)))
                root := shr(1, add(root, div(m, root)))
                root := shr(1, add(root, div(m, root)))
                root := sub(root, gt(mul(root, root), m))
                root := or(shl(1, root), lt(mul(root, root), m)) // and a last bit that says whether there is more
                e := sub(sar(1, e), 1)
            }
            return _round(0, root, e);
        }
    }

    /// @notice x > acc ? x : acc, canonical (F3).
    function max(uint256 acc, uint256 x) internal pure returns (uint256) {
        return canonical(selectGreater(x, acc, x, acc));
    }

    /// @notice x > y as floats ? whenGreater : otherwise; a NaN on either side is not greater. The chosen word is
    /// copied as it is.
    function selectGreater(uint256 x, uint256 y, uint256 whenGreater, uint256 otherwise)
        internal
        pure
        returns (uint256 chosen)
    {
        // Assembly: sign and magnitude become a signed number (both zeros 0), comparisons stay numbers, no branch.
        assembly ("memory-safe") {
            let mx := and(x, _MAGNITUDE)
            let my := and(y, _MAGNITUDE)
            let sx := sub(0, shr(31, x))
            let sy := sub(0, shr(31, y))
            let greater := sgt(sub(xor(mx, sx), sx), sub(xor(my, sy), sy))
            greater := gt(greater, or(gt(mx, INFINITY), gt(my, INFINITY)))
            chosen := xor(otherwise, mul(xor(otherwise, whenGreater), greater))
        }
    }

    /// @notice int32 to the nearest float, ties to even.
    function fromInt(uint256 a) internal pure returns (uint256) {
        unchecked {
            if (a == 0) return 0;
            uint256 sign = a & _SIGN;
            return _round(sign, sign == 0 ? a : (1 << 32) - a, 0);
        }
    }

    /// @notice float to int32 in two's complement: towards zero, saturating, NaN to 0.
    function toInt(uint256 a) internal pure returns (uint256) {
        unchecked {
            uint256 magnitude = a & _MAGNITUDE;
            if (magnitude > INFINITY) return 0;
            bool negative = a & _SIGN != 0;
            uint256 e = magnitude >> 23;
            // 2^31 and above.
            if (e > 157) return negative ? 0x80000000 : 0x7fffffff;
            // The value is m * 2^(e - 150); 32 more bits below keep the shift one way. Below 1 all bits fall off.
            uint256 integer = (((a & _FRACTION) | _HIDDEN) << 32) >> (182 - e);
            return negative ? ((1 << 32) - integer) & 0xffffffff : integer;
        }
    }

    /// @dev At least one operand is infinite or a NaN.
    function _fmaNotFinite(uint256 a, uint256 b, uint256 c) private pure returns (uint256) {
        uint256 x = a & _MAGNITUDE;
        uint256 y = b & _MAGNITUDE;
        uint256 z = c & _MAGNITUDE;
        if (x > INFINITY || y > INFINITY || z > INFINITY) return NAN;
        if (x != INFINITY && y != INFINITY) return c;
        if (x == 0 || y == 0) return NAN;
        uint256 product = ((a ^ b) & _SIGN) | INFINITY;
        return z == INFINITY && c != product ? NAN : product;
    }

    /// @dev The exponent field, one up: an infinity or a NaN reaches bit 31.
    function _fieldUp(uint256 a) private pure returns (uint256) {
        unchecked {
            return (a & INFINITY) + _HIDDEN;
        }
    }

    function _anyNotFinite(uint256 fieldsUp) private pure returns (bool) {
        return fieldsUp > INFINITY;
    }

    /// @dev |a| = m * 2^(e - 150), e from 1 (also for subnormals) to 254.
    function _unpack(uint256 a) private pure returns (uint256 m, uint256 e) {
        // Assembly: the hidden bit and the subnormals' exponent without a branch.
        assembly ("memory-safe") {
            e := and(shr(23, a), 0xff)
            m := or(and(a, _FRACTION), shl(23, gt(e, 0)))
            e := add(e, iszero(e))
        }
    }

    /// @dev m with the sign bit of the float `like`, in two's complement.
    function _signed(uint256 m, uint256 like) private pure returns (uint256 v) {
        // Assembly: 1 or -1 without a branch.
        assembly ("memory-safe") {
            v := mul(m, sub(1, and(shr(30, like), 2)))
        }
    }

    function _isNegative(uint256 v) private pure returns (bool) {
        return v >> 255 != 0;
    }

    function _isNotZero(uint256 v) private pure returns (uint256 bit) {
        // Assembly: a comparison as a number.
        assembly ("memory-safe") {
            bit := gt(v, 0)
        }
    }

    /// @dev v * 2^e, v in two's complement. A sum that cancels is +0.
    function _roundSum(uint256 v, uint256 e) private pure returns (uint256) {
        if (v == 0) return 0;
        uint256 sign;
        // Assembly: signed shift and negation without a branch.
        assembly ("memory-safe") {
            let negative := sar(255, v)
            v := sub(xor(v, negative), negative)
            sign := and(negative, _SIGN)
        }
        return _round(sign, v, e);
    }

    /// @dev The one rounding: m * 2^e to the nearest float, ties to even. m is not zero; e may be negative, in two's
    /// complement.
    function _round(uint256 sign, uint256 m, uint256 e) private pure returns (uint256 r) {
        uint256 zeros = Bits.leadingZeros(m);
        // Assembly: signed comparison, comparisons as numbers.
        assembly ("memory-safe") {
            m := shl(zeros, m)
            // The biased exponent; 24 of the 256 bits stay. A subnormal keeps fewer, under the exponent 1.
            let field := sub(add(e, 382), zeros)
            let drop := 232
            if slt(field, 1) {
                drop := sub(233, field)
                field := 1
            }
            r := shr(drop, m)
            // What falls off, left-aligned, is above one half, or one half and r odd. A drop above 256 leaves nothing,
            // below one half.
            r := add(r, gt(shl(sub(256, drop), m), sub(shl(255, 1), and(r, 1))))
            // The hidden bit and a carry run into the exponent by themselves.
            r := add(r, shl(23, sub(field, 1)))
            if gt(r, INFINITY) { r := INFINITY }
            r := or(r, sign)
        }
    }
}
