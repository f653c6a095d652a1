// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {JobRecord, SlashedRound, Terms} from "../market/JobTypes.sol";
import {IReasons} from "./IReasons.sol";

/// @title The market (M1–M5): jobs with their payment in escrow, solvers with their stake.
interface IJobMarket is IReasons {
    event JobPosted(
        uint64 indexed job, address indexed submitter, bytes32 spec, bytes header, bytes32 initialRoot, Terms terms
    );
    event JobLocked(uint64 indexed job, uint32 round, address indexed solver, uint96 price, uint40 deadline);
    event ClaimPosted(
        uint64 indexed job, uint32 round, address indexed solver, uint40 deadline, bytes32[] roots, bytes32[] blobs
    );
    event JobFinalized(uint64 indexed job, uint32 round, address indexed solver, uint256 price);
    event JobExpired(uint64 indexed job, uint32 round, address indexed solver, uint256 lost);
    event JobCancelled(uint64 indexed job, uint256 refund);
    event SolverSlashed(
        uint64 indexed job,
        uint32 round,
        address indexed solver,
        address indexed challenger,
        uint256 stake,
        uint256 reward
    );
    event BondLost(uint64 indexed job, uint32 round, address indexed challenger, uint256 bond, uint256 toDefender);
    event BondReturned(uint64 indexed job, uint32 round, address indexed challenger, uint256 bond, uint256 share);
    event Withdrawn(address indexed account, uint256 amount);
    event Burned(uint256 amount);

    /// @notice Posts a job and locks its highest price.
    /// @param header The program's header (B6), whose hash is the program root.
    /// @param initialRoot The state root before step 0.
    /// @param spec SHA-256 of the job spec, from which every agent recomputes the two others (C6).
    function post(bytes calldata header, bytes32 initialRoot, bytes32 spec, Terms calldata terms)
        external
        payable
        returns (uint64 job);

    /// @notice Ends a job that nobody holds and credits the escrow to the submitter: by the submitter at any time, by
    /// anybody once the job has closed.
    function cancel(uint64 job) external;

    /// @notice Takes a job for the price of this block; the stake is sent along.
    function lock(uint64 job) external payable;

    /// @notice Claims the state roots at steps 0, c, 2c … N and names the blobs of the states after each interval (C5).
    function claim(uint64 job, bytes32[] calldata roots, bytes32[] calldata blobs) external;

    /// @notice Ends a lock whose delivery deadline has passed.
    function expire(uint64 job) external;

    /// @notice Pays the solver once the window is over and no game or commitment is open.
    function finalize(uint64 job) external;

    /// @notice Sends the sender's balance (M5).
    function withdraw() external;

    /// @notice Sends what has been burned out of reach.
    function sweep() external;

    function getJob(uint64 job) external view returns (JobRecord memory);

    function getSlashedRound(uint64 job, uint32 round) external view returns (SlashedRound memory);
}
