using Marketplace.Chain;
using Marketplace.Chain.Generated;
using Marketplace.Chain.Market;
using Marketplace.Primitives;
using Marketplace.Protocol.Disputes;
using Marketplace.Simulation.Exhaustive;

namespace Marketplace.Scenarios.Tests.Exhaustive;

/// <summary>An opening that a walk has tried, with the answer.</summary>
public sealed record AskedOpening(byte[] Opening, Hash32 TraceRoot, Answer Expected);

/// <summary>A move or the end of a game that a walk has tried, with the answer.</summary>
/// <param name="Stored">The word that stood for the game.</param>
/// <param name="ByProof">Whether a winner is one by a proof.</param>
public sealed record AskedMove(
    string What, IContractCall Call, Address Sender, Timestamp At, Hash32 Stored, Answer Expected, bool ByProof);

/// <summary>A referee that writes down what it was asked, once each, so that another one can be asked the same.</summary>
/// <param name="rules">Who answers.</param>
public sealed class Transcript(IReferee rules) : IReferee
{
    private readonly HashSet<Hash32> _asked = [];
    private readonly HashSet<Hash32> _words = [];

    public List<AskedOpening> Openings { get; } = [];

    public List<AskedMove> Moves { get; } = [];

    /// <summary>Different stored words that were met: a state and who moves in it.</summary>
    public int States => _words.Count;

    public Answer Open(GameState fresh, byte[] opening, ClaimedJob job, Address challenger, Timestamp now)
    {
        var answer = rules.Open(fresh, opening, job, challenger, now);
        if (IsNew(new Packer().Number(0, 1).Word(job.TraceRoot).Bytes(opening)))
            Openings.Add(new AskedOpening(opening, job.TraceRoot, answer));
        return answer;
    }

    public Answer Apply(Turn turn, Address sender, Timestamp now, Hash32 stored)
    {
        var answer = rules.Apply(turn, sender, now, stored);
        _words.Add(stored);
        if (IsNew(Of(1, stored, sender, now).Number((ulong)turn.Kind, 1).Bytes(turn.State).Bytes(turn.Move)))
        {
            Moves.Add(new AskedMove(
                $"{turn.Kind} at {now}", MarketContract.CallOf(turn), sender, now, stored, answer, turn.Kind == MoveKind.Prove));
        }

        return answer;
    }

    public Answer Timeout(byte[] state, Address mover, Timestamp now, Hash32 stored)
    {
        var answer = rules.Timeout(state, mover, now, stored);
        _words.Add(stored);
        if (IsNew(Of(2, stored, mover, now).Bytes(state)))
        {
            Moves.Add(new AskedMove(
                $"Timeout at {now}", new ComputeMarket.TimeoutCall(state, mover), ChainReferee.Stranger, now, stored, answer, false));
        }

        return answer;
    }

    private bool IsNew(Packer question) => _asked.Add(question.Hash());

    private static Packer Of(byte kind, Hash32 stored, Address sender, Timestamp now) =>
        new Packer().Number(kind, 1).Word(stored).Address(sender).Number(now.Seconds, 8);
}
