// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Bits} from "@evm/Bits.sol";
import {Test} from "../Test.sol";

/// The leading bits of a word, in the build that the profile chooses, against bits that are counted one by one.
contract BitsTest is Test {
    function test_zero_hasOnlyZeros() public pure {
        assertEq(Bits.leadingZeros(0), 256);
        assertEq(Bits.leading24(0), type(uint256).max);
    }

    function test_powersOfTwo_andTheirNeighbours() public pure {
        // Unchecked: below the lowest and above the highest power the word wraps around, which is a word as well.
        unchecked {
            for (uint256 k = 0; k < 256; ++k) {
                uint256 power = 1 << k;
                assertEq(Bits.leadingZeros(power), 255 - k);
                _check(power - 1);
                _check(power);
                _check(power + 1);
                _check(0 - power);
                _check(type(uint256).max - power);
            }
        }
    }

    function testFuzz_everyWord(uint256 x) public pure {
        _check(x);
    }

    /// A random word has few leading zeros: here every number of them is equally likely, and the rest is random or sparse.
    function testFuzz_everyLength(uint256 x, uint256 sparse, uint8 zeros) public pure {
        _check(x >> zeros);
        _check((x & sparse) >> zeros);
        _check((x & sparse & (sparse << 7) & (x << 19)) >> zeros);
        _check(x << zeros);
    }

    function _check(uint256 x) private pure {
        uint256 places = 0;
        for (uint256 rest = x; rest != 0; rest >>= 1) {
            ++places;
        }
        assertEq(Bits.leadingZeros(x), 256 - places);
        // -2^k, k the places beyond the first 24.
        assertEq(Bits.leading24(x), type(uint256).max << (places > 24 ? places - 24 : 0));
    }
}
