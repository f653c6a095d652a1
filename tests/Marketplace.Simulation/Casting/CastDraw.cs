using System.Buffers.Binary;
using Marketplace.Primitives;
using Marketplace.Simulation.Actors;
using Marketplace.Simulation.Ledgers;

namespace Marketplace.Simulation.Casting;

/// <summary>Draws from a seed who takes part in a run, what they say and in which weather.</summary>
public sealed class CastDraw
{
    private const uint Stream = 0;
    private static readonly Timestamp Start = new(1_800_000_000);

    private readonly Dice _dice;
    private readonly Scene _scene;
    private readonly Liars _liars;
    private readonly List<Actor> _actors = [];
    private ulong _accounts;

    private CastDraw(ulong seed, Library library)
    {
        _dice = new Dice(seed, Stream);
        _scene = library.Of(_dice.Roll(library.Chances));
        _liars = new Liars(_scene, _dice);
    }

    /// <summary>The cast of a seed: the same in every library.</summary>
    public static Cast Of(ulong seed, Library library) => new CastDraw(seed, library).Draw(seed);

    private Cast Draw(ulong seed)
    {
        var submitter = Account();
        _actors.Add(new Keeper(Account()));
        Solvers();
        for (var i = Watchers(); i > 0; i--) _actors.Add(new Challenger(Account(), _scene, seed));
        for (var i = _dice.Pick([0, 1, 1, 1, 2, 2, 3]); i > 0; i--) Adversary(seed + (ulong)i);

        var audit = new AuditDraw(seed, _scene, Account);
        if (audit.IsAudited) audit.Join(_actors);

        var weather = TermsDraw.Weather(_dice);
        var victims = _actors.Where(a => a.IsHonest && a is not Keeper).ToList();
        if (victims.Count > 0 && _dice.Chance(40))
            weather = weather with { Censor = TermsDraw.Censor(_dice, weather, _dice.Pick(victims).Account) };
        var terms = TermsDraw.Terms(_dice, weather, _scene.Program.CheckpointEvery, Start + weather.BlockSeconds);
        if (audit.IsAudited)
        {
            terms = audit.Terms(terms, weather);
            _actors.Add(audit.Submitter(submitter, terms));
        }
        else
        {
            _actors.Add(new Submitter("submitter", submitter, _scene.Program.Header(), _scene.Truth.Roots[0], terms));
        }

        return new Cast(_scene, terms, weather, _actors, Start) { Shelves = audit.Shelves };
    }

    private int Watchers() => _dice.Roll(10) switch { 0 => 0, < 8 => 1, 8 => 2, _ => 3 };

    private void Solvers()
    {
        switch (_dice.Roll(10))
        {
            case 0:
                _actors.Add(new IdleSolver(Account(), _dice.Chance(50) ? [] : [Hash32.Zero, Hash32.Zero]));
                _actors.Add(_dice.Chance(50) ? Honest(fromRound: 2) : Liar(fromRound: 2));
                break;
            case 1 or 2 or 3:
                _actors.Add(Honest(fromRound: 1));
                break;
            default:
                _actors.Add(Liar(fromRound: 1));
                if (_dice.Chance(50)) _actors.Add(Honest(fromRound: 2));
                break;
        }
    }

    private Solver Honest(uint fromRound) =>
        new("solver", Account(), true, _scene, Story.OfTruth(_scene), fromRound, rounds: 100);

    private Solver Liar(uint fromRound)
    {
        var (story, pace) = (_liars.Claim(), _dice.Chance(25) ? Pace.AtTheLastSecond : Pace.AtOnce);
        return new Solver($"liar ({story.Name})", Account(), false, _scene, story, fromRound, 1 + (uint)_dice.Roll(2), pace);
    }

    private void Adversary(ulong seed)
    {
        switch (_dice.Roll(8))
        {
            case 0:
                _actors.Add(new Copier(Account(), _scene));
                break;
            case 1:
                _actors.Add(new Vandal(Account(), seed));
                break;
            case 2:
                _actors.Add(new Accuser("never opens", Account(), _liars.Accusation(1 + (uint)_dice.Roll(3), Committing(), Opens.Never)));
                break;
            case 3:
                for (var i = _dice.Between(4, 32); i > 0; i--)
                    _actors.Add(new Accuser("griefer", Account(), _liars.Accusation(1, Committing(), Opening())));
                break;
            case 4 when _actors.OfType<Solver>().FirstOrDefault(s => !s.IsHonest) is { } liar:
                // Loses to itself on purpose, so that the claim looks examined.
                _actors.Add(new Accuser("self-challenger", liar.Account, _liars.Accusation(1, Pace.AtOnce, Opens.AtOnce)));
                break;
            default:
                _actors.Add(new Accuser("accuser", Account(), _liars.Accusation(1 + (uint)_dice.Roll(2), Committing(), Opening())));
                break;
        }
    }

    private Pace Committing() => _dice.Chance(25) ? Pace.AtTheLastSecond : Pace.AtOnce;

    private Opens Opening() => _dice.Chance(20) ? Opens.InTheLastBlock : Opens.AtOnce;

    private Address Account()
    {
        var bytes = new byte[Address.Size];
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(12), 0xa000 + ++_accounts);
        return new Address(bytes);
    }
}
