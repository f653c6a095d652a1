// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Dissections} from "../../src/disputes/Dissections.sol";
import {Test} from "../Test.sol";

/// @notice Cuts tile the interval (D3, B8), whatever its length below 2^40 and with either arity a. Let s = ⌈ℓ/a⌉ and n
/// = ⌈ℓ/s⌉.
/// @dev The proof by hand, whose conclusions are then tested on the library's own functions. An SMT solver proves the
/// same from the library's code: `proofs/Intervals.sol`.
///
/// The proof, over the integers. (1) s ≥ ℓ/a, so ℓ/s ≤ a, so n ≤ a. (2) i < n means i ≤ n − 1 < ℓ/s, so i·s < ℓ:
/// segment i begins inside and has min(s, ℓ − i·s) ≥ 1 units. (3) i + 1 < n means (i + 1)·s < ℓ by (2), so segment i
/// has exactly s units and ends where segment i + 1 begins; the last one ends at ℓ, because ℓ − (n − 1)·s ≤ s by n ≥
/// ℓ/s. (4) For ℓ > 1 and a ≥ 2, s ≤ ⌈ℓ/2⌉ < ℓ: every segment is shorter, and the game ends. What the proof takes for
/// granted, that the unchecked arithmetic is that of the integers, holds because every number is below 2^46. The tests
/// look for a slip between this text and the code: every length up to 20,000, every length within 100 of the odd
/// multiples up to 15 of every power of two, and 100,000 random ones.
contract IntervalsTest is Test {
    uint256 private constant LONGEST = 2 ** 40 - 1;

    /// forge-config: default.fuzz.runs = 100000
    function testFuzz_anyLength_isTiled(uint40 length, uint8 bits, uint40 start) public pure {
        // Half of the runs are uniform, half have a uniform number of bits.
        uint256 l = bits & 1 == 0 ? length : length >> (bits % 40);
        if (l == 0) l = 1;
        _requireTiled(start, l, Dissections.ROOT_ARITY);
        _requireTiled(start, l, Dissections.TERM_ARITY);
    }

    function test_everyShortLength_isTiled() public pure {
        for (uint256 l = 1; l <= 20_000; ++l) {
            _requireTiled(0, l, Dissections.ROOT_ARITY);
            _requireTiled(0, l, Dissections.TERM_ARITY);
        }
    }

    function test_lengthsAroundPowers_areTiled() public pure {
        for (uint256 bits = 1; bits <= 40; ++bits) {
            for (uint256 odd = 1; odd <= 15; odd += 2) {
                for (uint256 off = 0; off <= 200; ++off) {
                    uint256 l = (odd << bits) + off;
                    if (l <= 100 || l - 100 > LONGEST) continue;
                    _requireTiled(3, l - 100, Dissections.ROOT_ARITY);
                    _requireTiled(3, l - 100, Dissections.TERM_ARITY);
                }
            }
        }
    }

    /// How many cuts the longest segment takes until one unit is left: the logarithm to the base 16, rounded up.
    function test_cuts_areTheLogarithm() public pure {
        for (uint256 l = 1; l <= 5000; ++l) {
            uint256 cuts;
            for (uint256 size = l; size > 1; ++cuts) {
                size = Dissections.stride(size, Dissections.ROOT_ARITY);
            }
            uint256 reach = 1;
            for (uint256 i = 0; i < cuts; ++i) {
                reach *= 16;
            }
            require(l <= reach && (cuts == 0 || l > reach / 16), "ceil(log16) cuts");
        }
    }

    function _requireTiled(uint256 start, uint256 length, uint256 arity) private pure {
        uint256 n = Dissections.segments(length, arity);
        require(n >= 1 && n <= arity, "1 to arity segments");
        require(length == 1 || n >= 2, "at least two, unless it is one unit");
        uint256 next = start;
        for (uint256 i = 0; i < n; ++i) {
            (uint256 begin, uint256 size) = Dissections.place(start, length, i, arity);
            require(begin == next, "begins where the last one ended");
            require(size >= 1, "is not empty");
            require(length == 1 || size < length, "is shorter than the whole");
            next = begin + size;
        }
        require(next == start + length, "the last one ends where the whole ends");
    }
}
