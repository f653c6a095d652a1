// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {TinyProgram} from "./TinyProgram.sol";
import {Trees} from "./Trees.sol";

/// One game as its players see it: the contract's last event, and where in the program it has got to.
struct Play {
    uint64 job;
    uint32 round;
    uint32 nonce;
    address challenger;
    address mover;
    uint256 bond;
    /// The block of the commitment, and what it hides.
    uint256 made;
    bytes opening;
    /// The last event's state (B9) and values; empty as long as the game is not open.
    bytes state;
    bytes values;
    /// The step from OPERATION on, the operation from LEAF on.
    uint256 step;
    uint256 operation;
}

/// The moves of both kinds of players (B12). An honest one denies the first claim that is wrong and claims what is
/// true. A liar denies what it likes and claims noise from some point on; only what has to be opened later has to be
/// there, so it keeps to segments that begin in the truth, as those of the honest do.
abstract contract TinyMoves is TinyProgram {
    uint256 internal constant STEP = 0;
    uint256 internal constant OPERATION = 1;
    uint256 internal constant LEAF = 2;
    uint256 internal constant ELEMENT = 3;

    enum Kind {
        None,
        Dissect,
        Descend,
        Prove
    }

    /// The pick of a segment, what it denies, and where it lies.
    struct Pick {
        bytes bytes_;
        uint256 start;
        uint256 length;
        bytes32 denied;
    }

    // ----------------------------------------------------------------------------------------------- openings

    /// The challenge of one interval of a claim of four roots; k's start has to be true.
    function openingOf(bytes32[4] memory roots, uint256 k, bool honest, uint256 seed)
        internal
        pure
        returns (bytes memory)
    {
        bytes memory trace = abi.encodePacked(roots[0], roots[1], roots[2], roots[3]);
        Play memory none;
        bytes memory claimed = _claims(none, STEP, k * INTERVAL, INTERVAL, honest, seed);
        return bytes.concat(_open(trace, 3, k), claimed);
    }

    // ----------------------------------------------------------------------------------------------- moves

    /// The next move of a game's mover. Kind.None: only a liar, before a leaf that is right, has none.
    function nextMove(Play memory p, bool honest, uint256 seed) internal pure returns (Kind, bytes memory) {
        uint256 alphabet = alphabetOf(p);
        if (alphabet == ELEMENT) return _proof(p);
        Pick memory pick = _pick(p, alphabet, honest, seed);
        if (pick.length > 1) {
            bytes memory finer = _claims(p, alphabet, pick.start, pick.length, honest, seed);
            return (Kind.Dissect, bytes.concat(pick.bytes_, finer));
        }
        if (alphabet == STEP) return (Kind.Descend, _intoStep(p, pick, honest, seed));
        if (alphabet == OPERATION) return (Kind.Descend, _intoOperation(p, pick, honest, seed));
        return (Kind.Descend, _intoLeaf(p, pick, honest, seed));
    }

    /// A proof about an element of the claimed leaf: the first that is wrong; none if all are right.
    function _proof(Play memory p) private pure returns (Kind, bytes memory) {
        uint256 row = startOf(p);
        bytes32 truth = firstWord(outputMultiple(p.step, p.operation), row);
        uint256 wrong = uint256(truth ^ _value(p.values, 0));
        if (wrong == 0) return (Kind.None, "");
        uint256 c = 0;
        while (uint32(wrong >> (224 - 32 * c)) == 0) ++c;
        return (Kind.Prove, proofOf(p, c));
    }

    /// A proof about element c, whether it is wrong or not.
    function proofOf(Play memory p, uint256 c) internal pure returns (bytes memory) {
        uint256 row = startOf(p);
        bytes32 z1 = Trees.pair(0, 0);
        bytes memory words = abi.encodePacked(uint8(c), _value(p.values, 0), bytes32(0), z1, Trees.pair(z1, z1));
        bytes32[] memory state = tensor(multiple(p.step, p.operation));
        bytes memory leaf =
            bytes.concat(leafBytes(firstWord(multiple(p.step, p.operation), row)), Trees.path(state, row));
        bytes memory witness;
        if (p.operation % 2 == 0) {
            witness = abi.encodePacked(Trees.root(state), trueScratch(p.step, p.operation), leaf, leaf);
        } else {
            uint32 m = scratchMultiple(p.step, p.operation);
            bytes32[] memory scratch = tensor(m);
            witness = abi.encodePacked(Trees.root(scratch), Trees.root(state), Trees.root(state));
            witness = bytes.concat(witness, leafBytes(firstWord(m, row)), Trees.path(scratch, row), leaf);
        }
        return bytes.concat(words, _site(p), witness);
    }

    function _intoStep(Play memory p, Pick memory pick, bool honest, uint256 seed) private pure returns (bytes memory) {
        p.step = pick.start;
        bytes32 state = honest ? trueState(pick.start + 1) : noise(seed, 100);
        bytes32 scratch = honest ? trueScratch(pick.start, OPERATIONS) : noise(seed, 101);
        bytes memory claimed = _claims(p, OPERATION, 0, OPERATIONS, honest, seed);
        // The last value is computed from the two roots, not claimed.
        bytes memory last = abi.encodePacked(state, scratch);
        return bytes.concat(pick.bytes_, tinyHeader(), last, _cut(claimed, claimed.length - 32));
    }

    function _intoOperation(Play memory p, Pick memory pick, bool honest, uint256 seed)
        private
        pure
        returns (bytes memory)
    {
        uint256 j = pick.start;
        p.operation = j;
        bytes memory context = abi.encodePacked(phaseRoot(), uint32(p.step), uint8(0), uint32(OPERATIONS));
        bytes memory place = bytes.concat(context, descriptor(j), Trees.path(descriptorLeaves(), j));
        bytes32 state = Trees.root(tensor(multiple(p.step, j)));
        bytes32 scratch = trueScratch(p.step, j);
        bytes memory slots = j % 2 == 0 ? abi.encodePacked(scratch, state) : abi.encodePacked(state, scratch);
        return bytes.concat(pick.bytes_, place, slots, _claims(p, LEAF, 0, ROWS, honest, seed));
    }

    function _intoLeaf(Play memory p, Pick memory pick, bool honest, uint256 seed) private pure returns (bytes memory) {
        uint32 m = outputMultiple(p.step, p.operation);
        bytes32 word = firstWord(m, pick.start);
        // A liar's leaf is wrong in one element of the row.
        if (!honest) word ^= bytes32(uint256(uint32(seed >> 16) | 1) << (224 - 32 * (seed % COLUMNS)));
        return bytes.concat(pick.bytes_, _site(p), leafBytes(word), Trees.leftPath(tensor(m), pick.start));
    }

    // ----------------------------------------------------------------------------------------------- parts

    /// The segment that a mover denies: the honest the first whose end is wrong, a liar any that begins in the truth.
    function _pick(Play memory p, uint256 alphabet, bool honest, uint256 seed) private pure returns (Pick memory pick) {
        (uint256 start, uint256 length) = (startOf(p), lengthOf(p));
        uint256 stride = (length + 15) / 16;
        uint256 n = (length + stride - 1) / stride;
        uint256 i = honest ? 0 : seed % n;
        if (honest) {
            while (_value(p.values, i + 1) == _truth(p, alphabet, _min(start + (i + 1) * stride, start + length))) ++i;
        } else {
            while (i > 0 && _value(p.values, i) != _truth(p, alphabet, start + i * stride)) --i;
        }
        pick.bytes_ = _open(p.values, n, i);
        pick.start = start + i * stride;
        pick.length = _min(stride, length - i * stride);
        pick.denied = _value(p.values, i + 1);
    }

    /// Values v_1 … v_n of a dissection: the truth, or noise from some point on, and always at the end.
    function _claims(Play memory p, uint256 alphabet, uint256 start, uint256 length, bool honest, uint256 seed)
        private
        pure
        returns (bytes memory claimed)
    {
        uint256 stride = (length + 15) / 16;
        uint256 n = (length + stride - 1) / stride;
        uint256 right = honest ? n : (seed >> 8) % n;
        for (uint256 i = 1; i <= n; ++i) {
            uint256 position = start + _min(i * stride, length);
            claimed = bytes.concat(claimed, i <= right ? _truth(p, alphabet, position) : noise(seed, i));
        }
    }

    function _truth(Play memory p, uint256 alphabet, uint256 position) private pure returns (bytes32) {
        if (alphabet == STEP) return trueState(position);
        if (alphabet == OPERATION) return trueEnvironment(p.step, position);
        return truePrefix(p.step, p.operation, position);
    }

    /// segment ‖ start ‖ end ‖ path of segment i among the n neighbouring pairs of values v_0 … v_n.
    function _open(bytes memory values, uint256 n, uint256 i) private pure returns (bytes memory) {
        bytes32[] memory pairs = new bytes32[](n);
        for (uint256 k = 0; k < n; ++k) {
            pairs[k] = Trees.pair(_value(values, k), _value(values, k + 1));
        }
        return abi.encodePacked(uint8(i), _value(values, i), _value(values, i + 1), Trees.path(pairs, i));
    }

    function _site(Play memory p) private pure returns (bytes memory) {
        bytes32 environment = trueEnvironment(p.step, p.operation);
        return abi.encodePacked(environment, uint32(p.step), uint8(0), descriptor(p.operation));
    }

    function noise(uint256 seed, uint256 i) internal pure returns (bytes32) {
        return keccak256(abi.encode("noise", seed, i));
    }

    // ----------------------------------------------------------------------------------------------- states (B9)

    function alphabetOf(Play memory p) internal pure returns (uint256) {
        return uint8(p.state[16]) >> 1;
    }

    function deadlineOf(Play memory p) internal pure returns (uint256) {
        return _number(p.state, 25, 5);
    }

    function startOf(Play memory p) internal pure returns (uint256) {
        return _number(p.state, 42, 5);
    }

    function lengthOf(Play memory p) internal pure returns (uint256) {
        return _number(p.state, 47, 5);
    }

    function _number(bytes memory data, uint256 offset, uint256 size) private pure returns (uint256 n) {
        assembly ("memory-safe") {
            n := shr(sub(256, shl(3, size)), mload(add(add(data, 32), offset)))
        }
    }

    function _value(bytes memory values, uint256 i) private pure returns (bytes32 v) {
        assembly ("memory-safe") {
            v := mload(add(values, shl(5, add(i, 1))))
        }
    }

    function _cut(bytes memory data, uint256 size) private pure returns (bytes memory) {
        assembly ("memory-safe") {
            mstore(data, size)
        }
        return data;
    }

    function _min(uint256 a, uint256 b) private pure returns (uint256) {
        return a < b ? a : b;
    }
}
