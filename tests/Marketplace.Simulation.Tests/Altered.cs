using System.Collections.Immutable;
using Marketplace.Primitives;
using Marketplace.Protocol.Market;
using Marketplace.Simulation.Casting;
using Marketplace.Simulation.Ledgers;

namespace Marketplace.Simulation.Tests;

/// <summary>The rules of the protocol with one defect: what it answers in their place; null for nothing.</summary>
internal delegate Outcome? Defect(Call call, MarketBook book, Timestamp now, ulong block);

/// <summary>Rules with one defect, and whether the judge sees it.</summary>
internal sealed class Altered(Defect defect) : IRules
{
    private readonly TrueRules _rules = new();

    public Outcome Execute(MarketBook book, Call call, Timestamp now, ulong block) =>
        defect(call, book, now, block) ?? _rules.Execute(book, call, now, block);

    /// <summary>Plays seeds by true and by altered rules until one of the altered runs shows the fault.</summary>
    public static void IsSeen(ulong seeds, string fault, Defect defect)
    {
        var library = new Library();
        var faults = ImmutableArray.CreateBuilder<string>();
        for (var seed = 0UL; seed < seeds && !faults.Any(f => f.Contains(fault)); seed++)
        {
            Simulator.Run(seed, CastDraw.Of(seed, library)).Faults.Should().BeEmpty("the true rules have none");
            faults.AddRange(Faults(seed, library, defect));
        }

        faults.Should().Contain(f => f.Contains(fault));
    }

    /// <summary>What a run by altered rules is blamed for. One that the market's own invariant stops (M5) is blamed for that; it
    /// is not what is looked for.</summary>
    private static IReadOnlyList<string> Faults(ulong seed, Library library, Defect defect)
    {
        try
        {
            return Simulator.Run(seed, CastDraw.Of(seed, library), new Altered(defect)).Faults;
        }
        catch (InvariantBrokenException broken)
        {
            return [broken.Message];
        }
    }
}
