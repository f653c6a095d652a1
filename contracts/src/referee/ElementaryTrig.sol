// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Bits} from "@evm/Bits.sol";

/// @title Correctly rounded sine and cosine of float32, over the whole range (F5)
/// @notice A value is a uint256 that holds a clean 32-bit pattern. Total: 0x7fc00000 at +-inf and for a NaN.
/// @dev |x| * 2/pi modulo 4 at scale 2^254 is the product of the significand with a window of the bits of 2/pi, modulo
/// 2^256: the word's wrap-around drops the multiples of 4. The rounded upper two bits are the quadrant, the signed rest
/// f an angle of f * pi/2; sin(f pi/2)/f and cos(f pi/2) are Chebyshev interpolants of degree 10 in f^2. The relative
/// error is below 2^-94 (the sum is in Marketplace.Numerics, Elementary.Trigonometric.cs, which takes the same integer
/// steps). Nearest to a rounding boundary over all float32 lie sin 2^-54.20 (0x73243f06) and cos 2^-55.89 (0x6115cb11):
/// every result rounds right. Only sin 0 and cos 0 are representable, no result is a tie, so adding half a unit and
/// cutting is round to nearest even.
library ElementaryTrig {
    function sin(uint256 x) internal pure returns (uint256) {
        uint256 magnitude = x & 0x7fffffff;
        // Unchecked: one comparison for both ends. Up to 2^-12 sin x rounds to x.
        unchecked {
            if (magnitude - 0x39800001 < 0x7f800000 - 0x39800001) return _sineAt(magnitude, 0) ^ (x & 0x80000000);
        }
        return magnitude < 0x7f800000 ? x : 0x7fc00000;
    }

    function cos(uint256 x) internal pure returns (uint256) {
        uint256 magnitude = x & 0x7fffffff;
        // Unchecked: as above. Up to 2^-12 cos x rounds to 1.
        unchecked {
            if (magnitude - 0x39800001 < 0x7f800000 - 0x39800001) return _sineAt(magnitude, 1);
        }
        return magnitude < 0x7f800000 ? 0x3f800000 : 0x7fc00000;
    }

    /// @dev sin(|x| + quadrants * pi/2).
    function _sineAt(uint256 magnitude, uint256 quadrants) private pure returns (uint256 r) {
        uint256 p;
        uint256 negative;
        // Assembly: products modulo 2^256, signed shifts, and a carry into the exponent.
        assembly ("memory-safe") {
            let field := shr(23, magnitude)
            // Bits 1 to 256 of 2/pi, then 257 to 512.
            let turn := 0xa2f9836e4e441529fc2757d1f534ddc0db6295993c439041fe5163abdebbc561
            switch gt(field, 152)
            case 0 { turn := shr(sub(152, field), turn) }
            default {
                let rest := 0xb7246e3a424dd2e006492eea09d1921cfe1deb1cb129a73ee88235f52ebb4484
                turn := or(shl(sub(field, 152), turn), shr(sub(408, field), rest))
            }
            turn := mul(turn, or(and(magnitude, 0x7fffff), 0x800000))
            quadrants := add(quadrants, shr(254, add(turn, shl(253, 1))))
            let f := sar(131, shl(2, turn)) // at 2^125
            let square := shr(122, mul(f, f)) // at 2^128
            switch and(quadrants, 1)
            case 0 {
                p := sub(0xc51ef42eeca2750cddc86, shr(128, mul(square, 0x1267bc582a4e2ea54f50)))
                p := sub(0x6abb0c4700bd89026a9ac82, shr(128, mul(square, p)))
                p := sub(0x2df5b73e15ab54e32b135e8ca, shr(128, mul(square, p)))
                p := sub(0xf47a1a680c3e1e0a855b43a363, shr(128, mul(square, p)))
                p := sub(0x3c60e9fbd10e3ae6fb75b16c885c, shr(128, mul(square, p)))
                p := sub(0xa83c1a43f73c0dc4ed55d9df9033a, shr(128, mul(square, p)))
                p := sub(0x132d2cce62bd85be65d397f8d095aec, shr(128, mul(square, p)))
                p := sub(0x1466bc6775aae1d247e67d7e76539359, shr(128, mul(square, p)))
                p := sub(0xa55de7312df295f55dc72f664bf1567b, shr(128, mul(square, p)))
                p := sub(0x1921fb54442d18469898cc516fed83a2f, shr(128, mul(square, p)))
                p := mul(f, p)
            }
            default {
                p := sub(0x950519554b3ae6d3d50028, shr(128, mul(square, 0xf5e70811ee8d3e00f919)))
                p := sub(0x48318aaf80eae99a01527e5d, shr(128, mul(square, p)))
                p := sub(0x1b6e24f437da0582c417f008b1, shr(128, mul(square, p)))
                p := sub(0x7e74e28dd8c9e4bbd5533ad7758, shr(128, mul(square, p)))
                p := sub(0x1a6d1f2a204a882090a7bf8278d0c, shr(128, mul(square, p)))
                p := sub(0x3c3ea0d1237575e5c219ec656f4cbf, shr(128, mul(square, p)))
                p := sub(0x5574f1f8f2ffe7f152679b1476c66ee, shr(128, mul(square, p)))
                p := sub(0x40f07c206d6b0ecd4cc014936faa2d88, shr(128, mul(square, p)))
                p := sub(0x13bd3cc9be45de5a4adc4d913e7ab8093, shr(128, mul(square, p)))
                p := sub(0xffffffffffffffffffffffffd5eca1b7, shr(128, mul(square, p)))
                p := shl(125, p)
            }
            negative := sar(255, p)
            p := sub(xor(p, negative), negative)
        }
        uint256 zeros = Bits.leadingZeros(p);
        assembly ("memory-safe") {
            r := add(shl(23, sub(128, zeros)), shr(1, add(1, shr(231, shl(zeros, p)))))
            // Two quadrants on the sign turns.
            r := or(and(xor(negative, shl(30, quadrants)), 0x80000000), r)
        }
    }
}
