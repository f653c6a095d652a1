using System.Collections.Immutable;
using Marketplace.Primitives;
using Marketplace.Protocol;
using Marketplace.Protocol.Disputes;
using Marketplace.Protocol.Market;
using Marketplace.Simulation.Actors;
using Marketplace.Simulation.Casting;
using Marketplace.Simulation.Judging;
using Marketplace.Simulation.Ledgers;

namespace Marketplace.Simulation;

/// <summary>Plays a cast on a chain of its own to the end, and has the judge look at it.</summary>
public static class Simulator
{
    /// <summary>What every account begins with.</summary>
    public static readonly Wei Capital = Wei.Coins(1_000_000);

    private const int MostBlocks = 20_000;
    private const uint ChainStream = 1;

    private static readonly GameSite Site = new(31_337, Address.FromHex("0x00000000000000000000000000000000000000c0"));

    /// <param name="rules">By default those of the protocol.</param>
    /// <param name="withLog">Keep every transaction in words.</param>
    public static RunReport Run(ulong seed, Cast cast, IRules? rules = null, bool withLog = false) =>
        Play(seed, cast, rules, withLog).Report;

    /// <summary>The same, with all that the chain holds in the end.</summary>
    public static (RunReport Report, LedgerState End) Play(ulong seed, Cast cast, IRules? rules = null, bool withLog = false)
    {
        var genesis = new LedgerState(
            BookOf(cast), cast.Actors.Select(a => a.Account).Distinct().ToImmutableDictionary(a => a, _ => Capital));
        var (log, counts) = (new List<string>(), new RunCounts());
        var network = new Network(
            cast.Weather, new Dice(seed, ChainStream), rules ?? new TrueRules(), genesis, cast.Start, cast.IsHonest, seed)
        {
            OnBlock = (block, replaces) =>
            {
                counts = Count(counts, block);
                if (withLog) log.AddRange(Lines(block, replaces, cast.Actors));
            },
        };
        var isQuiet = ComesToRest(network, cast.Actors, new Dice(seed, ChainStream + 1));
        var faults = Judge.Faults(cast, network.State, network.Now, Capital, isQuiet);
        counts = Tally.Of(cast, network.State, counts) with
        {
            Reorgs = network.Reorgs,
            CensoredSeconds = network.CensoredSeconds,
        };
        var digest = RunDigest.Of(network.State);
        return (new RunReport(seed, faults, digest, counts, [.. cast.Actors.Select(a => a.Name)], log), network.State);
    }

    /// <summary>An empty market; where the job is paid in a token, with a submitter that has some of it.</summary>
    private static MarketBook BookOf(Cast cast)
    {
        var book = new MarketBook(Site);
        if (cast.Terms.IsInCoins) return book;
        var submitter = cast.Actors.OfType<Submitter>().Single().Account;
        return book.With(cast.Terms.Token, new ModelToken(TokenManner.Exact).Minted(submitter, Capital));
    }

    /// <returns>false if it never does.</returns>
    private static bool ComesToRest(Network network, IReadOnlyList<Actor> actors, Dice dice)
    {
        for (var block = 0; block < MostBlocks; block++)
        {
            var view = new View(network);
            foreach (var actor in dice.Shuffled(actors)) actor.Act(view);
            foreach (var actor in actors) actor.Rush(view);
            if (network.Pool.Count > 0) network.Mine();
            else if (view.Wake is { } wake && wake > network.Next) network.SkipTo(wake);
            else if (view.Wake is not null) network.Mine();
            else return true;
        }

        return false;
    }

    private static RunCounts Count(RunCounts counts, Block block) => counts with
    {
        Transactions = counts.Transactions + block.Calls.Count,
        Refused = counts.Refused + block.Calls.Count(c => c.Reason != Reason.None),
    };

    private static IEnumerable<string> Lines(Block block, bool replaces, IReadOnlyList<Actor> actors)
    {
        if (replaces) yield return $"{block.Time} block {block.Number} is replaced";
        foreach (var (sent, reason) in block.Calls)
        {
            var who = actors.First(a => a.Account == sent.Call.Sender).Name;
            var kind = sent.Call is MoveCall move ? move.Turn.Kind.ToString() : sent.Call.GetType().Name[..^4];
            yield return $"{block.Time} block {block.Number}: {kind} by {who} {sent.Call.Sender.ToString()[^4..]}"
                + (reason == Reason.None ? "" : $" is refused: {reason}");
        }
    }
}
