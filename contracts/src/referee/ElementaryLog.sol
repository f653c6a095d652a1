// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Bits} from "@evm/Bits.sol";

/// @title The correctly rounded natural logarithm of float32 (F5)
/// @notice A value is a uint256 that holds a clean 32-bit pattern. Total: -inf at +-0, 0x7fc00000 below and for a NaN.
/// @dev x = 2^e m with m in (1/sqrt 2, sqrt 2], s = (m - 1)/(m + 1), ln x = 2 s p(s^2) + e ln 2; p is the Chebyshev
/// interpolant of degree 12 of atanh(sqrt z)/sqrt z. Where m is next to 1, e is 0: no cancellation. The relative error
/// is below 2^-95 (the sum is in Marketplace.Numerics, Elementary.Log.cs, which takes the same integer steps). Nearest
/// to a rounding boundary over all float32 lies 0x65d890d3, 2^-57.78 from it: every result rounds right. Only ln 1 is
/// representable, no result is a tie, so adding half a unit and cutting is round to nearest even.
library ElementaryLog {
    function log(uint256 x) internal pure returns (uint256) {
        // Unchecked: one comparison for both ends of the normal numbers; an exponent in two's complement.
        unchecked {
            if (x - 0x800000 < 0x7f000000) return _ofNormal(x >> 23, x & 0x7fffff | 0x800000);
            if (x & 0x7fffffff == 0) return 0xff800000;
            if (x >= 0x7f800000) return x == 0x7f800000 ? x : 0x7fc00000;
            uint256 shift = Bits.leadingZeros(x) - 232;
            return _ofNormal(1 - shift, x << shift);
        }
    }

    /// @dev Of significand * 2^(field - 150), the significand in [2^23, 2^24).
    function _ofNormal(uint256 field, uint256 significand) private pure returns (uint256 r) {
        uint256 sum;
        // Assembly: signed division and shifts of signed fixed-point numbers, and a carry into the exponent.
        assembly ("memory-safe") {
            let upper := gt(significand, 0xb504f3) // sqrt(2) * 2^23
            let one := shl(add(23, upper), 1)
            let s := sdiv(shl(128, sub(significand, one)), add(significand, one))
            let z := shr(128, mul(s, s))
            let p := add(0xaf46d36f8b8e476060e90d23ef04a28, shr(128, mul(z, 0xc3fa23084363858eeaa4e04d6914f70)))
            p := add(0xc33037cdb667f0aac0f50863f1536f9, shr(128, mul(z, p)))
            p := add(0xd7930dfc3e1eb5e6e6d48c521e0cc66, shr(128, mul(z, p)))
            p := add(0xf0f0f753c6aebfc8ae0f3cfd5f1f5b2, shr(128, mul(z, p)))
            p := add(0x1111110f8e670ec1a30cebce382d4408, shr(128, mul(z, p)))
            p := add(0x13b13b13b52303810550d7e3682885b7, shr(128, mul(z, p)))
            p := add(0x1745d1745d10830dbf00defa166c599e, shr(128, mul(z, p)))
            p := add(0x1c71c71c71c723f2fdb7de2926e30d1f, shr(128, mul(z, p)))
            p := add(0x249249249249248d54d7bcad011b8649, shr(128, mul(z, p)))
            p := add(0x333333333333333334e5f9eab0f2cb84, shr(128, mul(z, p)))
            p := add(0x555555555555555555551acd28020f10, shr(128, mul(z, p)))
            p := add(0x10000000000000000000000014e1c151e, shr(128, mul(z, p)))
            // ln(2) * 2^128 times e.
            let whole := mul(sub(add(field, upper), 127), 0xb17217f7d1cf79abc9e3b39803f2f6af)
            sum := add(sar(127, mul(s, p)), whole)
        }
        if (sum != 0) {
            uint256 negative;
            assembly ("memory-safe") {
                negative := sar(255, sum)
                sum := sub(xor(sum, negative), negative)
            }
            uint256 zeros = Bits.leadingZeros(sum);
            assembly ("memory-safe") {
                r := add(shl(23, sub(253, zeros)), shr(1, add(1, shr(231, shl(zeros, sum)))))
                r := or(and(negative, 0x80000000), r)
            }
        }
    }
}
