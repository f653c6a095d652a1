// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IReasons} from "../interfaces/IReasons.sol";
import {IReferee, Unit} from "../interfaces/IReferee.sol";
import {Cursors} from "../libraries/Cursor.sol";
import {Merkle} from "../libraries/Merkle.sol";
import {Descriptors} from "../referee/Descriptors.sol";
import {Headers} from "../referee/Headers.sol";
import {Dissections} from "./Dissections.sol";
import {GameState, GameStates} from "./GameStates.sol";
import {Leaves} from "./Leaves.sol";
import {Picks} from "./Picks.sol";
import {Sites} from "./Sites.sol";

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
        return Picks.cut(g, c, from, to, 0);
    }

    /// @notice D3: denies one segment and cuts it.
    function dissect(GameState memory g, bytes calldata move) internal pure returns (bytes memory) {
        Cursors.Cursor memory c = Cursors.over(move);
        uint256 alphabet = g.alphabet();
        if (alphabet == GameStates.ELEMENT) revert IReasons.WrongAlphabet();
        if (alphabet == GameStates.TERM) {
            (uint256 acc, uint256 denied) = Picks.term(g, c);
            if (g.length == 1) revert IReasons.NothingToCut();
            return Picks.cutTerms(g, c, acc, denied);
        }
        (bytes32 from, bytes32 to) = Picks.segment(g, c);
        if (g.length == 1) revert IReasons.NothingToCut();
        return Picks.cut(g, c, from, to, 0);
    }

    /// @notice D4: claims a denied segment of one unit one alphabet finer.
    function descend(GameState memory g, bytes calldata move) internal pure returns (bytes memory) {
        Cursors.Cursor memory c = Cursors.over(move);
        uint256 alphabet = g.alphabet();
        if (alphabet > GameStates.LEAF) revert IReasons.WrongAlphabet();
        (bytes32 from, bytes32 to) = Picks.segment(g, c);
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
        g.context = Sites.operationContext(phaseRoot, g.start, depth, operations);
        g.start = 0;
        g.length = uint40(operations);
        // A step starts with empty scratch (C3).
        return Picks.cut(g, c, Merkle.pair(from, Merkle.zero(depth)), 0, Merkle.pair(persistent, scratch));
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
        g.context = Sites.leafContext(from, leaf, Cursors.load(preimage + 32, 4), depth);
        g.start = 0;
        g.length = uint40(leaves);
        return Picks.cut(g, c, Merkle.zero(Merkle.depth(leaves)), 0, 0);
    }

    /// @dev LEAF→ELEMENT: one leaf of the output, shown; written into the agreed prefix it must not give the denied one.
    function _intoLeaf(GameState memory g, Cursors.Cursor memory c, bytes32 from, bytes32 to)
        private
        pure
        returns (bytes memory values)
    {
        uint256 d = Sites.descriptor(Sites.take(c, g.context));
        uint256 pos = c.take(256);
        uint256 type_ = Descriptors.outputType(d);
        uint256 valid = Descriptors.validElements(d, g.start);
        Leaves.requireSound(pos, type_ == Descriptors.I8 ? valid : 4 * valid, type_ == Descriptors.F32);
        Leaves.requireContinues(c, Cursors.hash(pos, 256), g.start, Merkle.depth(Descriptors.outputLeaves(d)), from, to);
        c.finish();

        // The last element's number: the count could be 256.
        g.aux = uint8(valid - 1);
        g.root = Leaves.wordsRoot(pos);
        values = Cursors.slice(pos, 256);
    }

    // ----------------------------------------------------------------------------------------------- ELEMENT, TERM

    /// @notice D4: denies one element of the claimed leaf and claims the accumulators of its chain.
    function chain(GameState memory g, bytes calldata move) internal pure returns (bytes memory) {
        Cursors.Cursor memory c = Cursors.over(move);
        if (g.alphabet() != GameStates.ELEMENT) revert IReasons.WrongAlphabet();
        (uint256 element, uint256 word) = Picks.element(g, c);
        uint256 d = Sites.descriptor(Sites.take(c, g.context));
        uint256 type_ = Descriptors.outputType(d);
        uint256 claimed = Picks.claimed(g, element, word, type_);
        uint256 units = Descriptors.units(d, Descriptors.column(d, g.start, element));
        if (units == 1) revert IReasons.NothingToCut();

        g.turn += 2;
        g.aux = GameStates.termAux(element, type_ != Descriptors.F32);
        g.context = Sites.termContext(g.context, g.start);
        g.start = 0;
        g.length = uint40(units);
        return Picks.cutTerms(g, c, Descriptors.initial(d), claimed);
    }

    /// @notice D5: denies one unit and has it computed. Returns only if the claim was wrong.
    function prove(GameState memory g, bytes calldata move, IReferee referee) internal pure {
        Cursors.Cursor memory c = Cursors.over(move);
        Unit memory unit;
        uint256 denied;
        uint256 word;
        uint256 alphabet = g.alphabet();
        if (alphabet == GameStates.ELEMENT) {
            (unit.element, word) = Picks.element(g, c);
            unit.leaf = g.start;
        } else if (alphabet == GameStates.TERM) {
            (unit.start, denied) = Picks.term(g, c);
            if (g.length != 1) revert IReasons.NotOneUnit();
            unit.unit = g.start;
            unit.element = g.element();
            unit.leaf = c.number(5);
        } else {
            revert IReasons.WrongAlphabet();
        }

        uint256 site =
            alphabet == GameStates.TERM ? Sites.takeInTerm(c, unit.leaf, g.context) : Sites.take(c, g.context);
        uint256 d = Sites.descriptor(site);
        if (alphabet == GameStates.ELEMENT) {
            denied = Picks.claimed(g, unit.element, word, Descriptors.outputType(d));
            if (Descriptors.units(d, Descriptors.column(d, unit.leaf, unit.element)) != 1) {
                revert IReasons.NotOneUnit();
            }
            unit.start = Descriptors.initial(d);
        }
        unit.environment = Sites.environment(site);
        unit.step = Sites.step(site);
        unit.depth = Sites.depth(site);

        uint256 value = referee.evaluate(Cursors.slice(d, c.pos - d), unit, Cursors.slice(c.pos, c.end - c.pos));
        if (value == denied) revert IReasons.ProvesNothing();
    }
}
