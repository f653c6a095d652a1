// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";

/// A token as it should be, with permits (ERC-2612). Anybody may mint.
contract SampleToken is ERC20Permit {
    constructor() ERC20("Sample", "SMP") ERC20Permit("Sample") {}

    function mint(address account, uint256 amount) external {
        _mint(account, amount);
    }
}

/// A token of which a hundredth is lost on the way.
contract FeeToken is SampleToken {
    function _update(address from, address to, uint256 amount) internal override {
        if (from == address(0) || to == address(0)) return super._update(from, to, amount);
        super._update(from, to, amount - amount / 100);
        super._update(from, address(0), amount / 100);
    }
}

/// A token that says no instead of reverting, and moves nothing.
contract FalseToken is SampleToken {
    function transfer(address, uint256) public pure override returns (bool) {
        return false;
    }

    function transferFrom(address, address, uint256) public pure override returns (bool) {
        return false;
    }
}

/// A token of the old kind: it returns nothing at all.
contract SilentToken {
    mapping(address account => uint256) public balanceOf;
    mapping(address owner => mapping(address spender => uint256)) public allowance;

    function mint(address account, uint256 amount) external {
        balanceOf[account] += amount;
    }

    function approve(address spender, uint256 amount) external {
        allowance[msg.sender][spender] = amount;
    }

    function transfer(address to, uint256 amount) external {
        balanceOf[msg.sender] -= amount;
        balanceOf[to] += amount;
    }

    function transferFrom(address from, address to, uint256 amount) external {
        allowance[from][msg.sender] -= amount;
        balanceOf[from] -= amount;
        balanceOf[to] += amount;
    }
}

/// A token that takes more than it moves: who sends pays a hundredth on top.
contract TollToken is SampleToken {
    function transfer(address to, uint256 amount) public override returns (bool) {
        _burn(msg.sender, amount / 100);
        return super.transfer(to, amount);
    }
}

/// A token that calls somebody before it moves.
contract HookToken is SampleToken {
    address private _hook;
    bytes private _call;
    bool public refused;

    function onMove(address hook, bytes calldata call_) external {
        (_hook, _call) = (hook, call_);
    }

    function transferFrom(address from, address to, uint256 amount) public override returns (bool) {
        (bool ok,) = _hook.call(_call);
        refused = !ok;
        return super.transferFrom(from, to, amount);
    }
}
