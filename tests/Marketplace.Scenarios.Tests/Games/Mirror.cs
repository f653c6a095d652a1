using Marketplace.Chain.Generated;
using Marketplace.Primitives;
using Marketplace.Protocol.Disputes;
using Marketplace.Protocol.Strategies;
using Marketplace.World;

namespace Marketplace.Scenarios.Tests.Games;

/// <summary>Holds the rules in C# and the contract against each other, in every state that it is shown.</summary>
public sealed class Mirror(Table table, ulong seed)
{
    private readonly Damage _damage = new(seed, table.Stranger);
    private readonly SortedDictionary<string, int> _answers = new(StringComparer.Ordinal);

    public int States { get; private set; }

    public int Trials { get; private set; }

    /// <summary>How often each reason was given by both; "accepted" is one of them.</summary>
    public IReadOnlyDictionary<string, int> Answers => _answers;

    /// <summary>How often each field has been damaged.</summary>
    public IReadOnlyDictionary<string, int> Fields => _damage.Done;

    public List<string> Disagreements { get; } = [];

    /// <summary>A state and the move that its mover would like to make in it; null if there is none.</summary>
    /// <param name="opponent">What the waiting side has computed.</param>
    /// <param name="last">The last move made in the game.</param>
    public async Task HoldAsync(GameRecord game, Turn? turn, ITrace opponent, byte[] last, Timestamp now)
    {
        States++;
        await CompareAsync(
            $"{turn?.Kind.ToString() ?? "Silence"} in {game.State.Alphabet}",
            turn is null ? _damage.OfSilence(game, last, now) : _damage.Of(game, turn, opponent, now));
    }

    /// <summary>An opening that is committed to in the contract's storage as it would have been, damage and all.</summary>
    public async Task HoldOpeningAsync(GameSite site, OpeningSite at, byte[] opening, Timestamp now)
    {
        var trials = new List<Trial>();
        foreach (var (what, damaged) in _damage.OfOpening(opening, at.Intervals))
        {
            var commitment = site.Commitment(at.Job, at.Fresh.Round, at.Challenger, at.Fresh.Nonce, at.Salt, damaged);
            trials.Add(new Trial(
                what,
                new ComputeMarket.OpenCall(at.Job, at.Fresh.Nonce, at.Salt, damaged),
                at.Challenger,
                now,
                DisputeRules.Open(at.Fresh, damaged, at.Claimed, at.Challenger, now),
                (Layout.Game(at.Game), at.Committed(commitment))));
        }

        await CompareAsync("Open", trials);
    }

    private async Task CompareAsync(string where, IReadOnlyList<Trial> trials)
    {
        var answers = await Trial.AskAsync(table.Batch, table.Market, trials);
        for (var i = 0; i < trials.Count; i++)
        {
            var (ours, theirs) = (trials[i].ByMirror, answers[i]);
            Trials++;
            _answers[ours ?? "accepted"] = _answers.GetValueOrDefault(ours ?? "accepted") + 1;
            if (ours != theirs) Disagreements.Add($"{where}, {trials[i].What}: C# {ours ?? "accepts"}, contract {theirs ?? "accepts"}");
        }
    }
}
