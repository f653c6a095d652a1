using Marketplace.Operators;
using Marketplace.Protocol.Disputes;
using Marketplace.Protocol.Strategies;
using Marketplace.Simulation.Casting;
using Marketplace.World.Liars;

namespace Marketplace.Simulation.Exhaustive;

/// <summary>Proofs of what is not so: well-formed, with true witnesses, about a unit that is claimed as it is (D5).</summary>
internal static class FalseProofs
{
    /// <summary>One for each element or unit whose turn it could be; none before ELEMENT.</summary>
    public static IEnumerable<Turn> Of(GameRecord game, Scene scene, ITrace truth)
    {
        if (game.State.Alphabet < Alphabet.Element || Strategy.Locate(game, truth) is not { } place) yield break;
        var site = new OperationSite(place.Step, place.Operation);
        var op = scene.Program.PhaseAt(place.Step).Operations[place.Operation];
        var interval = (int)(place.Step / scene.Program.CheckpointEvery);
        for (var element = 0L; element < op.Shape.Elements; element++)
        {
            // Who has computed this element otherwise would prove the other side wrong about it.
            var lie = scene.Truth.TraceOn(new OneBitLie(Truth.Law, site, element, 0), interval);
            if (Strategy.NextMove(game, lie) is { Kind: MoveKind.Prove } proof) yield return proof;
        }
    }
}
