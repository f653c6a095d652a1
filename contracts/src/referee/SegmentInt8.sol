// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

/// @title A segment of a product of i8: acc + Σ a[k] · b[k], exact, modulo 2^32 (F8)
/// @dev Eight numbers lie in a word, a lane of 32 bits each. The product of X = Σ x_i · 2^(32i) and Y = Σ y_(7−i) · 2^(32i),
/// modulo 2^256, has Σ x_i · y_i in its highest lane, and below it sums that are just as small: a lane of all the 32
/// products of a leaf together stays within 2^22 in magnitude. So the products are added as they are, the highest lane is
/// read once, and rounding it to the nearest takes off what the lanes below borrow or carry.
/// Bytes beyond the last term are cleared: padding is no term, whatever it holds (F7), and adding a zero is none either.
library SegmentInt8 {
    /// @dev 128 in every byte: a signed byte with its top bit turned round is its number + 128.
    uint256 private constant _BIAS = 0x8080808080808080808080808080808080808080808080808080808080808080;
    /// @dev 128 in every lane.
    uint256 private constant _BIASES = 0x0000008000000080000000800000008000000080000000800000008000000080;
    /// @dev The lowest byte of every lane.
    uint256 private constant _BYTES = 0x000000ff000000ff000000ff000000ff000000ff000000ff000000ff000000ff;
    uint256 private constant _EVEN_LANES = 0x00000000ffffffff00000000ffffffff00000000ffffffff00000000ffffffff;
    uint256 private constant _EVEN_PAIRS = 0x0000000000000000ffffffffffffffff0000000000000000ffffffffffffffff;

    /// @param a Calldata offset of a leaf of 256 signed bytes.
    /// @param b Calldata offset of the other leaf.
    /// @param terms How many of them are terms, 0 to 256; what follows is padding and does not count.
    /// @param acc The sum before, a 32-bit pattern.
    /// @return sum The sum after, modulo 2^32.
    function run(uint256 a, uint256 b, uint256 terms, uint256 acc) internal pure returns (uint256 sum) {
        // Assembly: 32 terms in a word, the four bytes of a lane written out, because a loop over them would cost more
        // than they do. Everything is modulo 2^256: a lane below zero borrows from the next.
        assembly ("memory-safe") {
            let toB := sub(b, a)
            let end := add(a, terms)
            // Half of the highest lane's unit, for the rounding.
            sum := shl(223, 1)
            for {} lt(a, end) { a := add(a, 32) } {
                let x := calldataload(a)
                let y := calldataload(add(a, toB))
                if gt(add(a, 32), end) {
                    let inside := not(shr(shl(3, sub(end, a)), not(0)))
                    x := and(x, inside)
                    y := and(y, inside)
                }
                x := xor(x, _BIAS)
                y := xor(y, _BIAS)

                // The eight lanes of y in the opposite order; inside a lane nothing moves.
                y := or(and(shr(32, y), _EVEN_LANES), shl(32, and(y, _EVEN_LANES)))
                y := or(and(shr(64, y), _EVEN_PAIRS), shl(64, and(y, _EVEN_PAIRS)))
                y := or(shr(128, y), shl(128, y))

                sum := add(sum, mul(sub(and(x, _BYTES), _BIASES), sub(and(y, _BYTES), _BIASES)))
                sum := add(sum, mul(sub(and(shr(8, x), _BYTES), _BIASES), sub(and(shr(8, y), _BYTES), _BIASES)))
                sum := add(sum, mul(sub(and(shr(16, x), _BYTES), _BIASES), sub(and(shr(16, y), _BYTES), _BIASES)))
                sum := add(sum, mul(sub(and(shr(24, x), _BYTES), _BIASES), sub(and(shr(24, y), _BYTES), _BIASES)))
            }
            sum := and(add(acc, shr(224, sum)), 0xffffffff)
        }
    }
}
