using Marketplace.Primitives;
using Marketplace.Simulation.Casting;
using Marketplace.Simulation.Ledgers;

namespace Marketplace.Simulation.Judging;

/// <summary>What a claim with verifiers came to: who was drawn, what was said, how it ended (M6, M10).</summary>
internal sealed class AuditedRound
{
    private readonly List<(int Honest, int Affordable, int Others)> _draws = [];
    private int _slots;

    public required Fact Claim { get; init; }

    public bool IsAcknowledged { get; private set; }

    public bool IsFinalized { get; private set; }

    public bool IsUndelivered { get; private set; }

    /// <summary>Draws after which no majority had found the result; two of them end the round.</summary>
    public int TimesUndelivered { get; private set; }

    /// <summary>The rounds that were claimed, in order.</summary>
    public static IReadOnlyList<AuditedRound> Of(Cast cast, LedgerState end)
    {
        var rounds = new List<AuditedRound>();
        foreach (var fact in end.Facts)
        {
            if (fact.IsOfRecord) continue;
            if (fact.Kind == FactKind.Claimed) rounds.Add(new AuditedRound { Claim = fact });
            else if (rounds.Count > 0 && fact.Job == rounds[^1].Claim.Job && fact.Round == rounds[^1].Claim.Round)
                rounds[^1].Enter(cast, fact);
        }

        return rounds;
    }

    /// <summary>In all draws up to this one, honest verifiers were drawn, and at least as often as others.</summary>
    public bool HonestAreEnoughToDoubt(int draw) =>
        Sum(draw) is var (honest, _, others) && honest > 0 && honest >= others;

    /// <summary>The same, more often than others, and with a stake for every pass.</summary>
    public bool HonestAreEnoughToPass(int draw) => Sum(draw) is var (_, affordable, others) && affordable > others;

    /// <summary>Honest verifiers were drawn more often than others.</summary>
    public bool HonestAreMore(int draw) => Sum(draw) is var (honest, _, others) && honest > others;

    /// <summary>Nobody was kept from a verdict because others had taken the slots.</summary>
    public bool HasSlotsForAll(int draw) => Sum(draw) is var (honest, _, others) && _slots >= honest + others;

    /// <summary>The number of the last draw; −1 where no seed was drawn.</summary>
    public int LastDraw => _draws.Count - 1;

    private void Enter(Cast cast, Fact fact)
    {
        switch (fact.Kind)
        {
            case FactKind.SeedDrawn when !fact.Game.IsZero:
                if (fact.Draw == 0) _slots = fact.Slots;
                var honest = fact.Drawn.Where(d => cast.IsHonest(d.Verifier)).ToList();
                _draws.Add((
                    honest.Sum(d => d.Intervals), honest.Sum(d => d.Affordable),
                    fact.Drawn.Where(d => !cast.IsHonest(d.Verifier)).Sum(d => d.Intervals)));
                break;
            case FactKind.Acknowledged:
                IsAcknowledged = true;
                break;
            case FactKind.DrawnAnew:
                TimesUndelivered++;
                break;
            case FactKind.Undelivered:
                TimesUndelivered++;
                IsUndelivered = true;
                break;
            case FactKind.Finalized:
                IsFinalized = true;
                break;
        }
    }

    private (int Honest, int Affordable, int Others) Sum(int draw)
    {
        var sum = (Honest: 0, Affordable: 0, Others: 0);
        foreach (var (honest, affordable, others) in _draws.Take(draw + 1))
            sum = (sum.Honest + honest, sum.Affordable + affordable, sum.Others + others);
        return sum;
    }
}
