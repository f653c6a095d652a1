using Marketplace.Agents.Games;
using Marketplace.Execution;
using Marketplace.Numerics;
using Marketplace.Operators;
using Marketplace.Programs;

namespace Marketplace.World.Liars;

/// <summary>The cast of liars, by name: on what each computes and how it plays.</summary>
/// <param name="Lie">In words.</param>
public sealed record Liar(string Name, string Lie, IBackend Backend, IMoveChooser Moves)
{
    /// <summary>Solvers that claim a wrong trace.</summary>
    public static readonly string[] Solvers = ["one-bit", "lazy", "other-data", "garbage", "silent"];

    /// <summary>Challenges an honest claim.</summary>
    public const string Accuser = "accuser";

    /// <param name="name">One of <see cref="Solvers"/>, or the accuser.</param>
    /// <param name="seed">Moves the lie.</param>
    public static Liar Cast(string name, Program program, CommittedState initial, ulong seed)
    {
        var law = new LawBackend();
        if (name == "lazy")
        {
            var idleFrom = program.Steps - Math.Max(1, program.Steps / 10);
            return new(name, $"does nothing from step {idleFrom} on", new LazyBackend(law, idleFrom), new HonestMoves());
        }

        if (name == "other-data") return new(name, "trains on other rows than were drawn", new OtherDataBackend(law), new HonestMoves());

        // Whose turn it is in the end depends on the operator. The plain liar lies in a chain of several units, the accuser in
        // one of a single unit, if there are such: then it is the contract, not the clock, that has the last word.
        var hasLongChains = program.Phases.SelectMany(p => p.Operations).Any(HasSeveralUnits);
        var place = name switch
        {
            "one-bit" when hasLongChains => LieDraw.OneBit(program, initial, seed, HasSeveralUnits),
            Accuser => LieDraw.OneBit(program, initial, seed, op => !HasSeveralUnits(op)),
            _ => LieDraw.OneBit(program, initial, seed),
        };
        var oneBit = new OneBitLie(law, place.Site, place.Element, place.Bit);
        var turns = (int)Philox.Index(seed, 0, 9, 0, 5);
        return name switch
        {
            "one-bit" or Accuser => new(name, $"one wrong bit: {place}", oneBit, new HonestMoves()),
            "garbage" => new(name, $"one wrong bit: {place}; then noise", oneBit, new GarbageMoves(seed)),
            "silent" => new(name, $"one wrong bit: {place}; silent after {turns} turns", oneBit, new SilentMoves(new HonestMoves(), turns)),
            _ => throw new ArgumentException($"There is no liar called {name}."),
        };
    }

    private static bool HasSeveralUnits(Descriptor op) => Operators.Chain.Units(op, 0) > 1;
}
