using Marketplace.Primitives;
using Marketplace.Protocol.Market;

namespace Marketplace.Scenarios.Tests.Market;

/// <remarks>Four verifiers, who are challengers and strangers besides; they stake, draw, judge, and are contested.</remarks>
public sealed partial class Gamblers
{
    private readonly Dictionary<ulong, Hash32> _hashes = [];
    private readonly List<GivenVerdict> _verdicts = [];

    /// <summary>Every verdict that was ever given.</summary>
    public IEnumerable<Hash32> Verdicts => _verdicts.Select(v => v.Key);

    /// <summary>Blocks up to the newest one whose hash a draw may need and nobody has looked up yet.</summary>
    public IReadOnlyList<ulong> UnknownSeeds(ulong newest) =>
        [.. Book.Audits.Values.Where(a => a.Seed.IsZero && a.SeedBlock <= newest).Select(a => a.SeedBlock)
            .Where(b => !_hashes.ContainsKey(b)).Distinct()];

    public void KnowHash(ulong block, Hash32 hash) => _hashes[block] = hash;

    // ------------------------------------------------------------------------------------------- the registry

    private Address Verifier() => accounts[6 + _dice.Roll(4)];

    private Operation StakeVerifier()
    {
        // Whoever adds to a stake is out of the rounds that run: so mostly those who have none.
        var verifier = Verifier();
        if (Book.RegistrationOf(verifier).Stake > Wei.Zero && _dice.Chance(85)) return Operation.DrawSeed(verifier, 0, HashOf);
        return Operation.StakeVerifier(verifier, _dice.Chance(80) ? JobTerms.MinStake * (ulong)(1 + _dice.Roll(8)) : _dice.Amount());
    }

    private Operation UnstakeVerifier()
    {
        var verifier = _dice.Chance(90) ? Verifier() : Anybody();
        var r = Book.RegistrationOf(verifier);
        return Operation.UnstakeVerifier(verifier, _dice.Roll(6) switch
        {
            0 => r.Free,
            1 => r.Free + new Wei(1),
            2 => Wei.Zero,
            3 => r.Stake,
            _ => r.Free / 10,
        });
    }

    private (Operation, Moment) WithdrawVerifierStake(Moment m)
    {
        var leaving = accounts.Where(a => Book.RegistrationOf(a).Leaving > Wei.Zero).ToList();
        if (leaving.Count == 0 || _dice.Chance(10)) return (Operation.WithdrawVerifierStake(Anybody()), m);
        var verifier = _dice.Pick(leaving);
        // A week ends everything else.
        if (_dice.Chance(70)) return (Operation.WithdrawVerifierStake(verifier), m);
        var end = Book.RegistrationOf(verifier).LeavesAt + (ulong)_dice.Roll(2);
        return (Operation.WithdrawVerifierStake(verifier), end > m.Now ? m with { Now = end } : m);
    }

    // ------------------------------------------------------------------------------------------- draw and verdicts

    private (Operation, Moment) DrawSeed(Moment m)
    {
        var job = AuditedIn(a => a.Seed.IsZero, 93);
        var draw = Operation.DrawSeed(Anybody(), job, HashOf);
        var a = Book.AuditOf(job, Book.JobOf(job).Round);
        if (a.SeedBlock == 0) return (draw, m);
        var block = a.SeedBlock + _dice.Roll(20) switch
        {
            0 or 1 => 0UL,
            2 => RoundAudit.SeedBlocks,
            3 => RoundAudit.SeedBlocks + 1,
            _ => 1,
        };
        return (draw, m with { Block = Math.Max(block, m.Block) });
    }

    private Operation GiveVerdict(bool passes)
    {
        var job = AuditedIn(a => !a.Seed.IsZero, 93);
        var j = Book.JobOf(job);
        var a = Book.AuditOf(job, j.Round);
        var intervals = j.Interval == 0 ? 1 : (int)((j.Steps + j.Interval - 1) / j.Interval);
        var root = Meant(j);
        Operation Give(Address verifier, int interval) => passes
            ? Operation.Pass(verifier, job, root, (ushort)interval)
            : Operation.Unavailable(verifier, job, root, (ushort)interval);
        if (_dice.Chance(6)) return Give(Verifier(), intervals);
        if (_dice.Chance(10)) return Give(Anybody(), _dice.Roll(intervals));
        for (var attempt = 0; attempt < 12; attempt++)
        {
            var (verifier, interval) = (Verifier(), (ushort)_dice.Roll(intervals));
            if (a.Draws(Book.RegistrationOf(verifier), verifier, job, j.Round, interval, j.Terms.AuditRate)) return Give(verifier, interval);
        }

        return Give(Verifier(), _dice.Roll(intervals));
    }

    private Operation Contest(Moment m)
    {
        if (Given(IsPass, VerdictKind.Pass) is not { } v) return Commit(m);
        var job = Book.JobOf(v.Job);
        var player = accounts[4 + _dice.Roll(4)];
        var nonce = (uint)_dice.Roll(3);
        var salt = _dice.Salt();
        var k = _dice.Chance(85) ? v.Interval : _dice.Roll((int)((job.Steps + job.Interval - 1) / job.Interval));
        var opening = Spoilt(job, k, Garbage.Opening(job, k, player));
        Committing = new KnownGame(v.ContestedAs, 1, player, nonce, salt, opening, k, m.Block);
        return Operation.Contest(
            player, Near(job.Terms.Bond, 92), v.ContestedAs ^ (_dice.Chance(97) ? 0UL : 1), v, nonce, site.Commitment(v.ContestedAs, 1, player, nonce, salt, opening));
    }

    private (Operation, Moment) Collect(Moment m)
    {
        var isUnavailable = _dice.Chance(40);
        var v = isUnavailable
            ? Given(v => Book.Verdicts.ContainsKey(v.Key) && v.Number < Book.AuditOf(v.Job, v.Round).Paid, VerdictKind.Unavailable)
            : Given(v => IsPass(v) && !Book.IsLive(v.Job, v.Round), VerdictKind.Pass) ?? Given(IsPass, VerdictKind.Pass);
        v ??= Given(_ => true, VerdictKind.Pass) ?? new GivenVerdict(VerdictKind.Pass, 1, 1, 0, 0, Verifier());
        return (Operation.Collect(Anybody(), _dice.Chance(93) ? v : v with { Draw = (byte)(1 - v.Draw) }), At(v.Until, m));
    }

    // ------------------------------------------------------------------------------------------- delivery

    private Operation Acknowledge()
    {
        var job = AuditedIn(_ => true, 85);
        var j = Book.JobOf(job);
        return Operation.Acknowledge(_dice.Chance(15) ? j.Submitter : Anybody(), job, Meant(j));
    }

    /// <summary>The claim that stands; now and then another one.</summary>
    private Hash32 Meant(Job j) => Book.Holdings.Value % 23 == 0 ? j.InitialRoot : j.TraceRoot;

    private (Operation, Moment) Undelivered(Moment m)
    {
        var job = AuditedIn(a => !a.IsDelivered, 90);
        var call = _dice.Chance(45) ? Operation.Finalize(Anybody(), job) : Operation.Undelivered(Anybody(), job);
        return (call, At(Book.JobOf(job).Deadline, m));
    }

    /// <summary>Mostly the second at or after which a deadline ends, if it is still to come.</summary>
    private Moment At(Timestamp deadline, Moment m)
    {
        var end = deadline + (_dice.Chance(75) ? 1UL : 0);
        return end > m.Now && _dice.Chance(70) ? m with { Now = end } : m;
    }

    // ------------------------------------------------------------------------------------------- drawing

    /// <summary>A claimed job whose audit is like this if there is one; now and then any claimed job.</summary>
    private ulong AuditedIn(Func<RoundAudit, bool> fits, int percent)
    {
        var fitting = Book.Jobs.Where(j => j.Value.State == JobState.Claimed && j.Value.Terms.IsAudited
            && fits(Book.AuditOf(j.Key, j.Value.Round))).Select(j => j.Key).Order().ToList();
        return fitting.Count > 0 && _dice.Chance(percent) ? _dice.Pick(fitting) : JobIn(JobState.Claimed);
    }

    private GivenVerdict? Given(Func<GivenVerdict, bool> fits, VerdictKind kind)
    {
        var ofKind = _verdicts.Where(v => v.Kind == kind).ToList();
        var fitting = ofKind.Where(fits).ToList();
        if (fitting.Count > 0) return _dice.Pick(fitting);
        return ofKind.Count > 0 && _dice.Chance(20) ? _dice.Pick(ofKind) : null;
    }

    /// <summary>It is there, and nobody has contested it.</summary>
    private bool IsPass(GivenVerdict v) => Book.Verdicts.GetValueOrDefault(v.Key)?.Kind == VerdictKind.Pass;

    private Hash32 HashOf(ulong block) => _hashes.GetValueOrDefault(block, Garbage.Root(1));
}
