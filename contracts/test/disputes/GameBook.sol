// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {JobRecord, JobState, SlashedRound} from "../../src/market/JobTypes.sol";
import {Log} from "../Test.sol";
import {Play, TinyMoves} from "./TinyMoves.sol";

/// Who plays, who is honest, and a book of all that is in play, kept from the rules and not from the contract's money.
abstract contract GameBook is TinyMoves {
    uint256 internal constant CHALLENGERS = 8;
    uint256 internal constant SOLVERS = 2;

    struct Round {
        uint64 job;
        uint32 round;
    }

    Play[] internal _plays;
    /// Jobs that are neither finalized nor cancelled, and rounds that were slashed.
    uint64[] internal _jobs;
    Round[] internal _slashed;
    mapping(uint64 job => mapping(uint32 round => bytes32[4])) internal _claimed;
    mapping(address => uint256) public paid;
    mapping(address => uint256) public withdrawn;
    /// Calls that found something to do, and all calls, both without those of time; how often each action was done.
    uint256 public succeeded;
    uint256 public tried;
    mapping(bytes32 action => uint256) public done;
    /// How often the contract's word was against an honest player.
    uint256 public honestLosses;

    constructor() {
        super.setUp();
        vm.deal(submitter, 1_000_000 ether);
        for (uint256 i = 0; i < SOLVERS; ++i) {
            vm.deal(solverAt(i), 1_000_000 ether);
        }
        for (uint256 i = 0; i < CHALLENGERS; ++i) {
            vm.deal(challengerAt(i), 1_000_000 ether);
        }
    }

    function setUp() public override {}

    // ----------------------------------------------------------------------------------------------- people

    function solverAt(uint256 i) public pure returns (address) {
        return address(uint160(0x50100 + i % SOLVERS));
    }

    function challengerAt(uint256 i) public pure returns (address) {
        return address(uint160(0xC4A00 + i % CHALLENGERS));
    }

    /// Every second one is.
    function isHonest(address who) public pure returns (bool) {
        return uint160(who) % 2 == 0;
    }

    // ----------------------------------------------------------------------------------------------- the book

    function isLive(Play storage p) internal view returns (bool) {
        JobRecord memory j = market.getJob(p.job);
        return j.round == p.round && j.state == JobState.Claimed;
    }

    function isOpen(Play storage p) internal view returns (bool) {
        return p.state.length != 0;
    }

    /// Keeps what the contract's last event says of a game.
    function remember(Play storage p) internal {
        Log[] memory logs = vm.getRecordedLogs();
        bytes memory turn = logs[logs.length - 1].data;
        p.state = _part(turn, 0, 136);
        p.mover = address(bytes20(_part(turn, 136, 156)));
        p.values = _part(turn, 156, turn.length);
    }

    function _part(bytes memory all, uint256 from, uint256 to) private pure returns (bytes memory part) {
        part = new bytes(to - from);
        for (uint256 i = from; i < to; ++i) {
            part[i - from] = all[i];
        }
    }

    /// A game has ended against `loser`.
    function decided(uint256 i, address loser) internal {
        Play storage p = _plays[i];
        if (isHonest(loser)) ++honestLosses;
        if (loser != p.challenger) _slashed.push(Round(p.job, p.round));
        forget(i);
    }

    function forget(uint256 i) internal {
        _plays[i] = _plays[_plays.length - 1];
        _plays.pop();
    }

    function forgetJob(uint256 i) internal {
        _jobs[i] = _jobs[_jobs.length - 1];
        _jobs.pop();
    }

    function note(bool success) internal {
        ++tried;
        if (success) ++succeeded;
    }

    // ----------------------------------------------------------------------------------------------- what must hold

    /// What everybody is owed, and what is in play: escrows, stakes, bonds, and what slashed rounds still have to pay.
    function owed() public view returns (uint256 sum) {
        sum = market.burned() + balance(submitter);
        for (uint256 i = 0; i < SOLVERS; ++i) {
            sum += balance(solverAt(i));
        }
        for (uint256 i = 0; i < CHALLENGERS; ++i) {
            sum += balance(challengerAt(i));
        }
        for (uint256 i = 0; i < _jobs.length; ++i) {
            JobState state = market.getJob(_jobs[i]).state;
            sum += state == JobState.Locked || state == JobState.Claimed ? MAX_PRICE + STAKE : MAX_PRICE;
        }
        for (uint256 i = 0; i < _plays.length; ++i) {
            sum += _plays[i].bond;
        }
        for (uint256 i = 0; i < _slashed.length; ++i) {
            sum += market.getSlashedRound(_slashed[i].job, _slashed[i].round).pool;
        }
    }

    function holdings() external view returns (uint256) {
        return address(market).balance;
    }

    /// What a player has not lost: its balance, what it took out, its bonds and its stakes in play.
    function kept(address who) public view returns (uint256 sum) {
        sum = balance(who) + withdrawn[who];
        for (uint256 i = 0; i < _plays.length; ++i) {
            if (_plays[i].challenger == who) sum += _plays[i].bond;
        }
        for (uint256 i = 0; i < _jobs.length; ++i) {
            JobRecord memory j = market.getJob(_jobs[i]);
            if (j.solver == who && (j.state == JobState.Locked || j.state == JobState.Claimed)) sum += STAKE;
        }
    }

    /// The contract counts as many games of a round as stand in the book; a round without any has nothing left to pay.
    function requireCounted() external view {
        for (uint256 i = 0; i < _jobs.length; ++i) {
            JobRecord memory j = market.getJob(_jobs[i]);
            if (j.state == JobState.Claimed) require(j.open == _count(_jobs[i], j.round), "open games of a claim");
        }
        for (uint256 i = 0; i < _slashed.length; ++i) {
            SlashedRound memory r = market.getSlashedRound(_slashed[i].job, _slashed[i].round);
            require(r.open == _count(_slashed[i].job, _slashed[i].round), "unreleased games of a slashed round");
            require(r.open != 0 || r.pool == 0, "nothing stays in a round that is over and released");
        }
    }

    function _count(uint64 job, uint32 round) private view returns (uint256 n) {
        for (uint256 i = 0; i < _plays.length; ++i) {
            if (_plays[i].job == job && _plays[i].round == round) ++n;
        }
    }
}
