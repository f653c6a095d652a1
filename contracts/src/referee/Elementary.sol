// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

/// @title Correctly rounded elementary functions of float32 (F5)
/// @notice A value is a uint256 that holds a clean 32-bit pattern. Total; a NaN gives 0x7fc00000.
/// @dev e^x: with X = x * 2^110, n = round(x / ln 2), t = x - n ln 2 and z = t^2, e^x = 2^n (P + tQ)/(P - tQ), the
/// diagonal Pade approximant of degree 9 with integer coefficients. The relative error, every cut counted, is below
/// 2^-100 (the sum is in Marketplace.Numerics, Elementary.cs, which takes the same integer steps). Over all float32 x
/// the value of e^x closest to a rounding boundary is 2^-52.64 from it (0xc16912cd): every result rounds right. Only
/// e^0 is representable, no result is a tie, so adding half a unit and cutting is round to nearest even.
library Elementary {
    function exp(uint256 x) internal pure returns (uint256 r) {
        uint256 magnitude = x & 0x7fffffff;
        // Above 87.33 results may be subnormal, zero or infinite.
        if (magnitude > 0x42aeac4f) return _expFar(x, magnitude);
        (uint256 n, uint256 numerator, uint256 denominator) = _ratio(_fixed(x, magnitude));
        // Assembly: a field that borrows and carries by itself. The quotient lies in [2^107.5, 2^108.5]; its top bit
        // decides the exponent.
        assembly ("memory-safe") {
            let quotient := div(shl(108, numerator), denominator)
            let top := shr(108, quotient)
            r := add(shl(23, add(n, add(125, top))), shr(1, add(1, shr(add(83, top), quotient))))
        }
    }

    /// @dev |x| above 87.33: the same, with the ends of the range.
    function _expFar(uint256 x, uint256 magnitude) private pure returns (uint256 r) {
        if (magnitude > 0x7f800000) return 0x7fc00000;
        if (x < 0x80000000) {
            if (magnitude > 0x42b17217) return 0x7f800000;
        } else if (magnitude > 0x42cff1b4) {
            return 0;
        }
        (uint256 n, uint256 numerator, uint256 denominator) = _ratio(_fixed(x, magnitude));
        // Assembly: as above; a subnormal result drops more bits, under the exponent field 0.
        assembly ("memory-safe") {
            let quotient := div(shl(108, numerator), denominator)
            let top := shr(108, quotient)
            let exponent := add(n, add(125, top))
            let drop := add(83, top)
            if slt(exponent, 0) {
                drop := sub(drop, exponent)
                exponent := 0
            }
            r := add(shl(23, exponent), shr(1, add(1, shr(drop, quotient))))
        }
    }

    /// @dev x * 2^110 in two's complement, |x| < 2^7. Exact from 2^-87 on; below that the result is 1 all the same.
    function _fixed(uint256 x, uint256 magnitude) private pure returns (uint256 scaled) {
        // Assembly: negation without a branch.
        assembly ("memory-safe") {
            scaled := shr(40, shl(shr(23, magnitude), or(and(magnitude, 0x7fffff), 0x800000)))
            let negative := sub(0, shr(31, x))
            scaled := sub(xor(scaled, negative), negative)
        }
    }

    /// @dev e^(scaled / 2^110) = 2^n * numerator / denominator, |scaled| < 2^118; the ratio is in [0.707, 1.415].
    function _ratio(uint256 scaled) private pure returns (uint256 n, uint256 numerator, uint256 denominator) {
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
            numerator := add(p, odd)
            denominator := sub(p, odd)
        }
    }
}
