// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Bits} from "@evm/Bits.sol";

/// @title Correctly rounded e^x, tanh and logistic function of float32 (F5)
/// @notice A value is a uint256 that holds a clean 32-bit pattern. Total; a NaN gives 0x7fc00000.
/// @dev With X = x * 2^110, n = round(x / ln 2), t = x - n ln 2 and z = t^2, e^x = 2^n (P + tQ)/(P - tQ) = 2^n a/b, the
/// diagonal Pade approximant of degree 9 with integer coefficients; tanh(x/2) = (a - b/2^n)/(a + b/2^n), where nothing
/// cancels for n = 0 since a - b = 2tQ, and sigmoid(x) = a/(a + b/2^n). The relative errors, every cut counted, are
/// below 2^-100, 2^-95 and 2^-99 (the sums are in Marketplace.Numerics, Elementary.Exponential.cs, which takes the same
/// integer steps). Nearest to a rounding boundary over all float32 lie e^x 2^-52.64 (0xc16912cd), tanh 2^-50.28
/// (0x3ac37de2) and sigmoid 2^-76.58 (0xb3800000): every result rounds right. Only e^0, tanh 0 and sigmoid 0 are
/// representable, no result is a tie, so adding half a unit and cutting is round to nearest even.
library ElementaryExp {
    function exp(uint256 x) internal pure returns (uint256 r) {
        uint256 magnitude = x & 0x7fffffff;
        // Above 87.33 results may be subnormal, zero or infinite.
        if (magnitude > 0x42aeac4f) return _expFar(x, magnitude);
        (uint256 n, uint256 a, uint256 b) = _ratio(_signedFixed(x, magnitude));
        // Assembly: a field that borrows and carries by itself. The quotient lies in [2^107.5, 2^108.5]; its top bit
        // decides the exponent.
        assembly ("memory-safe") {
            let quotient := div(shl(108, a), b)
            let top := shr(108, quotient)
            r := add(shl(23, add(n, add(125, top))), shr(1, add(1, shr(add(83, top), quotient))))
        }
    }

    function tanh(uint256 x) internal pure returns (uint256 r) {
        uint256 magnitude = x & 0x7fffffff;
        // Unchecked: one comparison for both ends. Outside (2^-12, 10] the result is x or 1: x^2/3 is below 2^-25, and
        // tanh rounds to 1 from 9.02 on.
        unchecked {
            if (magnitude - 0x39800001 > 0x41200000 - 0x39800001) {
                if (magnitude > 0x7f800000) return 0x7fc00000;
                return magnitude < 0x39800001 ? x : (x & 0x80000000) | 0x3f800000;
            }
        }
        // Of 2|x|.
        (uint256 n, uint256 a, uint256 b) = _ratio(_fixed(magnitude, 39));
        uint256 quotient;
        // Assembly: a carry into the exponent.
        assembly ("memory-safe") {
            b := shr(n, b)
            quotient := div(shl(108, sub(a, b)), add(a, b))
        }
        uint256 zeros = Bits.leadingZeros(quotient);
        assembly ("memory-safe") {
            r := add(shl(23, sub(273, zeros)), shr(1, add(1, shr(231, shl(zeros, quotient)))))
            r := or(and(x, 0x80000000), r)
        }
    }

    function sigmoid(uint256 x) internal pure returns (uint256 r) {
        uint256 magnitude = x & 0x7fffffff;
        // Above 18 results may be subnormal or zero, or are 1.
        if (magnitude > 0x41900000) return _sigmoidFar(x, magnitude);
        (uint256 n, uint256 a, uint256 b) = _ratio(_fixed(magnitude, 40));
        uint256 negative;
        uint256 quotient;
        // Assembly: a carry into the exponent. sigmoid(-|x|) is the rest, b/2^n over the same sum.
        assembly ("memory-safe") {
            negative := shr(31, x)
            let sum := add(a, shr(n, b))
            if negative { a := b }
            quotient := div(shl(108, a), sum)
        }
        uint256 zeros = Bits.leadingZeros(quotient);
        assembly ("memory-safe") {
            let field := sub(273, add(zeros, mul(n, negative)))
            r := add(shl(23, field), shr(1, add(1, shr(231, shl(zeros, quotient)))))
        }
    }

    /// @dev |x| above 87.33: the same as exp, with the ends of the range.
    function _expFar(uint256 x, uint256 magnitude) private pure returns (uint256 r) {
        if (magnitude > 0x7f800000) return 0x7fc00000;
        if (x < 0x80000000) {
            if (magnitude > 0x42b17217) return 0x7f800000;
        } else if (magnitude > 0x42cff1b4) {
            return 0;
        }
        (uint256 n, uint256 a, uint256 b) = _ratio(_signedFixed(x, magnitude));
        // Assembly: as above; a subnormal result drops more bits, under the exponent field 0.
        assembly ("memory-safe") {
            let quotient := div(shl(108, a), b)
            let top := shr(108, quotient)
            let field := add(n, add(125, top))
            let drop := add(83, top)
            if slt(field, 0) {
                drop := sub(drop, field)
                field := 0
            }
            r := add(shl(23, field), shr(1, add(1, shr(drop, quotient))))
        }
    }

    /// @dev |x| above 18: 1, or b/2^n over the sum, perhaps subnormal. Rounded as above, written out: a call more
    /// would pass the gas bound.
    function _sigmoidFar(uint256 x, uint256 magnitude) private pure returns (uint256 r) {
        if (magnitude > 0x7f800000) return 0x7fc00000;
        if (x < 0x80000000) return 0x3f800000;
        if (magnitude > 0x42cff1b4) return 0;
        (uint256 n, uint256 a, uint256 b) = _ratio(_fixed(magnitude, 40));
        assembly ("memory-safe") {
            let quotient := div(shl(108, b), add(a, shr(n, b)))
            let top := shr(108, quotient)
            let field := sub(add(125, top), n)
            let drop := add(83, top)
            if slt(field, 0) {
                drop := sub(drop, field)
                field := 0
            }
            r := add(shl(23, field), shr(1, add(1, shr(drop, quotient))))
        }
    }

    /// @dev |x| * 2^(150 - drop) rounded down, |x| < 2^7. Exact from 2^-87 on; below that x does not matter.
    function _fixed(uint256 magnitude, uint256 drop) private pure returns (uint256) {
        return ((magnitude & 0x7fffff | 0x800000) << (magnitude >> 23)) >> drop;
    }

    /// @dev x * 2^110 in two's complement, as above; not by a call of it, which the gas bound does not leave room for.
    function _signedFixed(uint256 x, uint256 magnitude) private pure returns (uint256 scaled) {
        // Assembly: negation without a branch.
        assembly ("memory-safe") {
            scaled := shr(40, shl(shr(23, magnitude), or(and(magnitude, 0x7fffff), 0x800000)))
            let negative := sub(0, shr(31, x))
            scaled := sub(xor(scaled, negative), negative)
        }
    }

    /// @dev e^(scaled / 2^110) = 2^n * a / b, |scaled| < 2^118; a / b is in [0.707, 1.415].
    function _ratio(uint256 scaled) private pure returns (uint256 n, uint256 a, uint256 b) {
        // Assembly: signed shifts of signed fixed-point numbers. The largest product, t * q, is below 2^252.
        assembly ("memory-safe") {
            n := sar(142, add(mul(scaled, 0x171547653), shl(141, 1))) // log2(e) * 2^32
            let t := sub(scaled, mul(n, 0x2c5c85fdf473de6af278ece600fd)) // ln(2) * 2^110
            let z := shr(110, mul(t, t))
            let p := add(shl(110, 110880), mul(90, z))
            p := add(shl(110, 30270240), shr(110, mul(z, p)))
            p := add(shl(110, 2075673600), shr(110, mul(z, p)))
            p := add(shl(110, 17643225600), shr(110, mul(z, p)))
            let q := add(shl(110, 3960), z)
            q := add(shl(110, 2162160), shr(110, mul(z, q)))
            q := add(shl(110, 302702400), shr(110, mul(z, q)))
            q := add(shl(110, 8821612800), shr(110, mul(z, q)))
            let odd := sar(110, mul(t, q))
            a := add(p, odd)
            b := sub(p, odd)
        }
    }
}
