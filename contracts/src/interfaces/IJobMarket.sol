// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IReasons} from "./IReasons.sol";

/// @title The life of a job that goes well (M1–M5), at `ComputeMarket` itself.
interface IJobMarket is IReasons {
    event JobLocked(uint64 indexed job, uint32 round, address indexed solver, uint96 price, uint40 deadline);
    event ClaimPosted(
        uint64 indexed job, uint32 round, address indexed solver, uint40 deadline, bytes32[] roots, bytes32[] blobs
    );
    /// @param price In what the job is paid in.
    event JobFinalized(
        uint64 indexed job, uint32 round, address indexed solver, address indexed submitter, uint256 price
    );
    /// @notice The consumer reverted or ran out of its gas; the job is final all the same (M11).
    event CallbackFailed(uint64 indexed job);
    event SolverSlashed(
        uint64 indexed job,
        uint32 round,
        address indexed solver,
        address indexed challenger,
        uint256 stake,
        uint256 reward
    );
    event BondLost(uint64 indexed job, uint32 round, address indexed challenger, uint256 bond, uint256 toDefender);
    event Withdrawn(address indexed account, uint256 amount);

    /// @notice Takes a job for the price of this block; the stake is sent along.
    function lock(uint64 job) external payable;

    /// @notice Takes a job that only listed solvers may take (M12).
    /// @param proof That the sender is on the list (B19); empty if the list is nobody but the sender.
    function lock(uint64 job, bytes32[] calldata proof) external payable;

    /// @notice Claims the state roots at steps 0, c, 2c … N and names the blobs of the states after each interval (C5).
    function claim(uint64 job, bytes32[] calldata roots, bytes32[] calldata blobs) external;

    /// @notice Pays the solver once the window is over and no game or commitment is open, and tells the job's consumer.
    function finalize(uint64 job) external;

    /// @notice Sends the sender's coins (M5).
    function withdraw() external;
}
