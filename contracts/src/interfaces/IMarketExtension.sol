// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {JobRecord, SlashedRound, Terms} from "../market/JobTypes.sol";
import {IReasons} from "./IReasons.sol";

/// @title What is done seldom: posting and ending jobs (M1–M3), returning bonds (D1, D7), and questions.
/// @notice Call it at the address of `ComputeMarket`, which hands it over to `MarketExtension`.
interface IMarketExtension is IReasons {
    event JobPosted(
        uint64 indexed job, address indexed submitter, bytes32 spec, bytes header, bytes32 initialRoot, Terms terms
    );
    event JobExpired(uint64 indexed job, uint32 round, address indexed solver, address indexed submitter, uint256 lost);
    /// @param refund In what the job is paid in.
    event JobCancelled(uint64 indexed job, address indexed submitter, uint256 refund);
    event BondReturned(uint64 indexed job, uint32 round, address indexed challenger, uint256 bond, uint256 share);
    event Burned(uint256 amount);
    event CommitmentForfeited(uint64 indexed job, bytes32 indexed game, address indexed challenger, uint256 bond);
    event Deposited(address indexed account, uint256 amount);
    event OfferPosted(uint64 indexed job, address indexed submitter, uint256 nonce);
    event OfferRevoked(address indexed submitter, uint256 nonce);
    event TokenWithdrawn(address indexed account, address indexed token, uint256 amount);

    /// @notice Posts a job and takes its highest price: coins are sent along, tokens are taken from the sender's allowance.
    /// @param header The program's header (B6), whose hash is the program root.
    /// @param initialRoot The state root before step 0.
    /// @param spec SHA-256 of the job spec, from which every agent recomputes the two others (C6).
    function post(bytes calldata header, bytes32 initialRoot, bytes32 spec, Terms calldata terms)
        external
        payable
        returns (uint64 job);

    /// @notice Adds coins to the sender's balance, for offers that somebody else will bring.
    function deposit() external payable;

    /// @notice Posts a job that its submitter has signed (M14, B20). By anybody: the submitter of record is the signer, who
    /// pays out of its balance here or with its tokens.
    /// @param submitter Whose key signed, or the contract that says so (ERC-1271).
    /// @param nonce Any number that this submitter has neither used nor revoked.
    /// @param validUntil Unix seconds after which nobody may post it.
    /// @param permit Empty, or what follows owner and spender in a call of the token's `permit` (ERC-2612): value 32 ‖
    /// deadline 32 ‖ v 32 ‖ r 32 ‖ s 32. One that fails is no hindrance.
    function postSigned(
        bytes calldata header,
        bytes32 initialRoot,
        bytes32 spec,
        Terms calldata terms,
        address submitter,
        uint256 nonce,
        uint40 validUntil,
        bytes calldata signature,
        bytes calldata permit
    ) external returns (uint64 job);

    /// @notice Makes the sender's offer with this nonce worthless.
    function revokeOffer(uint256 nonce) external;

    /// @notice Whether a submitter's offer was posted or revoked.
    function isOfferUsed(address submitter, uint256 nonce) external view returns (bool);

    /// @notice The domain of the signatures (ERC-5267).
    function eip712Domain()
        external
        view
        returns (
            bytes1 fields,
            string memory name,
            string memory version,
            uint256 chainId,
            address verifyingContract,
            bytes32 salt,
            uint256[] memory extensions
        );

    /// @notice Ends a job that nobody holds and credits the escrow to the submitter: by the submitter at any time, by
    /// anybody once the job has closed.
    function cancel(uint64 job) external;

    /// @notice Ends a lock whose delivery deadline has passed.
    function expire(uint64 job) external;

    /// @notice Gives the bond back after another game has ended the round (D7). By anybody.
    function release(bytes calldata state, address mover) external;

    /// @notice The same for a commitment that was never opened.
    function releaseCommitment(uint64 job, uint32 round, address challenger, uint32 nonce) external;

    /// @notice Ends a commitment that was not opened in time: the bond is burned (D1). By anybody.
    function forfeit(uint64 job, address challenger, uint32 nonce) external;

    /// @notice Sends the sender's balance of a token (M5).
    function withdrawToken(address token) external;

    /// @notice Sends what has been burned out of reach.
    function sweep() external;

    /// @notice How many jobs were ever posted; they are numbered from 1.
    function jobCount() external view returns (uint64);

    /// @notice Wei that are lost for good and not yet sent away.
    function burned() external view returns (uint192);

    /// @notice Wei that an account may withdraw.
    function balances(address account) external view returns (uint256);

    /// @notice What an account may withdraw of a token, in its smallest units.
    function tokenBalances(address token, address account) external view returns (uint256);

    /// @notice What is stored for a game: a sealed state, a commitment, or zero.
    function games(bytes32 game) external view returns (bytes32);

    function getJob(uint64 job) external view returns (JobRecord memory);

    function getSlashedRound(uint64 job, uint32 round) external view returns (SlashedRound memory);
}
