// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

/// @notice Every refusal of the market and of the dispute game has one reason (M9). The names are the same words in the
/// client, the API and the command line: they are generated from this file.
interface IReasons {
    // Bytes
    /// @notice The state or the move is shorter or longer than its kind demands (D9).
    error WrongLength();

    // The game
    /// @notice No game stands in this state with this sender to move: an old state, a stranger, or a game that is over (D10).
    error StateUnknown();
    /// @notice The mover's clock has run out: only `timeout` is left (D6).
    error ClockExpired();
    /// @notice The mover's clock still runs (D6).
    error ClockRunning();
    /// @notice This kind of move does not exist in the game's present alphabet (D2).
    error WrongAlphabet();
    /// @notice The dissection has no such segment (D3).
    error NoSuchSegment();
    /// @notice What was opened does not hash to what was agreed (D9).
    error WrongOpening();
    /// @notice A segment of one unit cannot be cut: it has to be descended or proved (D4).
    error NothingToCut();
    /// @notice Only a segment of one unit can be descended or proved (D4, D5).
    error NotOneUnit();
    /// @notice The claimed end is the one that is denied: nothing would be disputed (D3).
    error SameEnd();
    /// @notice The header is not the job's program (D9).
    error WrongProgram();
    /// @notice The context does not hash to the game's (B11).
    error WrongContext();
    /// @notice The descriptor is not the program's operation at this place (C4).
    error WrongDescriptor();
    /// @notice A claimed leaf has something past its row's end (C1).
    error PaddingNotZero();
    /// @notice A claimed float is a NaN in another form than 0x7fc00000 (F4).
    error NotCanonical();
    /// @notice The element lies past the row's end (D4).
    error NoSuchElement();
    /// @notice The claimed value is right: the proof proves nothing (D5).
    error ProvesNothing();

    // Commitments and openings
    /// @notice The job has no claim under challenge in this round (M1).
    error NotClaimed();
    /// @notice The challenge window is over (D1).
    error WindowClosed();
    /// @notice The challenge window is still open (D1).
    error WindowOpen();
    /// @notice The coins sent are not exactly those asked for.
    error WrongValue();
    /// @notice This challenger has already used this nonce in this round.
    error NonceUsed();
    /// @notice There is no such commitment.
    error CommitmentUnknown();
    /// @notice A commitment is opened in a later block, never in its own (D1).
    error OpenedTooEarly();
    /// @notice The blocks within which a commitment can be opened have passed (D1).
    error OpenedTooLate();
    /// @notice The commitment may still be opened (D1).
    error CommitmentAlive();
    /// @notice So many games are open that no further bond could be doubled (D7).
    error TooManyGames();
    /// @notice The claim that is meant has already been decided, or another one stands in its place: a game's bond is to be
    /// released (D7), a verdict or a receipt says nothing (M6, M10).
    error RoundOver();
    /// @notice The claim that this game is about is not decided yet (D7).
    error RoundRunning();

    // The market
    /// @notice The terms lie outside the contract's bounds (D6, M3).
    error TermsOutOfRange();
    /// @notice The program header is malformed (B6).
    error MalformedHeader();
    /// @notice The job is not open to solvers (M1).
    error NotOpen();
    /// @notice The job is not locked by the sender (M1).
    error NotLocked();
    /// @notice The job has been locked 65,535 times and cannot be locked again (M1).
    error TooManyRounds();
    /// @notice The deadline has passed (M1).
    error DeadlinePassed();
    /// @notice The deadline has not passed yet (M1).
    error DeadlineNotPassed();
    /// @notice The claim has not exactly one root per checkpoint and one blob per interval (C5).
    error WrongCount();
    /// @notice The claim does not start at the job's initial state (C5).
    error WrongStart();
    /// @notice Games or commitments are open (D7).
    error GamesOpen();
    /// @notice Only the submitter may do this before the job closes (M1).
    error NotSubmitter();
    /// @notice The offer's time is over (M14).
    error OfferExpired();
    /// @notice An offer with this nonce was posted or revoked before (M14).
    error OfferUsed();
    /// @notice The submitter has not signed this (M14).
    error BadSignature();
    /// @notice The submitter's balance in the market does not reach for the highest price (M14).
    error InsufficientBalance();
    /// @notice The sender is not on the job's list of solvers (M12).
    error NotAllowed();
    /// @notice Less gas is left than the job's consumer has to be given (M11).
    error NotEnoughGas();
    /// @notice The token did not do what it was asked for: no contract, no allowance, no balance, or it returned false (M2).
    error TokenRefused();
    /// @notice The token moved another amount than was asked for: one with a fee cannot pay (M2).
    error WrongAmount();
    /// @notice The job is one without verifiers (M6).
    error NotAudited();
    /// @notice The round's seed is there already (M6).
    error SeedDrawn();
    /// @notice The block whose hash is the seed has not come yet (M6).
    error SeedTooEarly();
    /// @notice The round's seed has not been drawn yet (M6).
    error SeedMissing();
    /// @notice The sender is not drawn for this interval, or was not staked before the claim (M6).
    error NotDrawn();
    /// @notice The sender has given its verdict on this interval already (M6).
    error VerdictGiven();
    /// @notice The job cannot pay for another verdict (M6).
    error AuditFull();
    /// @notice Not so much of the verifier's stake is free (M6).
    error InsufficientStake();
    /// @notice The stake may not yet be taken out of the registry (M6).
    error StillUnbonding();
    /// @notice There is no such verdict, or none that could still be contested or paid (M6).
    error VerdictUnknown();
    /// @notice As many verifiers could not fetch the result as could: the solver cannot be paid now (M10).
    error NotDelivered();
    /// @notice Nothing speaks against the delivery: the round can be finalized (M10).
    error Delivered();
    /// @notice Nothing to withdraw (M5).
    error NothingToWithdraw();
    /// @notice Coins were sent to the market's extension instead of the market.
    error NotTheMarket();
}
