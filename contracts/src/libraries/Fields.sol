// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

/// @notice Structs in storage and out of it by one loop over the sizes of their fields.
/// @dev What the compiler writes for a struct of twenty fields is twenty masks and shifts, wherever it is read or written.
library Fields {
    /// @notice Reads the struct that begins at `slot`.
    /// @param sizes Of the fields in bytes, in order. A field that does not fit into the rest of a word begins the next one,
    /// as the compiler packs them; so does a struct within, which here never fits into the rest.
    /// @return at Where the fields lie in memory now, a word each, as a struct or an answer has them.
    function load(uint256 slot, bytes memory sizes) internal view returns (uint256 at) {
        // Assembly: the memory that is taken is free, and is marked as taken at the end.
        assembly ("memory-safe") {
            at := mload(0x40)
            let to := at
            let word := sload(slot)
            let used := 0
            for { let i := 0 } lt(i, mload(sizes)) { i := add(i, 1) } {
                let size := byte(0, mload(add(add(sizes, 32), i)))
                if gt(add(used, size), 32) {
                    slot := add(slot, 1)
                    word := sload(slot)
                    used := 0
                }
                mstore(to, and(shr(mul(8, used), word), shr(sub(256, mul(8, size)), not(0))))
                used := add(used, size)
                to := add(to, 32)
            }
            mstore(0x40, to)
        }
    }

    /// @notice Writes the struct that begins at `slot`, whole words at a time.
    /// @param at Where its fields lie in memory, a word each and none wider than its size.
    /// @param sizes As for `load`.
    function store(uint256 slot, uint256 at, bytes memory sizes) internal {
        // Assembly: fields are joined as they are, because their types have cut them already.
        assembly ("memory-safe") {
            let word := 0
            let used := 0
            for { let i := 0 } lt(i, mload(sizes)) { i := add(i, 1) } {
                let size := byte(0, mload(add(add(sizes, 32), i)))
                if gt(add(used, size), 32) {
                    sstore(slot, word)
                    slot := add(slot, 1)
                    word := 0
                    used := 0
                }
                word := or(word, shl(mul(8, used), mload(add(at, mul(32, i)))))
                used := add(used, size)
            }
            sstore(slot, word)
        }
    }

    /// @notice Ends the call: returns the struct that begins at `slot`, whose fields have these sizes.
    function answer(uint256 slot, bytes memory sizes) internal view {
        uint256 at = load(slot, sizes);
        // Assembly: what was read is the answer, as it is.
        assembly ("memory-safe") {
            return(at, sub(mload(0x40), at))
        }
    }
}
