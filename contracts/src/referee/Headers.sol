// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IReasons} from "../interfaces/IReasons.sol";
import {Cursors} from "../libraries/Cursor.sol";

/// @notice Reads a program header (B6): law 2, N 4, c 4, D 1, slot-table root 32, inner 2, phases 1, phases × (root 32, operations 4).
library Headers {
    using Cursors for Cursors.Cursor;

    uint256 internal constant LAW = 1;
    uint256 internal constant MAX_INTERVALS = 256;
    uint256 internal constant MAX_DEPTH = 15;

    uint256 private constant HEAD = 46;
    uint256 private constant PHASE = 36;

    function intervals(uint256 steps, uint256 interval) internal pure returns (uint256) {
        return (steps + interval - 1) / interval;
    }

    /// @notice Takes a whole header; its own count of phases says how long it is.
    function take(Cursors.Cursor memory c) internal pure returns (uint256 h, uint256 size) {
        h = c.take(HEAD);
        // Unchecked: a place in calldata, and a count of one byte.
        unchecked {
            size = HEAD + PHASE * Cursors.load(h + 45, 1);
            c.take(size - HEAD);
        }
    }

    function depth(uint256 h) internal pure returns (uint256) {
        return Cursors.load(h + 10, 1);
    }

    /// @notice The phase that absolute step `t` runs: its root and number of operations.
    function phaseAt(uint256 h, uint256 t) internal pure returns (bytes32 root, uint256 operations) {
        uint256 inner = Cursors.load(h + 43, 2);
        uint256 phase = inner != 0 && t % (inner + 1) == inner ? 1 : 0;
        root = bytes32(Cursors.load(h + HEAD + PHASE * phase, 32));
        operations = Cursors.load(h + HEAD + PHASE * phase + 32, 4);
    }

    /// @notice Refuses a header that could not be played: everything else about a program is judged by the agents (O5).
    function check(bytes calldata header) internal pure returns (uint256 steps, uint256 interval) {
        Cursors.Cursor memory c = Cursors.over(header);
        (uint256 h,) = take(c);
        c.finish();
        // Unchecked: places in calldata, and fields of four bytes at most.
        unchecked {
            steps = Cursors.load(h + 2, 4);
            interval = Cursors.load(h + 6, 4);
            uint256 inner = Cursors.load(h + 43, 2);
            uint256 phases = Cursors.load(h + 45, 1);
            bool sound = Cursors.load(h, 2) == LAW && steps > 0 && interval > 0 && interval <= steps
                && depth(h) <= MAX_DEPTH && (phases == 1 ? inner == 0 : phases == 2 && inner > 0);
            if (!sound || intervals(steps, interval) > MAX_INTERVALS) revert IReasons.MalformedHeader();
            for (uint256 i = 0; i < phases; ++i) {
                if (Cursors.load(h + HEAD + PHASE * i + 32, 4) == 0) revert IReasons.MalformedHeader();
            }
        }
    }
}
