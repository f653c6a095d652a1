using Marketplace.Chain;
using Marketplace.Chain.Generated;
using Marketplace.Chain.Market;
using Marketplace.Primitives;
using Marketplace.Protocol.Disputes;
using Marketplace.Protocol.Fixtures;

namespace Marketplace.Agents.Export;

/// <summary>What a transaction's data says, in a fixture's words.</summary>
/// <param name="Job">Which job is meant.</param>
/// <param name="Challenger">Whose game or commitment is meant; zero for none.</param>
/// <param name="Round">Of that game or commitment; null for the job's present one.</param>
/// <param name="State">From which a move is made; null of other calls.</param>
/// <param name="Data">Of an opening: the opening; of a move: the move.</param>
public sealed record ExportedCall(
    FixtureKind Kind, ulong Job, Address Challenger = default, uint? Round = null, uint Nonce = 1, GameState? State = null,
    byte[]? Salt = null, byte[]? Data = null, IReadOnlyList<Hash32>? Roots = null)
{
    private static readonly (AbiFunction Function, Func<object[], Address, ExportedCall> Read)[] s_functions =
    [
        (ComputeMarket.LockCall.Definition, (a, _) => new(FixtureKind.Lock, (ulong)a[0])),
        (ComputeMarket.Lock2Call.Definition, (a, _) => new(FixtureKind.Lock, (ulong)a[0])),
        (ComputeMarket.ClaimCall.Definition, (a, _) => new(FixtureKind.Claim, (ulong)a[0], Roots: [.. ((object[])a[1]).Cast<Hash32>()])),
        (ComputeMarket.ExpireCall.Definition, (a, _) => new(FixtureKind.Expire, (ulong)a[0])),
        (ComputeMarket.CancelCall.Definition, (a, _) => new(FixtureKind.Cancel, (ulong)a[0])),
        (ComputeMarket.FinalizeCall.Definition, (a, _) => new(FixtureKind.Finalize, (ulong)a[0])),
        (ComputeMarket.CommitCall.Definition, (a, from) => new(FixtureKind.Commit, (ulong)a[0], from, (uint)a[1], (uint)a[3])),
        (ComputeMarket.OpenCall.Definition,
            (a, from) => new(FixtureKind.Open, (ulong)a[0], from, null, (uint)a[1], Salt: (byte[])a[2], Data: (byte[])a[3])),
        (ComputeMarket.ForfeitCall.Definition, (a, _) => new(FixtureKind.Forfeit, (ulong)a[0], (Address)a[1], null, (uint)a[2])),
        (ComputeMarket.ReleaseCommitmentCall.Definition,
            (a, _) => new(FixtureKind.ReleaseCommitment, (ulong)a[0], (Address)a[2], (uint)a[1], (uint)a[3])),
        (ComputeMarket.TimeoutCall.Definition, (a, _) => InGame(FixtureKind.Timeout, (byte[])a[0], (Address)a[1])),
        (ComputeMarket.ReleaseCall.Definition, (a, _) => InGame(FixtureKind.Release, (byte[])a[0], (Address)a[1])),
    ];

    /// <exception cref="AgentException">It is no call of a market of this version.</exception>
    public static ExportedCall Read(ChainTransaction transaction)
    {
        if (TurnCall.Decode(transaction.Data) is { } turn)
            return InGame(KindOf(turn.Kind), turn.State, transaction.From) with { Data = turn.Move };
        try
        {
            foreach (var (function, read) in s_functions)
            {
                if (function.DecodeCall(transaction.Data) is { } arguments) return read(arguments, transaction.From);
            }
        }
        catch (AbiFormatException e)
        {
            throw new AgentException(
                "NotCanonical", $"The data of transaction {transaction.Hash} is not in its canonical form: {e.Message}");
        }

        throw new AgentException(
            "CallUnknown", $"Transaction {transaction.Hash} calls a function that a market of this version does not have.");
    }

    /// <param name="mover">Whose turn it is in the state.</param>
    private static ExportedCall InGame(FixtureKind kind, byte[] state, Address mover)
    {
        var game = GameState.Decode(state)
            ?? throw new AgentException(
                "CallUnknown", $"A call of {kind} names a state of {state.Length} bytes, and was accepted.");
        return new ExportedCall(kind, game.Job, game.ChallengerMoves ? mover : game.Waiting, game.Round, game.Nonce, game);
    }

    private static FixtureKind KindOf(MoveKind kind) => kind switch
    {
        MoveKind.Dissect => FixtureKind.Dissect,
        MoveKind.Descend => FixtureKind.Descend,
        MoveKind.Chain => FixtureKind.Chain,
        MoveKind.Prove => FixtureKind.Prove,
        _ => throw new InvariantBrokenException($"there is no move {kind}"),
    };
}
