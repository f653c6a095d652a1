// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IReasons} from "../interfaces/IReasons.sol";
import {IReferee, Unit} from "../interfaces/IReferee.sol";
import {Cursors} from "../libraries/Cursor.sol";
import {Merkle} from "../libraries/Merkle.sol";
import {Words} from "../libraries/Words.sol";
import {Descriptors} from "../referee/Descriptors.sol";
import {Headers} from "../referee/Headers.sol";
import {Dissections} from "./Dissections.sol";
import {GameState, GameStates} from "./GameStates.sol";

/// @notice What each move must show, and what it makes of the game state (D1–D5, B12). Clocks and money are not known here.
/// Every function narrows `g` to the next disputed transition and returns the values claimed in it.
library Moves {
    using Cursors for Cursors.Cursor;
    using GameStates for GameState;

    // ----------------------------------------------------------------------------------------------- STEP, OPERATION, LEAF

    /// @notice D1: denies the end of interval k of the claim and dissects it.
    function open(GameState memory g, bytes calldata move, bytes32 traceRoot, uint256 steps, uint256 interval)
        internal
        pure
        returns (bytes memory)
    {
        Cursors.Cursor memory c = Cursors.over(move);
        uint256 count = Headers.intervals(steps, interval);
        uint256 k = c.number(1);
        if (k >= count) revert IReasons.NoSuchSegment();
        (bytes32 from, bytes32 to) = Dissections.openPair(c, traceRoot, k, count);
        uint256 rest = steps - k * interval;
        g.start = uint40(k * interval);
        g.length = uint40(rest < interval ? rest : interval);
        return _cut(g, c, from, to, 0);
    }

    /// @notice D3: denies one segment and cuts it.
    function dissect(GameState memory g, bytes calldata move) internal pure returns (bytes memory) {
        Cursors.Cursor memory c = Cursors.over(move);
        uint256 alphabet = g.alphabet();
        if (alphabet == GameStates.ELEMENT) revert IReasons.WrongAlphabet();
        if (alphabet == GameStates.TERM) {
            (uint256 acc, uint256 denied) = _pickTerm(g, c);
            if (g.length == 1) revert IReasons.NothingToCut();
            return _cutTerms(g, c, acc, denied);
        }
        (bytes32 from, bytes32 to) = _pick(g, c);
        if (g.length == 1) revert IReasons.NothingToCut();
        return _cut(g, c, from, to, 0);
    }

    /// @notice D4: claims a denied segment of one unit one alphabet finer.
    function descend(GameState memory g, bytes calldata move) internal pure returns (bytes memory) {
        Cursors.Cursor memory c = Cursors.over(move);
        uint256 alphabet = g.alphabet();
        if (alphabet > GameStates.LEAF) revert IReasons.WrongAlphabet();
        (bytes32 from, bytes32 to) = _pick(g, c);
        if (g.length != 1) revert IReasons.NotOneUnit();
        g.turn += 2;
        if (alphabet == GameStates.STEP) return _intoStep(g, c, from, to);
        if (alphabet == GameStates.OPERATION) return _intoOperation(g, c, from, to);
        return _intoLeaf(g, c, from, to);
    }

    /// @dev STEP→OPERATION: one step from S_t, claimed as the environments between its operations.
    function _intoStep(GameState memory g, Cursors.Cursor memory c, bytes32 from, bytes32 to)
        private
        pure
        returns (bytes memory)
    {
        (uint256 h, uint256 size) = Headers.take(c);
        if (Cursors.hash(h, size) != g.context) revert IReasons.WrongProgram();
        bytes32 persistent = c.word();
        bytes32 scratch = c.word();
        if (persistent == to) revert IReasons.SameEnd();

        uint256 depth = Headers.depth(h);
        (bytes32 phaseRoot, uint256 operations) = Headers.phaseAt(h, g.start);
        g.context = keccak256(abi.encodePacked(phaseRoot, uint32(g.start), uint8(depth), uint32(operations)));
        g.start = 0;
        g.length = uint40(operations);
        // A step starts with empty scratch (C3).
        return _cut(g, c, Merkle.pair(from, Merkle.zero(depth)), 0, Merkle.pair(persistent, scratch));
    }

    /// @dev OPERATION→LEAF: one operation from E_j, claimed as its output tensor growing leaf by leaf.
    function _intoOperation(GameState memory g, Cursors.Cursor memory c, bytes32 from, bytes32 to)
        private
        pure
        returns (bytes memory)
    {
        uint256 preimage = c.take(41);
        if (Cursors.hash(preimage, 41) != g.context) revert IReasons.WrongContext();
        uint256 depth = Cursors.load(preimage + 36, 1);

        (uint256 d, uint256 size) = Descriptors.take(c);
        bytes32 leaf = Descriptors.leaf(d, size);
        {
            uint256 levels = Merkle.depth(Cursors.load(preimage + 37, 4));
            uint256 path = c.take(32 * levels);
            bytes32 phaseRoot = bytes32(Cursors.load(preimage, 32));
            if (Merkle.climb(leaf, g.start, path, levels) != phaseRoot) revert IReasons.WrongDescriptor();
        }

        uint256 leaves = Descriptors.outputLeaves(d);
        {
            bytes32 old = c.word();
            uint256 slotPath = c.take(32 * (depth + 1));
            uint256 slot = Descriptors.outputSlot(d);
            if (Merkle.climb(old, slot, slotPath, depth + 1) != from) revert IReasons.WrongOpening();
            // The claimed output root is the dissection's last value: with it the environment must not end as denied.
            if (c.end - c.pos != 32 * Dissections.segments(leaves, Dissections.ROOT_ARITY)) {
                revert IReasons.WrongLength();
            }
            bytes32 output = bytes32(Cursors.load(c.end - 32, 32));
            if (Merkle.climb(output, slot, slotPath, depth + 1) == to) revert IReasons.SameEnd();
        }
        g.context = keccak256(abi.encodePacked(from, leaf, uint32(Cursors.load(preimage + 32, 4)), uint8(depth)));
        g.start = 0;
        g.length = uint40(leaves);
        return _cut(g, c, Merkle.zero(Merkle.depth(leaves)), 0, 0);
    }

    /// @dev LEAF→ELEMENT: one leaf of the output, shown; written into the agreed prefix it must not give the denied one.
    function _intoLeaf(GameState memory g, Cursors.Cursor memory c, bytes32 from, bytes32 to)
        private
        pure
        returns (bytes memory values)
    {
        (, uint256 d) = _site(c, g.context);
        uint256 pos = c.take(256);
        uint256 valid = Descriptors.validElements(d, g.start);
        _requireLeaf(pos, valid, Descriptors.outputType(d) == Descriptors.F32);
        _requirePrefix(c, Cursors.hash(pos, 256), g.start, Merkle.depth(Descriptors.outputLeaves(d)), from, to);
        c.finish();

        g.aux = uint8(valid);
        g.root = _wordsRoot(pos);
        values = Cursors.slice(pos, 256);
    }

    // ----------------------------------------------------------------------------------------------- ELEMENT, TERM

    /// @notice D4: denies one element of the claimed leaf and claims the accumulators of its chain.
    function chain(GameState memory g, bytes calldata move) internal pure returns (bytes memory) {
        Cursors.Cursor memory c = Cursors.over(move);
        if (g.alphabet() != GameStates.ELEMENT) revert IReasons.WrongAlphabet();
        (uint256 element, uint256 claimed) = _pickElement(g, c);
        (, uint256 d) = _site(c, g.context);
        uint256 units = Descriptors.units(d, _column(d, g.start, element));
        if (units == 1) revert IReasons.NothingToCut();

        g.turn += 2;
        g.aux = uint8(element);
        g.context = keccak256(abi.encodePacked(g.context, g.start));
        g.start = 0;
        g.length = uint40(units);
        return _cutTerms(g, c, Descriptors.initial(d), claimed);
    }

    /// @notice D5: denies one unit and has it computed. Returns only if the claim was wrong.
    function prove(GameState memory g, bytes calldata move, IReferee referee) internal pure {
        Cursors.Cursor memory c = Cursors.over(move);
        Unit memory unit;
        uint256 denied;
        bytes32 context = g.context;
        uint256 alphabet = g.alphabet();
        if (alphabet == GameStates.ELEMENT) {
            (unit.element, denied) = _pickElement(g, c);
            unit.leaf = g.start;
        } else if (alphabet == GameStates.TERM) {
            (unit.start, denied) = _pickTerm(g, c);
            if (g.length != 1) revert IReasons.NotOneUnit();
            unit.unit = g.start;
            unit.element = g.aux;
            unit.leaf = c.number(5);
        } else {
            revert IReasons.WrongAlphabet();
        }

        uint256 site = c.pos;
        (context, site) = _siteOf(c, alphabet, unit.leaf, context);
        uint256 d = site + 37;
        if (alphabet == GameStates.ELEMENT) {
            if (Descriptors.units(d, _column(d, unit.leaf, unit.element)) != 1) revert IReasons.NotOneUnit();
            unit.start = Descriptors.initial(d);
        }
        unit.environment = bytes32(Cursors.load(site, 32));
        unit.step = Cursors.load(site + 32, 4);
        unit.depth = Cursors.load(site + 36, 1);

        uint256 value = referee.evaluate(Cursors.slice(d, c.pos - d), unit, Cursors.slice(c.pos, c.end - c.pos));
        if (value == denied) revert IReasons.ProvesNothing();
    }

    // ----------------------------------------------------------------------------------------------- pieces

    /// @dev Names a segment of the opponent's dissection, accepts its start, denies its end.
    function _pick(GameState memory g, Cursors.Cursor memory c) private pure returns (bytes32 from, bytes32 to) {
        uint256 count = Dissections.segments(g.length, Dissections.ROOT_ARITY);
        uint256 i = c.number(1);
        if (i >= count) revert IReasons.NoSuchSegment();
        (from, to) = Dissections.openPair(c, g.root, i, count);
        _narrow(g, i, Dissections.ROOT_ARITY);
    }

    function _pickTerm(GameState memory g, Cursors.Cursor memory c) private pure returns (uint256 from, uint256 to) {
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

    /// @dev An element of the claimed leaf and the pattern claimed for it.
    function _pickElement(GameState memory g, Cursors.Cursor memory c)
        private
        pure
        returns (uint256 element, uint256 claimed)
    {
        element = c.number(1);
        if (element >= g.aux) revert IReasons.NoSuchElement();
        bytes32 word = c.word();
        uint256 path = c.take(96);
        if (Merkle.climb(word, element / 8, path, 3) != g.root) revert IReasons.WrongOpening();
        claimed = uint32(Words.swap(uint256(word)) >> (224 - 32 * (element % 8)));
    }

    /// @dev Posts a dissection of the units of `g`; its end must not be the denied one.
    function _cut(GameState memory g, Cursors.Cursor memory c, bytes32 from, bytes32 denied, bytes32 last)
        private
        pure
        returns (bytes memory)
    {
        uint256 n = Dissections.segments(g.length, Dissections.ROOT_ARITY);
        bytes32[] memory values = Dissections.takeRoots(c, from, n, last);
        // A descent has compared its end already, in the coarser alphabet (denied = 0).
        if (denied != 0 && values[n] == denied) revert IReasons.SameEnd();
        g.root = Dissections.rootOf(values);
        return abi.encodePacked(values);
    }

    function _cutTerms(GameState memory g, Cursors.Cursor memory c, uint256 from, uint256 denied)
        private
        pure
        returns (bytes memory values)
    {
        uint256 n = Dissections.segments(g.length, Dissections.TERM_ARITY);
        values = Dissections.takeTerms(c, from, n);
        uint256 end;
        // Reads v_n, then drops the zero bytes behind it: they were only needed for hashing.
        assembly ("memory-safe") {
            end := shr(224, mload(add(add(values, 32), shl(2, n))))
        }
        if (end == denied) revert IReasons.SameEnd();
        g.root = Dissections.rootOfTerms(values, n);
        assembly ("memory-safe") {
            mstore(values, add(shl(2, n), 4))
        }
    }

    /// @dev site = E_j 32 ‖ step 4 ‖ D 1 ‖ descriptor, bound to the game's context (B11).
    function _site(Cursors.Cursor memory c, bytes32 context) private pure returns (uint256 site, uint256 d) {
        bytes32 found;
        (found, site) = _takeSite(c);
        d = site + 37;
        if (found != context) revert IReasons.WrongContext();
    }

    function _siteOf(Cursors.Cursor memory c, uint256 alphabet, uint256 leaf, bytes32 context)
        private
        pure
        returns (bytes32 found, uint256 site)
    {
        (found, site) = _takeSite(c);
        if (alphabet == GameStates.TERM) found = keccak256(abi.encodePacked(found, uint40(leaf)));
        if (found != context) revert IReasons.WrongContext();
    }

    function _takeSite(Cursors.Cursor memory c) private pure returns (bytes32 context, uint256 site) {
        site = c.take(37);
        (uint256 d, uint256 size) = Descriptors.take(c);
        context = keccak256(
            abi.encodePacked(
                bytes32(Cursors.load(site, 32)),
                Descriptors.leaf(d, size),
                uint32(Cursors.load(site + 32, 4)),
                uint8(Cursors.load(site + 36, 1))
            )
        );
    }

    /// @dev The output column of an element of a leaf.
    function _column(uint256 d, uint256 leaf, uint256 element) private pure returns (uint256) {
        return 64 * (leaf % Descriptors.leavesPerRow(Descriptors.dimension(d, 3))) + element;
    }

    /// @dev An own leaf: zero past the row's end (C1), every NaN in its one form (F4).
    function _requireLeaf(uint256 pos, uint256 valid, bool isFloat) private pure {
        for (uint256 i = 0; i < 8; ++i) {
            uint256 word = Cursors.load(pos + 32 * i, 32);
            uint256 inside = valid > 8 * i ? valid - 8 * i : 0;
            if (inside < 8 && word << (32 * inside) != 0) revert IReasons.PaddingNotZero();
            if (isFloat) Words.requireCanonical(Words.swap(word));
        }
    }

    /// @dev The prefixes before and after the leaf. A sibling to the left is given, one to the right is missing: Z_n.
    function _requirePrefix(
        Cursors.Cursor memory c,
        bytes32 leaf,
        uint256 index,
        uint256 levels,
        bytes32 from,
        bytes32 to
    ) private pure {
        bytes32 before;
        bytes32 missing;
        for (uint256 l = 0; l < levels; ++l) {
            if ((index >> l) & 1 == 1) {
                bytes32 left = c.word();
                before = Merkle.pair(left, before);
                leaf = Merkle.pair(left, leaf);
            } else {
                before = Merkle.pair(before, missing);
                leaf = Merkle.pair(leaf, missing);
            }
            missing = Merkle.pair(missing, missing);
        }
        if (before != from) revert IReasons.WrongOpening();
        if (leaf == to) revert IReasons.SameEnd();
    }

    function _wordsRoot(uint256 pos) private pure returns (bytes32) {
        bytes32[] memory words = new bytes32[](8);
        for (uint256 i = 0; i < 8; ++i) {
            words[i] = bytes32(Cursors.load(pos + 32 * i, 32));
        }
        return Merkle.root(words);
    }
}
