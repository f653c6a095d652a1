// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IReasons} from "../../src/interfaces/IReasons.sol";
import {JobRecord, JobState} from "../../src/market/JobTypes.sol";
import {GameBook} from "./GameBook.sol";
import {Play} from "./TinyMoves.sol";
import {Turns} from "./Turns.sol";

/// Ten honest and dishonest people who play whole disputes at random. Each call looks for something that the rules
/// allow at this moment, beginning anywhere, and does it: a call that the contract refuses is a failure of the test.
/// Where nothing of its kind can be done, a call does what would make it possible.
contract GameHandler is GameBook {
    uint256 private constant MOST_JOBS = 5;
    uint256 private constant MOST_GAMES = 24;
    uint256 private constant OPEN_BLOCKS = 256;

    uint32 private _nonce;

    /// The world begins with one job open, one locked and three claimed, one of them by the honest solver.
    constructor() {
        for (uint256 i = 0; i < MOST_JOBS; ++i) {
            _post();
        }
        for (uint256 i = 1; i < MOST_JOBS; ++i) {
            _serveJob(_jobs[i], i << 8);
            if (i > 1) _serveJob(_jobs[i], 9 << 8);
        }
    }

    // ----------------------------------------------------------------------------------------------- jobs

    /// Posts a job or serves one.
    function work(uint256 seed) external {
        note(_work(seed));
    }

    function _work(uint256 seed) private returns (bool) {
        bool room = _jobs.length < MOST_JOBS;
        bool served = (!room || seed % 4 != 0) && _serve(seed >> 2);
        if (!served && room) _post();
        return served || room || _keep(seed);
    }

    function _post() private {
        vm.prank(submitter);
        _jobs.push(market.post{value: MAX_PRICE}(tinyHeader(), trueState(0), bytes32("spec"), terms()));
        ++done["post"];
    }

    function _serve(uint256 seed) private returns (bool) {
        for (uint256 k = 0; k < _jobs.length; ++k) {
            if (_serveJob(_jobs[_from(seed, k, _jobs.length)], seed)) return true;
        }
        return false;
    }

    function _serveJob(uint64 job, uint256 seed) private returns (bool) {
        JobRecord memory j = market.getJob(job);
        if (j.state == JobState.Locked && block.timestamp <= j.deadline) {
            _claim(job, j, seed >> 8);
            return true;
        }
        bool free = j.state == JobState.Open || j.state == JobState.Slashed || j.state == JobState.Expired;
        if (!free || block.timestamp > j.terms.closesAt) return false;
        address who = solverAt(seed >> 8);
        paid[who] += STAKE;
        vm.prank(who);
        market.lock{value: STAKE}(job);
        ++done["lock"];
        return true;
    }

    /// An honest solver claims the truth; a liar's claim is wrong from somewhere on, in the middle alone, or right.
    function _claim(uint64 job, JobRecord memory j, uint256 seed) private {
        bytes32[] memory roots = new bytes32[](4);
        bytes32[4] storage book = _claimed[job][j.round];
        for (uint256 i = 0; i < 4; ++i) {
            bool right = isHonest(j.solver) || i == 0 || (seed >> i) & 1 == 0;
            book[i] = roots[i] = right ? trueState(i * INTERVAL) : noise(seed, i);
        }
        vm.prank(j.solver);
        market.claim(job, roots, new bytes32[](3));
        ++done["claim"];
    }

    // ----------------------------------------------------------------------------------------------- games

    function doubt(uint256 seed) external {
        note(_commit(seed) || _openAny(seed) || _work(seed));
    }

    function _commit(uint256 seed) private returns (bool) {
        if (_plays.length >= MOST_GAMES) return false;
        for (uint256 k = 0; k < _jobs.length; ++k) {
            uint64 job = _jobs[_from(seed, k, _jobs.length)];
            JobRecord memory j = market.getJob(job);
            if (j.state != JobState.Claimed || block.timestamp > j.deadline) continue;
            // Any liar doubts anything; an honest one only what is wrong.
            for (uint256 i = 0; i < 2; ++i) {
                address who = challengerAt((seed >> 8) + i);
                (bool found, uint256 interval) = _interval(_claimed[job][j.round], isHonest(who), seed >> 16);
                if (!found) continue;
                _send(job, j, who, openingOf(_claimed[job][j.round], interval, isHonest(who), seed));
                return true;
            }
        }
        return false;
    }

    function _interval(bytes32[4] storage roots, bool honest, uint256 seed) private view returns (bool, uint256) {
        for (uint256 n = 0; n < 3; ++n) {
            uint256 k = _from(seed, n, 3);
            if (roots[k] != trueState(k * INTERVAL)) continue;
            if (!honest || roots[k + 1] != trueState((k + 1) * INTERVAL)) return (true, k);
        }
        return (false, 0);
    }

    function _send(uint64 job, JobRecord memory j, address who, bytes memory opened) private {
        uint32 nonce = ++_nonce;
        bytes32 hidden = keccak256(
            abi.encodePacked(block.chainid, address(market), job, uint32(j.round), who, nonce, bytes16("salt"), opened)
        );
        uint256 bond = BOND << (j.open >> 3);
        paid[who] += bond;
        vm.prank(who);
        market.commit{value: bond}(job, j.round, j.traceRoot, nonce, hidden);
        Play storage p = _plays.push();
        (p.job, p.round, p.nonce, p.challenger) = (job, j.round, nonce, who);
        (p.bond, p.made, p.opening) = (bond, block.number, opened);
        ++done["commit"];
    }

    function openGame(uint256 seed) external {
        note(_openAny(seed) || _commit(seed) || _work(seed));
    }

    function _openAny(uint256 seed) private returns (bool) {
        for (uint256 k = 0; k < _plays.length; ++k) {
            Play storage p = _plays[_from(seed, k, _plays.length)];
            if (isOpen(p) || !isLive(p) || block.number > p.made + OPEN_BLOCKS) continue;
            if (block.number == p.made) {
                _careUntil(block.timestamp, 1, seed);
                vm.roll(block.number + 1);
            }
            // An honest player may have decided the round meanwhile, or opened this game.
            if (isLive(p) && !isOpen(p)) _open(p);
            return true;
        }
        return false;
    }

    function _open(Play storage p) private {
        vm.recordLogs();
        vm.prank(p.challenger);
        market.open(p.job, p.nonce, bytes16("salt"), p.opening);
        remember(p);
        ++done["open"];
    }

    function play(uint256 seed) external {
        note(_playAny(seed));
    }

    function playOn(uint256 seed) external {
        note(_playAny(seed));
    }

    function playFurther(uint256 seed) external {
        note(_playAny(seed));
    }

    function _playAny(uint256 seed) private returns (bool) {
        for (uint256 k = 0; k < _plays.length; ++k) {
            uint256 i = _from(seed, k, _plays.length);
            Play storage p = _plays[i];
            if (!isOpen(p) || !isLive(p) || block.timestamp > deadlineOf(p)) continue;
            if (_move(i, seed >> 8)) return true;
        }
        // Where nothing can be moved, the first move is to open; before it one has to commit, and before that to claim.
        return _openAny(seed) || _commit(seed) || _work(seed);
    }

    /// The mover's next move. False if it has none: a liar before a right leaf, whose proof is refused.
    function _move(uint256 i, uint256 seed) private returns (bool) {
        Play memory p = _plays[i];
        (Kind kind, bytes memory move) = nextMove(p, isHonest(p.mover), seed);
        if (kind == Kind.None) {
            require(!isHonest(p.mover), "an honest player always has a move");
            move = proofOf(p, seed % COLUMNS);
            vm.prank(p.mover);
            (bool ok, bytes memory reason) = Turns.tried(market, Turns.PROVE, p.state, move);
            require(!ok && bytes4(reason) == IReasons.ProvesNothing.selector, "what is right cannot be proved wrong");
            ++done["proveInVain"];
            return false;
        }
        vm.recordLogs();
        vm.prank(p.mover);
        if (kind == Kind.Prove) {
            Turns.send(market, Turns.PROVE, p.state, move);
            ++done["prove"];
            if (p.mover != p.challenger) ++done["provenByDefender"];
            decided(i, p.mover == p.challenger ? market.getJob(p.job).solver : p.challenger);
            return true;
        }
        Turns.send(market, kind == Kind.Dissect ? Turns.DISSECT : Turns.DESCEND, p.state, move);
        ++done[kind == Kind.Dissect ? bytes32("dissect") : bytes32("descend")];
        Play storage kept_ = _plays[i];
        (kept_.step, kept_.operation) = (p.step, p.operation);
        remember(kept_);
        return true;
    }

    // ----------------------------------------------------------------------------------------------- anybody

    /// What a stranger may do to bring things to their end, or anybody to fetch its money; one of the possible ones.
    function keep(uint256 seed) external {
        note(_keep(seed));
    }

    function keepOn(uint256 seed) external {
        note(_keep(seed));
    }

    function _keep(uint256 seed) private returns (bool) {
        for (uint256 k = 0; k < 3; ++k) {
            uint256 kind = _from(seed, k, 3);
            bytes32 action = kind == 0 ? _keepGame(seed >> 2) : kind == 1 ? _keepJob(seed >> 2) : _money(seed >> 2);
            if (action == 0) continue;
            ++done[action];
            return true;
        }
        return false;
    }

    function _keepGame(uint256 seed) private returns (bytes32) {
        for (uint256 k = 0; k < _plays.length; ++k) {
            bytes32 action = _end(_from(seed, k, _plays.length));
            if (action != 0) return action;
        }
        return 0;
    }

    /// Ends a game or a commitment as far as its opponents' silence or the end of its round allow it.
    function _end(uint256 i) private returns (bytes32 action) {
        Play storage p = _plays[i];
        bool live = isLive(p);
        if (isOpen(p)) {
            if (live) {
                if (block.timestamp <= deadlineOf(p)) return 0;
                market.timeout(p.state, p.mover);
                if (p.mover != p.challenger) ++done["timeoutOfDefender"];
                decided(i, p.mover);
                return "timeout";
            }
            market.release(p.state, p.mover);
            action = "release";
        } else if (live) {
            if (block.number <= p.made + OPEN_BLOCKS) return 0;
            market.forfeit(p.job, p.challenger, p.nonce);
            if (isHonest(p.challenger)) ++honestLosses;
            action = "forfeit";
        } else {
            market.releaseCommitment(p.job, p.round, p.challenger, p.nonce);
            action = "releaseCommitment";
        }
        forget(i);
    }

    function _keepJob(uint256 seed) private returns (bytes32) {
        for (uint256 k = 0; k < _jobs.length; ++k) {
            uint256 i = _from(seed, k, _jobs.length);
            JobRecord memory j = market.getJob(_jobs[i]);
            if (j.state == JobState.Claimed && block.timestamp > j.deadline && j.open == 0) {
                market.finalize(_jobs[i]);
                forgetJob(i);
                return "finalize";
            }
            if (j.state == JobState.Locked && block.timestamp > j.deadline) {
                market.expire(_jobs[i]);
                return "expire";
            }
            bool idle = j.state == JobState.Open || j.state == JobState.Slashed || j.state == JobState.Expired;
            // Before its end only by the submitter, and seldom: a job that is over makes no more history.
            if (!idle || (block.timestamp <= j.terms.closesAt && seed % 16 != 0)) continue;
            if (block.timestamp <= j.terms.closesAt) vm.prank(submitter);
            market.cancel(_jobs[i]);
            forgetJob(i);
            return "cancel";
        }
        return 0;
    }

    function _money(uint256 seed) private returns (bytes32) {
        uint256 all = SOLVERS + CHALLENGERS + 2;
        for (uint256 k = 0; k < all; ++k) {
            uint256 i = _from(seed, k, all);
            if (i == 0) {
                if (market.burned() == 0) continue;
                market.sweep();
                return "sweep";
            }
            address who = i == 1 ? submitter : i < 2 + SOLVERS ? solverAt(i) : challengerAt(i);
            uint256 amount = balance(who);
            if (amount == 0) continue;
            withdrawn[who] += amount;
            vm.prank(who);
            market.withdraw();
            return "withdraw";
        }
        return 0;
    }

    // ----------------------------------------------------------------------------------------------- time

    /// Time goes on to a moment around a deadline, or by a little. What the honest have to do until then they do, some
    /// of it in the last second. It counts neither as tried nor as done.
    function pass(uint256 seed) external {
        uint256 until = block.timestamp + 1 + seed % 60;
        uint256 edge = (seed >> 8) % 3;
        if (seed % 8 < 5 && _plays.length != 0) {
            Play storage p = _plays[(seed >> 16) % _plays.length];
            if (isOpen(p)) until = deadlineOf(p) + edge - 1;
        } else if (seed % 8 == 5 && _jobs.length != 0) {
            JobRecord memory j = market.getJob(_jobs[(seed >> 16) % _jobs.length]);
            uint256 end = (seed >> 24) % 32 == 0 || j.deadline == 0 ? j.terms.closesAt : j.deadline;
            until = end + edge - 1;
        }
        uint256 blocks = (seed >> 32) % 8 == 0 ? OPEN_BLOCKS + 1 - edge : 1;
        _careUntil(until, blocks, seed >> 40);
        if (until > block.timestamp) vm.warp(until);
        vm.roll(block.number + blocks);
    }

    function _careUntil(uint256 until, uint256 blocks, uint256 seed) private {
        for (uint256 i = 0; i < _jobs.length; ++i) {
            JobRecord memory j = market.getJob(_jobs[i]);
            if (j.state != JobState.Locked || !isHonest(j.solver) || j.deadline >= until) continue;
            if (block.timestamp <= j.deadline) _claim(_jobs[i], j, seed);
        }
        // What was committed in this block can be opened in the next one, for which the others have a block to spare.
        if (_openUrgent(blocks, false)) {
            vm.roll(block.number + 1);
            _openUrgent(blocks, true);
        }
        for (uint256 i = _urgent(until); i < _plays.length; i = _urgent(until)) {
            uint256 last = deadlineOf(_plays[i]);
            if ((seed >> (i % 64)) & 1 == 0 && last > block.timestamp) vm.warp(last);
            _move(i, seed);
        }
    }

    /// Opens the honest commitments that could not be opened any more when so many blocks have passed.
    /// @return wait Whether one of them has to wait for the next block.
    function _openUrgent(uint256 blocks, bool all) private returns (bool wait) {
        for (uint256 i = 0; i < _plays.length; ++i) {
            Play storage p = _plays[i];
            if (isOpen(p) || !isHonest(p.challenger) || !isLive(p)) continue;
            if (!all && p.made + OPEN_BLOCKS > block.number + blocks) continue;
            if (block.number == p.made) wait = true;
            else _open(p);
        }
    }

    /// The game in which an honest player has to move before `until`, and first; past the end if there is none.
    function _urgent(uint256 until) private view returns (uint256 found) {
        found = _plays.length;
        for (uint256 i = 0; i < _plays.length; ++i) {
            Play storage p = _plays[i];
            if (!isOpen(p) || !isHonest(p.mover) || !isLive(p)) continue;
            uint256 last = deadlineOf(p);
            if (last < until) (found, until) = (i, last);
        }
    }

    // ----------------------------------------------------------------------------------------------- what must hold

    /// In every game that is open: either its mover's clock lets it move, or the game can be timed out; never both.
    function requireOneClock() external {
        for (uint256 i = 0; i < _plays.length; ++i) {
            Play storage p = _plays[i];
            if (!isOpen(p) || !isLive(p)) continue;
            vm.prank(p.mover);
            (, bytes memory refusal) = Turns.tried(market, Turns.DISSECT, p.state, "");
            bytes4 reason = bytes4(refusal);
            bool late = reason == IReasons.ClockExpired.selector;
            // An empty move is refused for what it is, and only if its clock lets it come so far.
            bool early = reason == IReasons.WrongLength.selector || reason == IReasons.WrongAlphabet.selector;
            (bool ended, bytes4 why) = _probe(i);
            require(late != early, "a move is refused for its clock or for its bytes");
            require(late == ended && (ended || why == IReasons.ClockRunning.selector), "timeout takes the other half");
        }
    }

    function _probe(uint256 i) private returns (bool, bytes4) {
        (, bytes memory answer) = address(this).call(abi.encodeCall(this.timeoutAndUndo, (i)));
        return abi.decode(answer, (bool, bytes4));
    }

    /// Reverts with whether the contract would have ended game i by timeout, and why not.
    function timeoutAndUndo(uint256 i) external {
        (bool ok, bytes memory reason) =
            address(market).call(abi.encodeCall(market.timeout, (_plays[i].state, _plays[i].mover)));
        bytes memory answer = abi.encode(ok, ok ? bytes4(0) : bytes4(reason));
        assembly ("memory-safe") {
            revert(add(answer, 32), mload(answer))
        }
    }

    /// Nobody plays any more, and a keeper alone brings every job to its end and every coin to its owner.
    function endEverything() external {
        for (uint256 i = 0; i < _plays.length; ++i) {
            if (!isOpen(_plays[i]) || !isLive(_plays[i])) continue;
            uint256 last = deadlineOf(_plays[i]);
            require(last <= block.timestamp + 4 * BUDGET + INTERVAL + 2, "no clock is longer than its budgets");
        }
        // One turn's clock, the blocks of an opening, the rest of a window or of a delivery.
        vm.warp(block.timestamp + 4 * BUDGET + WINDOW + DELIVERY + 1);
        vm.roll(block.number + OPEN_BLOCKS + 1);
        while (_keepGame(0) != 0) {}
        require(_plays.length == 0, "every game and every bond has come to its end");
        while (_keepJob(1) != 0) {}
        for (uint256 i = 0; i < _jobs.length; ++i) {
            JobState state = market.getJob(_jobs[i]).state;
            require(state != JobState.Claimed && state != JobState.Locked, "every claim is final or slashed");
        }
        vm.warp(block.timestamp + 31 days);
        while (_keepJob(1) != 0) {}
        require(_jobs.length == 0, "every job is over");
        while (_money(0) != 0) {}
        require(address(market).balance == 0, "every coin has left");
    }

    function _from(uint256 seed, uint256 k, uint256 n) private pure returns (uint256) {
        return (seed % n + k) % n;
    }
}
