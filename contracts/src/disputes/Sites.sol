// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IReasons} from "../interfaces/IReasons.sol";
import {Cursors} from "../libraries/Cursor.sol";
import {Descriptors} from "../referee/Descriptors.sol";

/// @notice The place of an operation: E_j 32 ‖ step 4 ‖ D 1 ‖ descriptor (B12), and the one word into which everything
/// static about a game's place is folded (B11).
library Sites {
    using Cursors for Cursors.Cursor;

    uint256 private constant HEAD = 37;

    /// @notice The context of the alphabet OPERATION.
    function operationContext(bytes32 phaseRoot, uint256 step_, uint256 depth_, uint256 operations)
        internal
        pure
        returns (bytes32)
    {
        return keccak256(abi.encodePacked(phaseRoot, uint32(step_), uint8(depth_), uint32(operations)));
    }

    /// @notice The context of the alphabets LEAF and ELEMENT.
    function leafContext(bytes32 environment_, bytes32 descriptorLeaf, uint256 step_, uint256 depth_)
        internal
        pure
        returns (bytes32)
    {
        return keccak256(abi.encodePacked(environment_, descriptorLeaf, uint32(step_), uint8(depth_)));
    }

    /// @notice The context of the alphabet TERM.
    function termContext(bytes32 leafContext_, uint256 leaf) internal pure returns (bytes32) {
        return keccak256(abi.encodePacked(leafContext_, uint40(leaf)));
    }

    /// @notice Takes a site that is bound to a LEAF or ELEMENT context.
    function take(Cursors.Cursor memory c, bytes32 context) internal pure returns (uint256 site) {
        bytes32 found;
        (found, site) = _take(c);
        if (found != context) revert IReasons.WrongContext();
    }

    /// @notice Takes a site that is bound, with its leaf, to a TERM context.
    function takeInTerm(Cursors.Cursor memory c, uint256 leaf, bytes32 context) internal pure returns (uint256 site) {
        bytes32 found;
        (found, site) = _take(c);
        if (termContext(found, leaf) != context) revert IReasons.WrongContext();
    }

    function environment(uint256 site) internal pure returns (bytes32) {
        return bytes32(Cursors.load(site, 32));
    }

    function step(uint256 site) internal pure returns (uint256) {
        return Cursors.load(site + 32, 4);
    }

    function depth(uint256 site) internal pure returns (uint256) {
        return Cursors.load(site + 36, 1);
    }

    function descriptor(uint256 site) internal pure returns (uint256) {
        return site + HEAD;
    }

    function _take(Cursors.Cursor memory c) private pure returns (bytes32 context, uint256 site) {
        site = c.take(HEAD);
        (uint256 d, uint256 size) = Descriptors.take(c);
        context = leafContext(environment(site), Descriptors.leaf(d, size), step(site), depth(site));
    }
}
