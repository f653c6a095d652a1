// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {JobRecord, JobState, Terms} from "../../src/market/JobTypes.sol";
import {Verdict, VerdictKind, VerifierStake} from "../../src/market/VerifierTypes.sol";
import {OfferSigning} from "./OfferSigning.sol";

/// Four people who do at random whatever the market lets them do, and a book of the coins that they put in.
contract MarketHandler is OfferSigning {
    uint256 private constant BOBS_KEY = 0xB0B;

    struct Game {
        uint64 job;
        uint32 round;
        uint32 nonce;
        address challenger;
        address mover;
        uint256 bond;
        bytes state;
    }

    struct Given {
        uint64 job;
        uint32 round;
        uint8 draw;
        uint16 interval;
        address verifier;
    }

    uint256 private constant FEE = 0.01 ether;
    uint256 private constant RISK = 0.05 ether;
    uint16 private constant SLOTS = 3;

    Game[] private _games;
    Given[] private _verdicts;
    uint64[] private _records;
    address[4] private _people;
    uint32 private _nonce;
    mapping(bytes32 action => uint256) public done;

    constructor() {
        bob = vm.addr(BOBS_KEY);
        super.setUp();
        _people = [submitter, solver, ann, bob];
        for (uint256 i = 0; i < 4; ++i) {
            vm.deal(_people[i], 1_000_000 ether);
            token.mint(_people[i], 1_000_000 ether);
        }
    }

    function setUp() public override {}

    // ----------------------------------------------------------------------------------------------- jobs

    function post(uint256 who, uint256 luck) external counted("post") {
        require(luck % 16 == 0 && market.jobCount() < 150);
        vm.prank(_people[who % 4]);
        market.post{value: MAX_PRICE}(header(), root(0), bytes32("spec"), terms());
    }

    function postInTokens(uint256 who, uint256 luck) external counted("postInTokens") {
        require(luck % 16 == 0 && market.jobCount() < 150);
        vm.prank(_people[who % 4]);
        token.approve(address(market), MAX_PRICE);
        vm.prank(_people[who % 4]);
        market.post(header(), root(0), bytes32("spec"), inTokens());
    }

    /// Bob signs, and anybody brings it.
    function postSigned(uint256 who, uint256 luck) external counted("postSigned") {
        require(luck % 8 == 0 && market.jobCount() < 150);
        Terms memory t = luck % 16 == 0 ? terms() : inTokens();
        if (t.token != address(0)) {
            vm.prank(bob);
            token.approve(address(market), MAX_PRICE);
        }
        bytes memory signature = signedOffer(BOBS_KEY, address(market), bob, t, ++_nonce, type(uint40).max);
        vm.prank(_people[who % 4]);
        market.postSigned(header(), root(0), bytes32("spec"), t, bob, _nonce, type(uint40).max, signature, "");
        if (t.token == address(0)) ++done["postSigned in coins"];
    }

    /// Everybody is drawn for everything.
    function postAudited(uint256 who, uint256 luck) external counted("postAudited") {
        require(luck % 4 == 0 && market.jobCount() < 150);
        Terms memory t = luck % 8 == 0 ? terms() : inTokens();
        (t.auditFee, t.auditStake, t.auditRate, t.auditSlots) = (uint96(FEE), uint96(RISK), type(uint16).max, SLOTS);
        uint256 escrow = MAX_PRICE + FEE * SLOTS;
        vm.prank(_people[who % 4]);
        token.approve(address(market), escrow);
        vm.prank(_people[who % 4]);
        market.post{value: t.token == address(0) ? escrow : 0}(header(), root(0), bytes32("spec"), t);
    }

    /// Mostly by bob, who needs it for his offers.
    function deposit(uint256 who, uint256 luck) external counted("deposit") {
        vm.prank(luck % 4 == 0 ? _people[who % 4] : bob);
        market.deposit{value: MAX_PRICE}();
    }

    function lock(uint256 who, uint256 which) external counted("lock") {
        uint64 job = _job(which);
        vm.prank(_people[who % 4]);
        market.lock{value: STAKE}(job);
    }

    function claim(uint256 which) external counted("claim") {
        uint64 job = _job(which);
        bytes32[] memory roots = new bytes32[](3);
        for (uint256 i = 0; i < 3; ++i) {
            roots[i] = root(i);
        }
        vm.prank(market.getJob(job).solver);
        market.claim(job, roots, new bytes32[](2));
    }

    function finalize(uint256 which) external counted("finalize") {
        market.finalize(_job(which));
    }

    function expire(uint256 which) external counted("expire") {
        market.expire(_job(which));
    }

    function cancel(uint256 which, uint256 luck) external counted("cancel") {
        // Seldom: a job that is over makes no more history.
        require(luck % 16 == 0);
        uint64 job = _job(which);
        vm.prank(market.getJob(job).submitter);
        market.cancel(job);
    }

    function withdraw(uint256 who) external counted("withdraw") {
        vm.prank(_people[who % 4]);
        market.withdraw();
    }

    function withdrawToken(uint256 who) external counted("withdrawToken") {
        vm.prank(_people[who % 4]);
        market.withdrawToken(address(token));
    }

    function sweep() external counted("sweep") {
        market.sweep();
    }

    function pass(uint256 time, uint256 blocks) external {
        uint256[6] memory spans = [uint256(1), BUDGET + 32, BUDGET + 33, DELIVERY + 1, WINDOW / 4, 60];
        vm.warp(block.timestamp + spans[time % 6]);
        vm.roll(block.number + (blocks % 8 == 0 ? 257 : 1));
    }

    // ----------------------------------------------------------------------------------------------- games

    function commit(uint256 who, uint256 which) external counted("commit") {
        uint64 job = _job(which);
        JobRecord memory j = market.getJob(job);
        address player = _people[who % 4];
        uint256 bond = BOND << (j.open >> 3);
        bytes32 commitment = keccak256(
            abi.encodePacked(
                block.chainid, address(market), job, uint32(j.round), player, ++_nonce, bytes16("salt"), opening(player)
            )
        );
        vm.prank(player);
        market.commit{value: bond}(job, j.round, j.traceRoot, _nonce, commitment);
        _games.push(Game(job, j.round, _nonce, player, address(0), bond, ""));
    }

    function open(uint256 which) external counted("open") {
        Game storage g = _game(which);
        vm.recordLogs();
        vm.prank(g.challenger);
        market.open(g.job, g.nonce, bytes16("salt"), opening(g.challenger));
        g.state = lastState();
        g.mover = market.getJob(g.job).solver;
    }

    function move(uint256 which) external counted("move") {
        Game storage g = _game(which);
        g.state = answer(g.mover, g.challenger, g.state, 1);
        g.mover = g.challenger;
    }

    function timeout(uint256 which) external counted("timeout") {
        Game storage g = _game(which);
        market.timeout(g.state, g.mover);
        _forget(which);
    }

    function release(uint256 which) external counted("release") {
        Game storage g = _game(which);
        market.release(g.state, g.mover);
        _forget(which);
    }

    function releaseCommitment(uint256 which) external counted("releaseCommitment") {
        Game storage g = _game(which);
        market.releaseCommitment(g.job, g.round, g.challenger, g.nonce);
        _forget(which);
    }

    function forfeit(uint256 which) external counted("forfeit") {
        Game storage g = _game(which);
        market.forfeit(g.job, g.challenger, g.nonce);
        _forget(which);
    }

    // ----------------------------------------------------------------------------------------------- verifiers

    function stake(uint256 who, uint256 luck) external counted("stake") {
        require(market.getVerifier(_people[who % 4]).stake == 0 || luck % 16 == 0);
        vm.prank(_people[who % 4]);
        market.stakeVerifier{value: RISK * (1 + luck % 9)}();
    }

    function unstake(uint256 who, uint256 luck) external counted("unstake") {
        vm.prank(_people[who % 4]);
        market.unstakeVerifier(uint96(RISK / (1 + luck % 5)));
    }

    function withdrawStake(uint256 who, uint256 luck) external counted("withdrawStake") {
        if (luck % 16 == 0) _warpPast(market.getVerifier(_people[who % 4]).leavesAt);
        vm.prank(_people[who % 4]);
        market.withdrawVerifierStake();
    }

    function drawSeed(uint256 which, uint256 luck) external counted("drawSeed") {
        vm.roll(block.number + (luck % 8 == 0 ? 210 : 5));
        market.drawSeed(_audited(which, false));
    }

    function giveVerdict(uint256 who, uint256 which) external counted("verdict") {
        uint256 luck = who >> 8;
        uint64 job = _audited(which, true);
        uint32 round = market.getJob(job).round;
        uint40 claimedAt = market.getAudit(job, round).claimedAt;
        // Who can have been drawn, if there is anybody.
        for (uint256 i = 0; i < 4 && market.getVerifier(_people[who % 4]).since >= claimedAt; ++i) {
            who = who % 4 + 1;
        }
        address verifier = _people[who % 4];
        uint16 interval = uint16(luck % 2);
        vm.prank(verifier);
        if (luck % 4 < 2) market.pass(job, traceRoot(), interval);
        else market.unavailable(job, traceRoot(), interval);
        _verdicts.push(Given(job, round, market.getAudit(job, round).draw, interval, verifier));
        ++done[luck % 4 < 2 ? bytes32("pass") : bytes32("unavailable")];
    }

    function contest(uint256 who, uint256 which) external counted("contest") {
        Given storage g = _verdicts[which % _verdicts.length];
        address player = _people[who % 4];
        uint64 id = market.getVerdict(_key(g)).contestedAs;
        bytes32 commitment = keccak256(
            abi.encodePacked(
                block.chainid, address(market), id, uint32(1), player, ++_nonce, bytes16("salt"), opening(player)
            )
        );
        vm.prank(player);
        market.contest{value: BOND}(id, g.job, g.round, g.draw, g.interval, g.verifier, _nonce, commitment);
        _games.push(Game(id, 1, _nonce, player, address(0), BOND, ""));
        _records.push(id);
    }

    function collect(uint256 which, uint256 luck) external counted("collect") {
        uint256 count = _verdicts.length;
        for (uint256 i = 0; i < count; ++i) {
            Given storage g = _verdicts[(which + i) % count];
            Verdict memory v = market.getVerdict(_key(g));
            JobRecord memory j = market.getJob(g.job);
            bool over = j.round != g.round || j.state != JobState.Claimed;
            if (!over || v.kind == VerdictKind.None || v.kind == VerdictKind.Contested) continue;
            if (luck % 4 == 0) _warpPast(v.until);
            market.collect(g.job, g.round, g.draw, g.interval, g.verifier);
            return;
        }
        revert("nothing to collect");
    }

    function acknowledge(uint256 which, uint256 luck) external counted("acknowledge") {
        require(luck % 8 == 0);
        uint64 job = _job(which);
        vm.prank(market.getJob(job).submitter);
        market.acknowledge(job, traceRoot());
    }

    function undelivered(uint256 which, uint256 luck) external counted("undelivered") {
        uint64 job = _audited(which, true);
        if (luck % 4 == 0) _warpPast(market.getJob(job).deadline);
        market.undelivered(job);
        if (market.getJob(job).state == JobState.Expired) ++done["undelivered at last"];
    }

    // ----------------------------------------------------------------------------------------------- the book

    /// What is still in play, from the rules alone: escrows, stakes, bonds, and what slashed rounds still have to pay.
    function inPlay() external view returns (uint256 sum) {
        for (uint64 job = 1; job <= market.jobCount(); ++job) {
            sum += _inPlayOf(job);
        }
        for (uint256 i = 0; i < _records.length; ++i) {
            sum += _inPlayOf(_records[i]);
        }
        for (uint256 i = 0; i < _games.length; ++i) {
            sum += _games[i].bond;
        }
        for (uint256 i = 0; i < 4; ++i) {
            VerifierStake memory v = market.getVerifier(_people[i]);
            sum += v.stake + v.leaving;
        }
        sum += _fees(false);
    }

    function _inPlayOf(uint64 job) private view returns (uint256 sum) {
        JobRecord memory j = market.getJob(job);
        if (_hasEscrow(j) && j.terms.token == address(0)) sum += _escrow(j);
        if (j.state == JobState.Locked || j.state == JobState.Claimed) sum += j.terms.stake;
        for (uint32 round = 1; round <= j.round; ++round) {
            sum += market.getSlashedRound(job, round).pool;
        }
    }

    function _escrow(JobRecord memory j) private pure returns (uint256) {
        return j.terms.maxPrice + uint256(j.terms.auditFee) * j.slots;
    }

    /// What is set aside for verdicts that are not yet paid.
    function _fees(bool inTokens_) private view returns (uint256 sum) {
        for (uint256 i = 0; i < _verdicts.length; ++i) {
            Given storage g = _verdicts[i];
            if ((market.getJob(g.job).terms.token != address(0)) != inTokens_) continue;
            Verdict memory v = market.getVerdict(_key(g));
            if (v.kind == VerdictKind.Pass) sum += FEE;
            else if (v.kind == VerdictKind.Unavailable && v.number < market.getAudit(g.job, g.round).paid) sum += FEE;
        }
    }

    function _key(Given storage g) private view returns (bytes32) {
        return keccak256(abi.encodePacked(g.job, g.round, g.draw, g.interval, g.verifier));
    }

    function inPlayOfTokens() external view returns (uint256 sum) {
        for (uint64 job = 1; job <= market.jobCount(); ++job) {
            JobRecord memory j = market.getJob(job);
            if (_hasEscrow(j) && j.terms.token != address(0)) sum += _escrow(j);
        }
        for (uint256 i = 0; i < _records.length; ++i) {
            JobRecord memory j = market.getJob(_records[i]);
            if (_hasEscrow(j) && j.terms.token != address(0)) sum += _escrow(j);
        }
        sum += _fees(true);
    }

    function requireSolvent() external view {
        assertSolvent(this.inPlay());
        assertSolventInTokens(this.inPlayOfTokens());
    }

    /// The newest of some jobs that are audited now, with or without a seed; or any.
    function _audited(uint256 which, bool isSeeded) private view returns (uint64) {
        uint64 count = market.jobCount();
        for (uint64 i = 0; i < 6 && i < count; ++i) {
            JobRecord memory j = market.getJob(count - i);
            if (j.state != JobState.Claimed || j.slots == 0) continue;
            if ((market.getAudit(count - i, j.round).seed != 0) == isSeeded) return count - i;
        }
        return _job(which);
    }

    /// Time never goes back.
    function _warpPast(uint256 deadline) private {
        if (block.timestamp <= deadline) vm.warp(deadline + 1);
    }

    function _hasEscrow(JobRecord memory j) private pure returns (bool) {
        return j.state != JobState.Finalized && j.state != JobState.Cancelled;
    }

    modifier counted(bytes32 action) {
        _;
        ++done[action];
    }

    /// One of the three newest: the older ones are mostly over. Now and then a contested pass.
    function _job(uint256 which) private view returns (uint64) {
        uint64 count = market.jobCount();
        if (_records.length != 0 && (which >> 8) % 5 == 0) {
            return _records[_records.length - 1 - (which >> 16) % _recent()];
        }
        return uint64(count - which % (count < 3 ? count : 3));
    }

    function _recent() private view returns (uint256) {
        return _records.length < 3 ? _records.length : 3;
    }

    function _game(uint256 which) private view returns (Game storage) {
        return _games[which % _games.length];
    }

    function _forget(uint256 which) private {
        uint256 i = which % _games.length;
        _games[i] = _games[_games.length - 1];
        _games.pop();
    }
}
