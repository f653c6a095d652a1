// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IReasons} from "../interfaces/IReasons.sol";
import {Cursors} from "../libraries/Cursor.sol";
import {Merkle} from "../libraries/Merkle.sol";
import {Words} from "../libraries/Words.sol";
import {Descriptors} from "../referee/Descriptors.sol";
import {Dissections} from "./Dissections.sol";
import {GameState, GameStates} from "./GameStates.sol";

/// @notice Naming what is denied of the opponent's last claim, and posting a finer claim in its place (D3).
library Picks {
    using Cursors for Cursors.Cursor;
    using GameStates for GameState;

    /// @notice Names a segment of the opponent's dissection, accepts its start, denies its end.
    function segment(GameState memory g, Cursors.Cursor memory c) internal pure returns (bytes32 from, bytes32 to) {
        uint256 count = Dissections.segments(g.length, Dissections.ROOT_ARITY);
        uint256 i = c.number(1);
        if (i >= count) revert IReasons.NoSuchSegment();
        (from, to) = Dissections.openPair(c, g.root, i, count);
        _narrow(g, i, Dissections.ROOT_ARITY);
    }

    /// @notice The same among accumulators.
    function term(GameState memory g, Cursors.Cursor memory c) internal pure returns (uint256 from, uint256 to) {
        uint256 count = Dissections.segments(g.length, Dissections.TERM_ARITY);
        uint256 i = c.number(1);
        if (i >= count) revert IReasons.NoSuchSegment();
        (from, to) = Dissections.openTerm(c, g.root, i, count);
        _narrow(g, i, Dissections.TERM_ARITY);
    }

    function _narrow(GameState memory g, uint256 i, uint256 arity) private pure {
        (uint256 start, uint256 length) = Dissections.place(g.start, g.length, i, arity);
        g.start = uint40(start);
        g.length = uint40(length);
    }

    /// @notice An element of the claimed leaf.
    /// @return number Its number in the leaf.
    /// @return pos Where its word and the word's path lie in calldata; which word it is, the element's type says.
    function element(GameState memory g, Cursors.Cursor memory c) internal pure returns (uint256 number, uint256 pos) {
        number = c.number(1);
        if (number > g.aux) revert IReasons.NoSuchElement();
        pos = c.take(128);
    }

    /// @notice The pattern claimed for an element; of i8 its byte, extended by its sign.
    function claimed(GameState memory g, uint256 number, uint256 pos, uint256 type_) internal pure returns (uint256) {
        // Unchecked: an element's number has one byte.
        unchecked {
            uint256 perWord = type_ == Descriptors.I8 ? 32 : 8;
            uint256 word = Cursors.load(pos, 32);
            if (Merkle.climb(bytes32(word), number / perWord, pos + 32, 3) != g.root) revert IReasons.WrongOpening();
            number %= perWord;
            if (perWord == 32) return Words.signed(Cursors.load(pos + number, 1));
            return uint32(Words.swap(word) >> (224 - 32 * number));
        }
    }

    /// @notice Posts a dissection of the units of `g`; its end must not be the denied one.
    function cut(GameState memory g, Cursors.Cursor memory c, bytes32 from, bytes32 denied, bytes32 last)
        internal
        pure
        returns (bytes memory values)
    {
        uint256 n = Dissections.segments(g.length, Dissections.ROOT_ARITY);
        values = Dissections.takeRoots(c, from, n, last);
        // A descent has compared its end already, in the coarser alphabet (denied = 0).
        if (denied != 0 && Dissections.lastOf(values) == denied) revert IReasons.SameEnd();
        g.root = Merkle.rootOfPairs(values);
    }

    /// @notice The same with accumulators.
    function cutTerms(GameState memory g, Cursors.Cursor memory c, uint256 from, uint256 denied)
        internal
        pure
        returns (bytes memory values)
    {
        uint256 n = Dissections.segments(g.length, Dissections.TERM_ARITY);
        values = Dissections.takeTerms(c, from, n, g.integers());
        uint256 end;
        assembly ("memory-safe") {
            end := shr(224, mload(add(add(values, 32), shl(2, n))))
        }
        if (end == denied) revert IReasons.SameEnd();
        g.root = Dissections.rootOfTerms(values, n);
    }
}
