// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

/// @notice The place of one unit of one element's chain.
struct Unit {
    /// Environment root before the operation (E_j).
    bytes32 environment;
    /// Depth of either half of the slot tree.
    uint256 depth;
    /// Absolute step.
    uint256 step;
    /// Leaf of the output tensor and element inside it.
    uint256 leaf;
    uint256 element;
    /// Unit of the element's chain, and the accumulator before it.
    uint256 unit;
    uint256 start;
}

/// @title The referee: computes one unit of one element of one operation, and nothing else (D5).
interface IReferee {
    /// @param descriptor The operation (B4), already bound to the program.
    /// @param witness The operand leaves it reads, opened under the environment (B12).
    /// @return value The accumulator after the unit, a pattern in its canonical form.
    function evaluate(bytes calldata descriptor, Unit calldata unit, bytes calldata witness)
        external
        pure
        returns (uint256 value);
}
