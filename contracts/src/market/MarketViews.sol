// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IMarketExtension} from "../interfaces/IMarketExtension.sol";
import {IVerifiers} from "../interfaces/IVerifiers.sol";
import {Fields} from "../libraries/Fields.sol";
import {JobRecord, SlashedRound} from "./JobTypes.sol";
import {MarketStorage} from "./MarketStorage.sol";
import {Audit, Verdict, VerifierStake} from "./VerifierTypes.sol";

/// @notice What anybody may read of the market's storage.
abstract contract MarketViews is IVerifiers, IMarketExtension, MarketStorage {
    /// @dev The sizes of the fields of a `JobRecord`, a `SlashedRound`, a `VerifierStake`, an `Audit` and a `Verdict`.
    bytes private constant JOB = hex"140502" hex"14010201020105" hex"0c040402030303"
        hex"0c0c0c0c040404040404051414200c0c0202" hex"20202020";
    bytes private constant ROUND = hex"0c0c0202";
    bytes private constant STAKE = hex"0c0c050c05";
    bytes private constant AUDIT = hex"0c05050202020101" hex"2020";
    bytes private constant VERDICT = hex"01050208";

    /// @inheritdoc IMarketExtension
    function jobCount() external view returns (uint64) {
        return _jobCount;
    }

    /// @inheritdoc IMarketExtension
    function burned() external view returns (uint192) {
        return _burned;
    }

    /// @inheritdoc IMarketExtension
    function balances(address account) external view returns (uint256) {
        return _balances[account];
    }

    /// @inheritdoc IMarketExtension
    function tokenBalances(address token, address account) external view returns (uint256) {
        return _tokenBalances[token][account];
    }

    /// @inheritdoc IMarketExtension
    function games(bytes32 game) external view returns (bytes32) {
        return _games[game];
    }

    /// @inheritdoc IMarketExtension
    function getJob(uint64 job) external view returns (JobRecord memory) {
        JobRecord storage j = _jobs[job];
        uint256 slot;
        assembly ("memory-safe") {
            slot := j.slot
        }
        Fields.answer(slot, JOB);
    }

    /// @inheritdoc IMarketExtension
    function getSlashedRound(uint64 job, uint32 round) external view returns (SlashedRound memory) {
        SlashedRound storage r = _slashed[job][round];
        uint256 slot;
        assembly ("memory-safe") {
            slot := r.slot
        }
        Fields.answer(slot, ROUND);
    }

    /// @inheritdoc IVerifiers
    function getVerifier(address verifier) external view returns (VerifierStake memory) {
        VerifierStake storage v = _verifiers[verifier];
        uint256 slot;
        assembly ("memory-safe") {
            slot := v.slot
        }
        Fields.answer(slot, STAKE);
    }

    /// @inheritdoc IVerifiers
    function staked() external view returns (uint96) {
        return _staked;
    }

    /// @inheritdoc IVerifiers
    function getAudit(uint64 job, uint32 round) external view returns (Audit memory) {
        Audit storage a = _audits[job][round];
        uint256 slot;
        assembly ("memory-safe") {
            slot := a.slot
        }
        Fields.answer(slot, AUDIT);
    }

    /// @inheritdoc IVerifiers
    function getVerdict(bytes32 key) external view returns (Verdict memory) {
        Verdict storage v = _verdicts[key];
        uint256 slot;
        assembly ("memory-safe") {
            slot := v.slot
        }
        Fields.answer(slot, VERDICT);
    }
}
