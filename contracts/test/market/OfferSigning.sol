// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Terms} from "../../src/market/JobTypes.sol";
import {MarketFixture} from "./MarketFixture.sol";

/// What a submitter's wallet does: the fixture's job as an offer, signed.
abstract contract OfferSigning is MarketFixture {
    uint40 internal constant UNTIL = 1_800_001_000;

    /// Written out again from the protocol (B20), not taken from the contract.
    function signedOffer(
        uint256 key,
        address verifying,
        address submitter_,
        Terms memory t,
        uint256 nonce,
        uint40 until
    ) internal view returns (bytes memory) {
        bytes memory termsType =
            "Terms(uint96 minPrice,uint96 maxPrice,uint96 stake,uint96 bond,uint32 rampSeconds,uint32 deliverySeconds,uint32 windowSeconds,uint32 budgetSeconds,uint32 minResponse,uint32 stepAllowance,uint40 closesAt,address token,address callback,bytes32 solvers,uint96 auditFee,uint96 auditStake,uint16 auditRate,uint16 auditSlots)";
        bytes memory offerType = bytes.concat(
            "JobOffer(address submitter,bytes32 program,bytes32 initialRoot,bytes32 spec,Terms terms,uint256 nonce,uint40 validUntil)",
            termsType
        );
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("ComputeMarket"),
                keccak256("1"),
                block.chainid,
                verifying
            )
        );
        bytes32 offer = keccak256(
            abi.encode(
                keccak256(offerType),
                submitter_,
                keccak256(header()),
                root(0),
                bytes32("spec"),
                keccak256(abi.encode(keccak256(termsType), t)),
                nonce,
                until
            )
        );
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, keccak256(abi.encodePacked(hex"1901", domain, offer)));
        return abi.encodePacked(r, s, v);
    }
}
