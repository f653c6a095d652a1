// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Dissections} from "../src/disputes/Dissections.sol";
import {Headers} from "../src/referee/Headers.sol";

/// @notice What is proved of the arithmetic of intervals (D3, B7, B8), for every length below 2^40 and every start: the
/// compiler's model checker hands each assertion, with the library's own code inlined and its unchecked arithmetic taken
/// modulo 2^256, to an SMT solver. `./market prove-intervals` runs it; nothing here is ever deployed.
contract Intervals {
    uint256 private constant LENGTHS = 2 ** 40;

    /// A segment has at least one unit, and as many segments as the arity allows reach the end.
    function strideOfRoots(uint256 length) external pure {
        require(length > 0 && length < LENGTHS);
        uint256 s = Dissections.stride(length, Dissections.ROOT_ARITY);
        assert(s >= 1);
        assert(16 * s >= length);
        assert(16 * s < length + 16);
        // The game ends: every segment of a cut is shorter than what was cut.
        assert(length == 1 || s < length);
    }

    function strideOfTerms(uint256 length) external pure {
        require(length > 0 && length < LENGTHS);
        uint256 s = Dissections.stride(length, Dissections.TERM_ARITY);
        assert(s >= 1);
        assert(64 * s >= length);
        assert(64 * s < length + 64);
        assert(length == 1 || s < length);
    }

    /// There is a segment, and there are no more than the arity says.
    function countOfRoots(uint256 length) external pure {
        require(length > 0 && length < LENGTHS);
        uint256 n = Dissections.segments(length, Dissections.ROOT_ARITY);
        assert(n >= 1);
        assert(n <= 16);
    }

    function countOfTerms(uint256 length) external pure {
        require(length > 0 && length < LENGTHS);
        uint256 n = Dissections.segments(length, Dissections.TERM_ARITY);
        assert(n >= 1);
        assert(n <= 64);
    }

    /// No segment is empty or leaves what was cut.
    function insideOfRoots(uint256 start, uint256 length, uint256 i) external pure {
        require(length > 0 && length < LENGTHS && start < LENGTHS);
        require(i < Dissections.segments(length, Dissections.ROOT_ARITY));
        (uint256 from, uint256 size) = Dissections.place(start, length, i, Dissections.ROOT_ARITY);
        assert(size >= 1);
        assert(from >= start);
        assert(from + size <= start + length);
    }

    function insideOfTerms(uint256 start, uint256 length, uint256 i) external pure {
        require(length > 0 && length < LENGTHS && start < LENGTHS);
        require(i < Dissections.segments(length, Dissections.TERM_ARITY));
        (uint256 from, uint256 size) = Dissections.place(start, length, i, Dissections.TERM_ARITY);
        assert(size >= 1);
        assert(from >= start);
        assert(from + size <= start + length);
    }

    /// The first begins where the cut does; each ends where the next begins; the last ends where the cut does.
    function firstOfRoots(uint256 start, uint256 length) external pure {
        require(length > 0 && length < LENGTHS && start < LENGTHS);
        (uint256 from,) = Dissections.place(start, length, 0, Dissections.ROOT_ARITY);
        assert(from == start);
    }

    function lastOfRoots(uint256 start, uint256 length) external pure {
        require(length > 0 && length < LENGTHS && start < LENGTHS);
        uint256 n = Dissections.segments(length, Dissections.ROOT_ARITY);
        (uint256 from, uint256 size) = Dissections.place(start, length, n - 1, Dissections.ROOT_ARITY);
        assert(from + size == start + length);
    }

    function nextOfRoots(uint256 start, uint256 length, uint256 i) external pure {
        require(length > 0 && length < LENGTHS && start < LENGTHS);
        require(i < Dissections.segments(length, Dissections.ROOT_ARITY) - 1);
        (uint256 from, uint256 size) = Dissections.place(start, length, i, Dissections.ROOT_ARITY);
        (uint256 next,) = Dissections.place(start, length, i + 1, Dissections.ROOT_ARITY);
        assert(from + size == next);
    }

    function firstOfTerms(uint256 start, uint256 length) external pure {
        require(length > 0 && length < LENGTHS && start < LENGTHS);
        (uint256 from,) = Dissections.place(start, length, 0, Dissections.TERM_ARITY);
        assert(from == start);
    }

    function lastOfTerms(uint256 start, uint256 length) external pure {
        require(length > 0 && length < LENGTHS && start < LENGTHS);
        uint256 n = Dissections.segments(length, Dissections.TERM_ARITY);
        (uint256 from, uint256 size) = Dissections.place(start, length, n - 1, Dissections.TERM_ARITY);
        assert(from + size == start + length);
    }

    function nextOfTerms(uint256 start, uint256 length, uint256 i) external pure {
        require(length > 0 && length < LENGTHS && start < LENGTHS);
        require(i < Dissections.segments(length, Dissections.TERM_ARITY) - 1);
        (uint256 from, uint256 size) = Dissections.place(start, length, i, Dissections.TERM_ARITY);
        (uint256 next,) = Dissections.place(start, length, i + 1, Dissections.TERM_ARITY);
        assert(from + size == next);
    }

    /// The intervals of a job: the one that an opening names has a step, and the last one ends at step N (C5, D1).
    function checkpoints(uint256 steps, uint256 interval, uint256 k) external pure {
        require(steps > 0 && steps < 2 ** 32 && interval > 0 && interval <= steps);
        uint256 m = Headers.intervals(steps, interval);
        assert(m >= 1);
        assert(m * interval >= steps);
        require(k < m);
        assert(k * interval < steps);
        assert(k == m - 1 || (k + 1) * interval < steps);
    }
}
