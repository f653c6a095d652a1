// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

// Printed by Marketplace.Numerics (MapFunctionsSource) from the one text of these functions. Do not edit.

import {ElementaryExp} from "./ElementaryExp.sol";
import {ElementaryLog} from "./ElementaryLog.sol";
import {ElementaryTrig} from "./ElementaryTrig.sol";
import {Float32} from "./Float32.sol";
import {Int32} from "./Int32.sol";

/// @title The elementwise functions of the number law, by their codes
/// @notice A value is a uint256 that holds a clean 32-bit pattern: a float32 or an int32 in two's
/// complement.
library MapFunctions {
    /// @notice No elementwise function has this code.
    error UnknownFunction(uint256 code);

    /// @dev The codes that take so many operands and so many immediates, a bit each.
    uint256 private constant _TAKES_1_AND_0 = 0x5801fc01d20;
    uint256 private constant _TAKES_1_AND_1 = 0x1000200000;
    uint256 private constant _TAKES_2_AND_0 = 0x7a01001fe29e;
    uint256 private constant _TAKES_2_AND_1 = 0x2000000000;
    uint256 private constant _TAKES_2_AND_2 = 0xc00000000;
    uint256 private constant _TAKES_3_AND_0 = 0x800000000040;
    uint256 private constant _TAKES_3_AND_1 = 0x200000000;
    uint256 private constant _TAKES_4_AND_0 = 0x4000000000;
    uint256 private constant _TAKES_4_AND_1 = 0x1000000000000;

    /// @notice The value of a function; canonical if it is a float (F4).
    /// @param code The function.
    /// @param x Operands in x[0..3], immediates in x[4..7]; those that the function does not take are not
    /// read.
    /// @return The 32-bit pattern of the result.
    function evaluate(uint256 code, uint256[8] memory x) internal pure returns (uint256) {
        return code < 32 ? _primitive(code, x) : _composite(code, x);
    }

    /// @notice How many operands and immediates a function takes.
    /// @return operands 1 to 4, or 0 where the code is unknown.
    /// @return immediates 0 to 4.
    /// @return known Whether a function has this code.
    function signature(uint256 code) internal pure returns (uint256 operands, uint256 immediates, bool known) {
        if ((_TAKES_1_AND_0 >> code) & 1 != 0) return (1, 0, true);
        if ((_TAKES_1_AND_1 >> code) & 1 != 0) return (1, 1, true);
        if ((_TAKES_2_AND_0 >> code) & 1 != 0) return (2, 0, true);
        if ((_TAKES_2_AND_1 >> code) & 1 != 0) return (2, 1, true);
        if ((_TAKES_2_AND_2 >> code) & 1 != 0) return (2, 2, true);
        if ((_TAKES_3_AND_0 >> code) & 1 != 0) return (3, 0, true);
        if ((_TAKES_3_AND_1 >> code) & 1 != 0) return (3, 1, true);
        if ((_TAKES_4_AND_0 >> code) & 1 != 0) return (4, 0, true);
        if ((_TAKES_4_AND_1 >> code) & 1 != 0) return (4, 1, true);
    }

    function _primitive(uint256 code, uint256[8] memory x) private pure returns (uint256) {
        if (code == 1) return Float32.add(x[0], x[1]);
        if (code == 2) return Float32.sub(x[0], x[1]);
        if (code == 3) return Float32.mul(x[0], x[1]);
        if (code == 4) return Float32.div(x[0], x[1]);
        if (code == 5) return Float32.sqrt(x[0]);
        if (code == 6) return Float32.fma(x[0], x[1], x[2]);
        if (code == 7) return Float32.canonical(Float32.selectGreater(x[1], x[0], x[1], x[0]));
        if (code == 8) return Float32.canonical(Float32.selectGreater(x[0], 0x00000000, x[0], 0x00000000));
        if (code == 9) return Float32.canonical(Float32.selectGreater(x[1], 0x00000000, x[0], 0x00000000));
        if (code == 10) return ElementaryExp.exp(x[0]);
        if (code == 11) return Float32.fromInt(x[0]);
        if (code == 12) return Float32.toInt(x[0]);
        if (code == 13) return Int32.add(x[0], x[1]);
        if (code == 14) return Int32.sub(x[0], x[1]);
        if (code == 15) return Int32.mul(x[0], x[1]);
        if (code == 16) return Int32.xor(x[0], x[1]);
        if (code == 17) return Int32.shiftLeft(x[0], x[1]);
        if (code == 18) return Int32.shiftRight(x[0], x[1]);
        if (code == 19) return Int32.equal(x[0], x[1]);
        if (code == 20) return Int32.less(x[0], x[1]);
        if (code == 21) return Float32.mul(x[0], x[4]);
        if (code == 22) return ElementaryLog.log(x[0]);
        if (code == 23) return ElementaryExp.tanh(x[0]);
        if (code == 24) return ElementaryExp.sigmoid(x[0]);
        if (code == 25) return ElementaryTrig.sin(x[0]);
        if (code == 26) return ElementaryTrig.cos(x[0]);
        if (code == 27) return _toI8(x[0]);
        if (code == 28) return Float32.fromInt(x[0]);
        revert UnknownFunction(code);
    }

    function _composite(uint256 code, uint256[8] memory x) private pure returns (uint256) {
        if (code == 32) return Float32.canonical(_softmaxExp(x[0], x[1]));
        if (code == 33) return _softmaxGrad(x[0], x[1], x[2], x[4]);
        if (code == 34) return _adamFirst(x[0], x[1], x[4], x[5]);
        if (code == 35) return _adamSecond(x[0], x[1], x[4], x[5]);
        if (code == 36) return _adamBias(x[0], x[4]);
        if (code == 37) return _adamDenominator(x[0], x[1], x[4]);
        if (code == 38) return _adamUpdate(x[0], x[1], x[2], x[3]);
        if (code == 39) return _rsqrt(x[0]);
        if (code == 40) return _silu(x[0]);
        if (code == 41) return _siluGrad(x[0], x[1]);
        if (code == 42) return _gelu(x[0]);
        if (code == 43) return _geluGrad(x[0], x[1]);
        if (code == 44) return _tanhGrad(x[0], x[1]);
        if (code == 45) return _sigmoidGrad(x[0], x[1]);
        if (code == 46) return _squareDifference(x[0], x[1]);
        if (code == 47) return _normalise(x[0], x[1], x[2]);
        if (code == 48) return _adamWUpdate(x[0], x[1], x[2], x[3], x[4]);
        revert UnknownFunction(code);
    }

    function _toI8(uint256 a) private pure returns (uint256) {
        uint256 shared1 = Float32.selectGreater(a, 0x42fe0000, 0x42fe0000, a);
        return Float32.toInt(Float32.selectGreater(0xc2fe0000, shared1, 0xc2fe0000, shared1));
    }

    function _softmaxExp(uint256 x, uint256 rowMax) private pure returns (uint256) {
        uint256 shared1 = Float32.sub(x, rowMax);
        return Float32.selectGreater(0xc2300000, shared1, 0x00000000, ElementaryExp.exp(shared1));
    }

    function _softmaxGrad(uint256 e, uint256 sum, uint256 target, uint256 inverseBatch) private pure returns (uint256) {
        return Float32.mul(Float32.sub(Float32.div(e, sum), target), inverseBatch);
    }

    function _adamFirst(uint256 m, uint256 g, uint256 beta1, uint256 oneMinusBeta1) private pure returns (uint256) {
        return Float32.fma(beta1, m, Float32.mul(oneMinusBeta1, g));
    }

    function _adamSecond(uint256 v, uint256 g, uint256 beta2, uint256 oneMinusBeta2) private pure returns (uint256) {
        return Float32.fma(beta2, v, Float32.mul(oneMinusBeta2, Float32.mul(g, g)));
    }

    function _adamBias(uint256 p, uint256 rate) private pure returns (uint256) {
        return Float32.div(rate, Float32.sub(0x3f800000, p));
    }

    function _adamDenominator(uint256 v, uint256 c, uint256 epsilon) private pure returns (uint256) {
        return Float32.add(Float32.sqrt(Float32.mul(v, c)), epsilon);
    }

    function _adamUpdate(uint256 w, uint256 m, uint256 c, uint256 u) private pure returns (uint256) {
        return Float32.sub(w, Float32.div(Float32.mul(m, c), u));
    }

    function _rsqrt(uint256 x) private pure returns (uint256) {
        return Float32.div(0x3f800000, Float32.sqrt(x));
    }

    function _silu(uint256 x) private pure returns (uint256) {
        return Float32.mul(x, ElementaryExp.sigmoid(x));
    }

    function _siluGrad(uint256 g, uint256 x) private pure returns (uint256) {
        uint256 shared1 = ElementaryExp.sigmoid(x);
        uint256 part1 = Float32.mul(shared1, Float32.fma(x, Float32.sub(0x3f800000, shared1), 0x3f800000));
        return Float32.mul(g, part1);
    }

    function _gelu(uint256 x) private pure returns (uint256) {
        uint256 part1 = Float32.mul(0x3f4c422a, Float32.fma(Float32.mul(0x3d372713, Float32.mul(x, x)), x, x));
        return Float32.mul(Float32.mul(0x3f000000, x), Float32.add(0x3f800000, ElementaryExp.tanh(part1)));
    }

    function _geluGrad(uint256 g, uint256 x) private pure returns (uint256) {
        uint256 shared1 = Float32.mul(x, x);
        uint256 part1 = Float32.mul(0x3f4c422a, Float32.fma(Float32.mul(0x3d372713, shared1), x, x));
        uint256 shared2 = ElementaryExp.tanh(part1);
        uint256 part2 = Float32.mul(0x3f4c422a, Float32.fma(0x3e095d4f, shared1, 0x3f800000));
        uint256 part3 = Float32.mul(Float32.fma(Int32.xor(shared2, 0x80000000), shared2, 0x3f800000), part2);
        uint256 part4 = Float32.mul(0x3f000000, Float32.add(0x3f800000, shared2));
        return Float32.mul(g, Float32.fma(Float32.mul(0x3f000000, x), part3, part4));
    }

    function _tanhGrad(uint256 g, uint256 y) private pure returns (uint256) {
        return Float32.mul(g, Float32.fma(Int32.xor(y, 0x80000000), y, 0x3f800000));
    }

    function _sigmoidGrad(uint256 g, uint256 y) private pure returns (uint256) {
        return Float32.mul(g, Float32.mul(y, Float32.sub(0x3f800000, y)));
    }

    function _squareDifference(uint256 x, uint256 m) private pure returns (uint256) {
        uint256 shared1 = Float32.sub(x, m);
        return Float32.mul(shared1, shared1);
    }

    function _normalise(uint256 x, uint256 mean, uint256 rstd) private pure returns (uint256) {
        return Float32.mul(Float32.sub(x, mean), rstd);
    }

    function _adamWUpdate(uint256 w, uint256 m, uint256 c, uint256 u, uint256 decay) private pure returns (uint256) {
        return Float32.fma(w, decay, Int32.xor(Float32.div(Float32.mul(m, c), u), 0x80000000));
    }
}
