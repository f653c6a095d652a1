// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {IMarketExtension} from "../interfaces/IMarketExtension.sol";
import {JobPosting} from "./JobPosting.sol";
import {Terms} from "./JobTypes.sol";

/// @notice Jobs that their submitter signs and anybody may bring (M14): the submitter needs no coins for gas.
abstract contract JobOffers is JobPosting {
    /// @dev The typed data of B20 (EIP-712).
    bytes32 private constant TERMS_TYPEHASH = keccak256(
        "Terms(uint96 minPrice,uint96 maxPrice,uint96 stake,uint96 bond,uint32 rampSeconds,uint32 deliverySeconds,"
        "uint32 windowSeconds,uint32 budgetSeconds,uint32 minResponse,uint32 stepAllowance,uint40 closesAt,address token,"
        "address callback,bytes32 solvers,uint96 auditFee,uint96 auditStake,uint16 auditRate,uint16 auditSlots)"
    );
    bytes32 private constant OFFER_TYPEHASH = keccak256(
        "JobOffer(address submitter,bytes32 program,bytes32 initialRoot,bytes32 spec,Terms terms,uint256 nonce,"
        "uint40 validUntil)"
        "Terms(uint96 minPrice,uint96 maxPrice,uint96 stake,uint96 bond,uint32 rampSeconds,uint32 deliverySeconds,"
        "uint32 windowSeconds,uint32 budgetSeconds,uint32 minResponse,uint32 stepAllowance,uint40 closesAt,address token,"
        "address callback,bytes32 solvers,uint96 auditFee,uint96 auditStake,uint16 auditRate,uint16 auditSlots)"
    );
    bytes32 private constant DOMAIN_TYPEHASH =
        keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");

    /// @inheritdoc IMarketExtension
    function deposit() external payable onlyInMarket {
        _balances[msg.sender] += msg.value;
        emit Deposited(msg.sender, msg.value);
    }

    /// @inheritdoc IMarketExtension
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
    ) external nonReentrant returns (uint64 job) {
        if (block.timestamp > validUntil) revert OfferExpired();
        if (isOfferUsed(submitter, nonce)) revert OfferUsed();
        Terms memory t = terms;
        {
            bytes32 digest = _digest(keccak256(header), initialRoot, spec, t, submitter, nonce, validUntil);
            if (!SignatureChecker.isValidSignatureNowCalldata(submitter, digest, signature)) revert BadSignature();
        }
        (uint256 steps, uint256 interval) = _check(header, t);
        _use(submitter, nonce);
        _takeFrom(submitter, t, permit);
        job = _enter(submitter, header, steps, interval, initialRoot, spec, t);
        emit OfferPosted(job, submitter, nonce);
    }

    /// @inheritdoc IMarketExtension
    function revokeOffer(uint256 nonce) external {
        if (isOfferUsed(msg.sender, nonce)) revert OfferUsed();
        _use(msg.sender, nonce);
        emit OfferRevoked(msg.sender, nonce);
    }

    /// @inheritdoc IMarketExtension
    function isOfferUsed(address submitter, uint256 nonce) public view returns (bool) {
        return _usedOffers[submitter][nonce >> 8] & (1 << (nonce & 0xff)) != 0;
    }

    /// @inheritdoc IMarketExtension
    function eip712Domain()
        external
        view
        returns (bytes1, string memory, string memory, uint256, address, bytes32, uint256[] memory)
    {
        // The bits of the fields that there are: name, version, chain, contract (ERC-5267).
        return (hex"0f", "ComputeMarket", "1", block.chainid, address(this), 0, new uint256[](0));
    }

    function _use(address submitter, uint256 nonce) private {
        _usedOffers[submitter][nonce >> 8] |= 1 << (nonce & 0xff);
    }

    /// @dev Takes the escrow of who did not send this transaction: from the coins it keeps here, or of its tokens.
    function _takeFrom(address submitter, Terms memory terms, bytes calldata permit) private {
        if (terms.token == address(0)) {
            if (_balances[submitter] < _escrow(terms)) revert InsufficientBalance();
            _balances[submitter] -= _escrow(terms);
            return;
        }
        // Whether it succeeds is nobody's business: somebody may have brought the same permit before, and then the
        // allowance is there. What counts is that the tokens come. Nothing that it returns is copied.
        if (permit.length != 0) {
            bytes memory data =
                bytes.concat(abi.encodeWithSelector(IERC20Permit.permit.selector, submitter, address(this)), permit);
            address token = terms.token;
            assembly ("memory-safe") {
                pop(call(gas(), token, 0, add(data, 32), mload(data), 0, 0))
            }
        }
        _pull(terms.token, submitter, _escrow(terms));
    }

    /// @dev What a submitter signs. The domain is that of the market, whose address this is under delegatecall; nothing of
    /// it is kept from the time when the extension was made.
    function _digest(
        bytes32 program,
        bytes32 initialRoot,
        bytes32 spec,
        Terms memory terms,
        address submitter,
        uint256 nonce,
        uint40 validUntil
    ) private view returns (bytes32) {
        bytes32 domain = keccak256(
            abi.encode(DOMAIN_TYPEHASH, keccak256("ComputeMarket"), keccak256("1"), block.chainid, address(this))
        );
        bytes32 termsHash = keccak256(abi.encode(TERMS_TYPEHASH, terms));
        bytes32 offer =
            keccak256(abi.encode(OFFER_TYPEHASH, submitter, program, initialRoot, spec, termsHash, nonce, validUntil));
        return keccak256(abi.encodePacked(hex"1901", domain, offer));
    }
}
