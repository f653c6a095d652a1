// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

/// @title Who wants to hear of a result (M11): the `callback` of a job's terms.
interface IJobConsumer {
    /// @notice The job is final and everybody is paid. Called once, by the market, with 100,000 gas; a failure changes
    /// nothing. Whoever implements it looks at `msg.sender`, and trusts no job that it does not know: anybody may post one
    /// that calls anybody back.
    /// @param spec SHA-256 of the job spec.
    /// @param traceRoot Over the pairs of claimed state roots (B7): the last leaf holds the result's.
    function onJobFinalized(uint64 job, bytes32 spec, bytes32 traceRoot) external;
}
