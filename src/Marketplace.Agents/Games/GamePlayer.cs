using Marketplace.Chain;
using Marketplace.Chain.Market;
using Marketplace.Primitives;
using Marketplace.Protocol;
using Marketplace.Protocol.Disputes;
using Marketplace.Protocol.Strategies;

namespace Marketplace.Agents.Games;

/// <summary>Plays this account's side of games: moves on its turn, and ends a game whose opponent has run out of time.</summary>
/// <param name="traceOf">This player's own view of the interval that begins at a step.</param>
public sealed class GamePlayer(Agent agent, IMoveChooser moves, Func<ulong, CancellationToken, Task<ITrace>> traceOf)
{
    // A game in which there was nothing to say, by the state in which that was: it is said once.
    private readonly HashSet<Hash32> _stuck = [];

    /// <summary>Does what there is to do in a game now, if anything.</summary>
    /// <returns>true if a transaction was sent.</returns>
    public async Task<bool> ActAsync(GameRecord game, CancellationToken cancellation)
    {
        var now = await agent.Market.NowAsync(cancellation);
        if (game.Last.Mover == agent.Market.Account) return await MoveAsync(game, now, cancellation);
        if (game.State.Waiting != agent.Market.Account || now <= game.State.Deadline) return false;

        var ended = await agent.Market.TimeoutAsync(game.Last.State, game.Last.Mover, cancellation);
        return Sent(ended, "timeout", $"the opponent's clock has run out in {game.State.Alphabet}");
    }

    private async Task<bool> MoveAsync(GameRecord game, Timestamp now, CancellationToken cancellation)
    {
        if (_stuck.Contains(Keccak.Hash(game.Last.State))) return false;
        var turn = moves.Choose(game, await traceOf(IntervalStart(game), cancellation));
        if (turn is null) return Stuck(game, "nothing to deny");

        // The rules say before any gas is spent whether the contract will accept the move.
        var stored = await agent.Market.StoredAsync(game.Id, cancellation);
        var result = DisputeRules.Apply(turn, agent.Market.Account, now, stored, roundIsLive: true);
        if (result.IsRefused) return Stuck(game, $"{turn.Kind} would be refused: {result.Reason}");
        var sent = await agent.Market.MoveAsync(turn, cancellation);
        return Sent(sent, "moved", $"{turn.Kind} in {game.State.Alphabet}");
    }

    /// <summary>The first step of the claim's interval: what the game was opened about.</summary>
    private static ulong IntervalStart(GameRecord game) => game.Events[0].Decoded.Start;

    private bool Stuck(GameRecord game, string why)
    {
        _stuck.Add(Keccak.Hash(game.Last.State));
        agent.Log.Say("stuck", $"no move in {game.State.Alphabet}: {why}");
        return false;
    }

    private bool Sent(TransactionResult result, string kind, string text)
    {
        switch (result)
        {
            case TransactionResult.Mined mined:
                agent.Log.Say(kind, $"{text} ({mined.GasUsed} gas)");
                return true;
            case TransactionResult.Refused { Reason: var refusal }
                when MarketContract.ReasonOf(refusal) is Reason.StateUnknown or Reason.RoundOver or Reason.ClockExpired:
                // Somebody was faster, or time ran out on the way: the next look at the chain shows which.
                return false;
            case TransactionResult.Refused refused:
                throw new AgentException(refused.Reason.Name, $"The contract refused a move: {refused.Reason}.");
            default:
                throw new InvariantBrokenException("a transaction is mined or refused");
        }
    }
}
