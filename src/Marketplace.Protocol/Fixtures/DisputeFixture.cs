using Marketplace.Merkle;
using Marketplace.Operators;
using Marketplace.Primitives;
using Marketplace.Protocol.Disputes;
using Marketplace.Protocol.Market;

namespace Marketplace.Protocol.Fixtures;

/// <summary>A dispute as it was played, from the posting of its job to its end: everything that is needed to play it once more
/// anywhere, and what every call came to.</summary>
/// <remarks>Neither chain, contract, addresses nor absolute times are part of it: who plays it again has his own.</remarks>
/// <param name="About">What is played, by the four words by which fixtures differ.</param>
/// <param name="Header">The program's (B6).</param>
/// <param name="Terms">ClosesAt counts from the posting.</param>
/// <param name="Roots">The claim: S_0, S_c … S_N. Empty if it is not made before the calls: then locking and claiming are among
/// them.</param>
/// <param name="Balances">What each player has been credited in the end; and what has been burned.</param>
public sealed record DisputeFixture(
    string Name,
    FixtureSubject About,
    byte[] Header,
    Hash32 InitialRoot,
    JobTerms Terms,
    IReadOnlyList<Hash32> Roots,
    IReadOnlyList<FixtureCall> Calls,
    FixtureBalances Balances)
{
    public const int Version = 1;

    /// <summary>One second each for posting, locking and claiming; then the calls.</summary>
    public const ulong Tick = 1;
}

/// <param name="Operator">Of the disputed operation.</param>
/// <param name="Alphabet">In which the game ended.</param>
/// <param name="Liar">Which side lied, and how.</param>
/// <param name="Ending">How it was decided.</param>
public sealed record FixtureSubject(string Operator, string Alphabet, string Liar, string Ending)
{
    /// <summary>The operator whose output a descent from OPERATION to LEAF has opened, as its descriptor says (B12).</summary>
    /// <param name="state">From which it was made, in OPERATION.</param>
    /// <param name="move">One that was accepted.</param>
    public static string OperatorOf(GameState state, ReadOnlySpan<byte> move)
    {
        var segments = Dissections.Segments(state.Length, Dissections.RootArity);
        var pick = 1 + Hash32.Size * (2 + MerkleTree.Depth((long)segments));
        return ((OpCode)move[pick + Contexts.OperationSize]).ToString();
    }
}

/// <summary>What a call is.</summary>
public enum FixtureKind
{
    Commit,
    Open,
    Dissect,
    Descend,
    Chain,
    Prove,
    Timeout,
    Release,
    ReleaseCommitment,
    Forfeit,
    Finalize,
    Lock,
    Claim,
    Expire,
    Cancel,
}

/// <summary>Who calls, or whose game is meant. Whoever plays several parts has the name of the first one.</summary>
public enum FixturePlayer
{
    Submitter,
    Solver,
    Challenger,
    Second,
    Stranger,
    Third,
    Fourth,
    Fifth,
    SecondSolver,
    ThirdSolver,
}

/// <summary>A call and what came of it.</summary>
/// <param name="After">Seconds since the call before; 0 in a later block of the same second, and then a file does not say it.</param>
/// <param name="Blocks">Blocks without any call that pass before it, a second each; fewer than <paramref name="After"/>,
/// or none.</param>
/// <param name="Challenger">With the nonce: whose game is meant.</param>
/// <param name="State">From which of the game's states it is made, counted from its opening; the last one if null.</param>
/// <param name="Salt">Of a commitment and its opening: 16 bytes.</param>
/// <param name="Data">Of a commitment or an opening: the opening; of a move: the move.</param>
/// <param name="Outcome">See <see cref="FixtureOutcome"/>.</param>
/// <param name="Gas">As measured once; 0 if unknown or refused.</param>
public sealed record FixtureCall(
    FixtureKind Kind,
    FixturePlayer By,
    ulong After,
    ulong Blocks,
    FixturePlayer Challenger,
    uint Nonce,
    int? State,
    byte[] Salt,
    byte[] Data,
    string Outcome,
    ulong Gas = 0)
{
    /// <summary>Of the job, in which the game was begun; the present one if null.</summary>
    public uint? Round { get; init; }

    /// <summary>Of a claim: S_0, S_c … S_N.</summary>
    public IReadOnlyList<Hash32> Roots { get; init; } = [];
}
