// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IReasons} from "../interfaces/IReasons.sol";
import {JobRecord, PAID_IN_TOKENS, SlashedRound} from "./JobTypes.sol";
import {Audit, Verdict, VerifierStake} from "./VerifierTypes.sol";

/// @notice All that the market stores, in one place, and what every part of it does with money.
/// @dev `ComputeMarket` and `MarketExtension` both begin with this contract and declare no storage beside it: what the
/// extension does in the market's name, it does to the market's words. A test compares the two layouts.
abstract contract MarketStorage is IReasons {
    uint64 internal _jobCount;
    /// @dev Wei that are lost for good and not yet sent away. In one word with the number of jobs, which is never zero
    /// again: no burning pays for a fresh word.
    uint192 internal _burned;

    mapping(uint64 job => JobRecord) internal _jobs;
    mapping(uint64 job => mapping(uint32 round => SlashedRound)) internal _slashed;
    /// @dev Wei that an account may withdraw.
    mapping(address account => uint256) internal _balances;
    /// @dev A sealed state, a commitment, or zero (B9, B10).
    mapping(bytes32 game => bytes32) internal _games;
    /// @dev What an account may withdraw of a token, in its smallest units.
    mapping(address token => mapping(address account => uint256)) internal _tokenBalances;
    /// @dev Bit n mod 256 of word n / 256: the submitter's offer n was posted or revoked (M14).
    mapping(address submitter => mapping(uint256 word => uint256)) internal _usedOffers;
    mapping(address verifier => VerifierStake) internal _verifiers;
    /// @dev All stakes in the registry, in wei.
    uint96 internal _staked;
    mapping(uint64 job => mapping(uint32 round => Audit)) internal _audits;
    /// @dev By the key of B21.
    mapping(bytes32 key => Verdict) internal _verdicts;

    /// @dev Credits an amount of what the job's price is paid in.
    function _credit(JobRecord storage j, address account, uint256 amount) internal {
        if (j.features & PAID_IN_TOKENS == 0) _balances[account] += amount;
        else _tokenBalances[j.terms.token][account] += amount;
    }

    /// @dev Verdicts do not speak against paying for the round (M10): silence, a receipt, or a majority of passes.
    function _isDelivered(uint64 job, JobRecord storage j) internal view returns (bool) {
        Audit storage a = _audits[job][j.round];
        return a.received || a.unavailable == 0 || a.passes > a.unavailable;
    }

    /// @dev What the verdicts that nobody gave would have cost, in what the job is paid in.
    function _unspent(JobRecord storage j) internal view returns (uint256) {
        return uint256(j.terms.auditFee) * j.slots;
    }

    function _burn(uint256 amount) internal {
        // All the coins there are fit into 96 bits.
        _burned += uint192(amount);
    }

    function _bond(JobRecord storage j, uint256 tier) internal view returns (uint256) {
        return uint256(j.terms.bond) << tier;
    }
}
