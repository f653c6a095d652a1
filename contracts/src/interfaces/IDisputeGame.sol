// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

/// @title The dispute game (D1–D10): alternate turns, each denies one claimed transition and claims it more finely.
interface IDisputeGame {
    event Committed(
        uint64 indexed job, uint32 round, address indexed challenger, uint32 nonce, uint16 sequence, uint8 tier
    );
    /// @dev Its data are not encoded by the ABI, which tells of none: state 136 ‖ mover 20 ‖ values, that is the game's whole
    /// state (B9), who has to move now, and what the last mover claimed: v_0 … v_n, or the leaf.
    event Moved(uint64 indexed job, bytes32 indexed game);
    event GameDecided(uint64 indexed job, bytes32 indexed game, address winner, address loser, bool byProof);

    /// @notice Announces a challenge without showing it; the bond is sent along (D1).
    /// @param round Of the claim that is challenged, and
    /// @param traceRoot what it claims: of any other claim the call is refused (`RoundOver`), and no bond is bound.
    /// @param commitment H(chain id, contract, job, round, challenger, nonce, salt, opening) (B10).
    function commit(uint64 job, uint32 round, bytes32 traceRoot, uint32 nonce, bytes32 commitment) external payable;

    /// @notice Shows a committed challenge, in a later block: denies the end of one interval and dissects it (D1).
    function open(uint64 job, uint32 nonce, bytes16 salt, bytes calldata opening) external;

    // The four moves have no arguments of the ABI: behind the selector stand state 136 ‖ move (B12) and nothing else. Its
    // offsets, lengths and padding would be the dearest 209 bytes of every turn.

    /// @notice Denies one segment of the opponent's dissection and cuts it (D3).
    function dissect() external;

    /// @notice Denies a segment of one unit and claims it one alphabet finer (D4).
    function descend() external;

    /// @notice Denies one element of the claimed leaf by its chain of accumulators (D4).
    function chain() external;

    /// @notice Denies one unit and has the referee compute it: reverts with `ProvesNothing` if the claim was right (D5).
    function prove() external;

    /// @notice Ends a game whose mover's clock has run out: the mover loses (D6). By anybody.
    function timeout(bytes calldata state, address mover) external;
}
