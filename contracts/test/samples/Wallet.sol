// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";

/// A contract whose word counts as its owner's signature (ERC-1271).
contract Wallet {
    address private immutable _OWNER;

    constructor(address owner) {
        _OWNER = owner;
    }

    receive() external payable {}

    function isValidSignature(bytes32 digest, bytes calldata signature) external view returns (bytes4) {
        return ECDSA.recover(digest, signature) == _OWNER ? this.isValidSignature.selector : bytes4(0);
    }

    function call(address target, uint256 value, bytes calldata data) external returns (bytes memory) {
        (bool ok, bytes memory result) = target.call{value: value}(data);
        require(ok, "the call failed");
        return result;
    }
}
