using Marketplace.Agents.Games;
using Marketplace.Primitives;
using Marketplace.Programs;
using Marketplace.Protocol.Disputes;
using Marketplace.Protocol.Fixtures;
using Marketplace.Protocol.Market;
using Marketplace.Protocol.Strategies;

namespace Marketplace.World;

/// <summary>Plays a dispute by the rules in C# and writes down every call with what came of it.</summary>
public sealed class DisputeRecorder
{
    private const ulong Pause = 12;

    private static readonly JobTerms Terms = new()
    {
        MinPrice = Wei.Coins(1),
        MaxPrice = Wei.Coins(1),
        Stake = Wei.Coins(1),
        Bond = Wei.Coins(1) / 10,
        RampSeconds = 0,
        DeliverySeconds = 100_000,
        WindowSeconds = 100_000,
        BudgetSeconds = 3_600,
        MinResponse = 60,
        StepAllowance = 2,
        ClosesAt = new Timestamp(1_000_000),
    };

    private readonly RulesStage _stage = new();
    private readonly List<FixtureCall> _calls = [];
    private readonly DisputeFixture _job;

    private DisputeRecorder(DisputeFixture job) => _job = job;

    /// <summary>The calls so far.</summary>
    public IReadOnlyList<FixtureCall> Calls => _calls;

    /// <summary>Posts, locks and claims.</summary>
    /// <param name="roots">What is claimed: S_0, S_c … S_N.</param>
    public static async Task<DisputeRecorder> BeginAsync(Program program, IReadOnlyList<Hash32> roots)
    {
        var nothing = new FixtureBalances(default, default, default, default, default);
        var job = new DisputeFixture("", new FixtureSubject("", "", "", ""), program.Header(), roots[0], Terms, roots, [], nothing);
        var recorder = new DisputeRecorder(job);
        await recorder._stage.BeginAsync(job, default);
        return recorder;
    }

    /// <summary>A call in any game.</summary>
    /// <returns>What it came to.</returns>
    public async Task<string> CallAsync(
        FixtureKind kind, FixturePlayer by, byte[]? data = null, ulong after = Pause, ulong blocks = 0,
        FixturePlayer challenger = FixturePlayer.Challenger, int? state = null, byte[]? salt = null, uint nonce = 1, uint? round = null)
    {
        var call = new FixtureCall(kind, by, after, blocks, challenger, nonce, state, salt ?? [], data ?? [], "")
        {
            Round = round,
            // Whoever claims claims what was claimed first.
            Roots = kind == FixtureKind.Claim ? _job.Roots : [],
        };
        var (outcome, _) = await _stage.PlayAsync(call, default);
        _calls.Add(call with { Outcome = outcome });
        return outcome;
    }

    /// <summary>Commits to an opening and shows it.</summary>
    public async Task OpenAsync(byte[] opening, FixturePlayer by = FixturePlayer.Challenger, uint nonce = 1)
    {
        var salt = Enumerable.Range(1, 16).Select(i => (byte)(17 * i)).ToArray();
        await CallAsync(FixtureKind.Commit, by, opening, challenger: by, salt: salt, nonce: nonce);
        await CallAsync(FixtureKind.Open, by, opening, challenger: by, salt: salt, nonce: nonce);
    }

    /// <summary>Plays one game on until it is decided or <paramref name="turns"/> turns have been made; who has nothing to say lets
    /// its clock run out.</summary>
    /// <returns>The alphabet that was reached.</returns>
    public async Task<Alphabet> PlayAsync(
        (ITrace Trace, IMoveChooser Moves) solver, (ITrace Trace, IMoveChooser Moves) challenger,
        FixturePlayer by = FixturePlayer.Challenger, uint nonce = 1, int turns = int.MaxValue)
    {
        for (var i = 0; ; i++)
        {
            var game = Record(by, nonce);
            if (i == turns) return game.State.Alphabet;
            var mover = _stage.PlayerOf(game.Last.Mover);
            var (trace, moves) = mover == by ? challenger : solver;
            var turn = moves.Choose(game, trace);
            var kind = turn is null ? default : Enum.Parse<FixtureKind>(turn.Kind.ToString());
            var outcome = turn is null ? "" : await CallAsync(kind, mover, turn.Move, challenger: by, nonce: nonce);
            if (outcome.StartsWith("decided", StringComparison.Ordinal)) return game.State.Alphabet;
            if (outcome.StartsWith("moved", StringComparison.Ordinal)) continue;
            await TimeoutAsync(by, nonce);
            return game.State.Alphabet;
        }
    }

    /// <summary>A second too early, and then when the clock has run out.</summary>
    public async Task TimeoutAsync(FixturePlayer by = FixturePlayer.Challenger, uint nonce = 1)
    {
        var left = Record(by, nonce).State.Deadline.Seconds - _stage.Now.Seconds;
        await CallAsync(FixtureKind.Timeout, FixturePlayer.Stranger, after: left, challenger: by, nonce: nonce);
        await CallAsync(FixtureKind.Timeout, FixturePlayer.Stranger, after: 1, challenger: by, nonce: nonce);
    }

    /// <summary>What is known of a game from its events.</summary>
    public GameRecord Record(FixturePlayer by = FixturePlayer.Challenger, uint nonce = 1) => new(default, _stage.EventsOf(by, nonce));

    public async Task<DisputeFixture> EndAsync(string name, FixtureSubject about) =>
        _job with { Name = name, About = about, Calls = [.. _calls], Balances = await _stage.BalancesAsync(default) };
}
