using Marketplace.Primitives;
using Marketplace.Protocol.Market;
using Marketplace.Simulation.Actors;
using Marketplace.Simulation.Ledgers;

namespace Marketplace.Simulation.Casting;

/// <summary>Draws whether a run's job has verifiers, on which terms, and who they are (M6, M10).</summary>
/// <remarks>With dice of its own: a run without verifiers is what it would be if there were none.</remarks>
public sealed class AuditDraw
{
    private const uint Stream = 3;

    private static readonly Address Token = Address.FromHex("0x00000000000000000000000000000000000070ce");

    private readonly ulong _seed;
    private readonly Dice _dice;
    private readonly Scene _scene;
    private readonly Func<Address> _account;
    private readonly Dictionary<Address, Withholding> _withheld = [];
    private readonly (Wei Fee, Wei Stake, ushort Rate, ushort Slots) _terms;
    private readonly bool _inCoins;

    /// <param name="account">A new one.</param>
    public AuditDraw(ulong seed, Scene scene, Func<Address> account)
    {
        (_seed, _scene, _account, _dice) = (seed, scene, account, new Dice(seed, Stream));
        IsAudited = _dice.Chance(50);
        var fee = _dice.Roll(4) switch { 0 => new Wei(1), 1 => Amount(), _ => Amount() / 64 };
        _terms = (
            fee + new Wei(1),
            JobTerms.MinStake + (_dice.Chance(50) ? Wei.Zero : Amount() / 8),
            _dice.Pick<ushort>([40, 128, 256, 256, 512, 768, 1024, 4096, ushort.MaxValue]),
            _dice.Pick<ushort>([1, 2, 3, 5, 8, 13, 21, 40, 200, ushort.MaxValue]));
        _inCoins = _dice.Chance(60);
        Shelves = new Shelves(scene.Program.Intervals, _withheld);
    }

    public bool IsAudited { get; }

    public Shelves Shelves { get; }

    /// <summary>Adds those who hold something back, verifiers and contesters.</summary>
    public void Join(List<Actor> actors)
    {
        var liar = actors.OfType<Solver>().FirstOrDefault(s => !s.IsHonest);
        if (liar is not null && _dice.Chance(20)) _withheld[liar.Account] = Withholding();
        if (_dice.Chance(30)) actors.Add(Withholder());
        for (var i = _dice.Pick([0, 1, 1, 2, 2, 3, 4]); i > 0; i--)
            actors.Add(new HonestVerifier(_account(), StakeOf(_dice.Roll(12)), _scene, Shelves, _seed));
        for (var i = _dice.Pick([0, 0, 1, 1, 2, 3, 5]); i > 0; i--) actors.Add(Other(liar));
        var liars = new Liars(_scene, _dice);
        if (_dice.Chance(40))
        {
            // Another lie in the next round: what was said of the first claim must not count for this one.
            var story = liars.Claim();
            actors.Add(new Solver($"liar ({story.Name})", _account(), false, _scene, story, fromRound: 2, rounds: 1));
        }

        for (var i = _dice.Pick([0, 0, 0, 1, 1, 2]); i > 0; i--)
        {
            var (name, contention) = liars.Contention();
            actors.Add(new Contester($"contester ({name})", _account(), contention));
        }
    }

    /// <summary>The terms of a job with these verifiers. Half of the window suffices for a verdict, whatever the weather.</summary>
    public JobTerms Terms(JobTerms plain, Weather weather) => plain with
    {
        WindowSeconds = Math.Max(plain.WindowSeconds, 2 * ((weather.Censor?.Seconds ?? 0) + 6 * weather.LatencySeconds)),
        Token = _inCoins ? Address.Zero : Token,
        AuditFee = _terms.Fee,
        AuditStake = _terms.Stake,
        AuditRate = _terms.Rate,
        AuditSlots = _terms.Slots,
    };

    /// <summary>Who posts the job, and says that it has the result, or never does.</summary>
    public Submitter Submitter(Address account, JobTerms terms)
    {
        var acknowledges = _dice.Chance(40);
        return new Submitter(
            acknowledges ? "submitter (acknowledges)" : "submitter", account, _scene.Program.Header(), _scene.Truth.Roots[0],
            terms, acknowledges ? Shelves : null);
    }

    private Solver Withholder()
    {
        var (account, withholding) = (_account(), Withholding());
        _withheld[account] = withholding;
        return new Solver(
            $"withholder ({withholding.Name})", account, false, _scene, Story.OfTruth(_scene), 1, 1 + (uint)_dice.Roll(2));
    }

    private Withholding Withholding()
    {
        var intervals = _scene.Program.Intervals;
        var (name, blobs) = _dice.Roll(3) switch
        {
            0 => ("some intervals", Enumerable.Range(0, intervals).Where(_ => _dice.Chance(50)).ToHashSet()),
            1 => ("everything", Enumerable.Range(0, intervals).ToHashSet()),
            _ => ("the result", [intervals - 1]),
        };
        return _dice.Chance(25) ? new("until the last second", blobs, true) : new(name, blobs, false);
    }

    private Actor Other(Solver? liar)
    {
        var (account, stake, truth) = (_account(), StakeOf(_dice.Roll(12)), Story.OfTruth(_scene));
        Hand HandOf(Story story) => new(account, story.TraceOf(_scene), story.Moves);
        // A stake that is too small for a pass, drawn all the same.
        if (_dice.Chance(10)) stake = _terms.Stake / 3;
        return _dice.Roll(5) switch
        {
            0 => new CarelessVerifier("lazy verifier", account, stake, HandOf(truth), (_, _) => VerdictKind.Pass),
            1 => new CarelessVerifier(
                "colluding verifier", account, stake, HandOf(liar?.Story ?? truth),
                (roots, _) => roots.SequenceEqual(truth.Roots) ? VerdictKind.None : VerdictKind.Pass),
            2 => new CarelessVerifier("silent verifier", account, stake, HandOf(truth), (_, _) => VerdictKind.None),
            3 => new CarelessVerifier("crier", account, stake, HandOf(truth), (_, _) => VerdictKind.Unavailable),
            _ => new StakeHopper(account, _dice.Chance(50) ? Wei.Zero : stake, stake, HandOf(truth), _dice.Chance(50)),
        };
    }

    /// <summary>Enough for some passes, and a remainder that is enough for none.</summary>
    private Wei StakeOf(int passes) => _terms.Stake * (1 + (ulong)passes) + Amount() / 1000;

    private Wei Amount() => new(_dice.Word() >> 2);
}
