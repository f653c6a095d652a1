using System.Collections.Immutable;
using Marketplace.Primitives;
using Marketplace.Protocol;
using Marketplace.Protocol.Disputes;
using Marketplace.Protocol.Market;
using Marketplace.Protocol.Strategies;
using Marketplace.Simulation.Casting;
using Marketplace.Simulation.Ledgers;

namespace Marketplace.Simulation.Tests;

/// <summary>
/// What the simulation has found: a verdict that is kept back until the next solver's claim stands and is drawn would be one
/// about a claim at which its verifier has never looked. It names its claim, and is refused.
/// </summary>
public sealed class LateVerdictTests
{
    private static readonly Address Submitter = Account(1), First = Account(2), Second = Account(3);
    private static readonly Address Doubter = Account(4), Verifier = Account(5);

    private readonly Scene _scene = new Library().Scenes.First(s => s.Program.Intervals > 1);
    private LedgerState _state;
    private Timestamp _now = new(1_800_000_000);
    private ulong _block = 1;

    public LateVerdictTests() => _state = new LedgerState(
        new MarketBook(new GameSite(1, Account(9))),
        new[] { Submitter, First, Second, Doubter, Verifier }.ToImmutableDictionary(a => a, _ => Wei.Coins(100)));

    [Fact]
    public void APassThatArrivesInTheNextRound_IsRefused_AndBindsNoStake()
    {
        var (last, stake) = (_scene.Program.Intervals, JobTerms.MinStake);
        var terms = TermsDraw.Terms(new Dice(1, 0), new Weather(1, 0, 0, 0, 1), _scene.Program.CheckpointEvery, _now) with
        {
            AuditFee = new Wei(1),
            AuditStake = stake,
            AuditRate = ushort.MaxValue,
            AuditSlots = 8,
        };
        Done(new StakeCall(Verifier, stake));
        Done(new PostCall(Submitter, terms.Escrow, _scene.Program.Header(), _scene.Truth.Roots[0], terms));

        // Right in its first interval: the verifier looks, and says so.
        var endsWrong = Claimed(First, _scene.Truth.Roots.SetItem(last, Keccak.Hash([7])));
        _scene.IsRight(endsWrong, 0).Should().BeTrue();
        var late = new PassCall(Verifier, 1, _state.Book.JobOf(1).TraceRoot, 0);
        Slashed(endsWrong, last - 1);

        var beginsWrong = Claimed(Second, _scene.Truth.Roots.SetItem(1, Keccak.Hash([8])));
        _scene.IsShownWrong(beginsWrong, 0).Should().BeTrue();
        (_, var reason) = _state.Execute(late, new TrueRules(), _now += 1, ++_block);
        reason.Should().Be(Reason.RoundOver);
        _state.Book.RegistrationOf(Verifier).Locked.Should().Be(Wei.Zero);
    }

    private ImmutableArray<Hash32> Claimed(Address solver, ImmutableArray<Hash32> roots)
    {
        Done(new LockCall(solver, _state.Book.JobOf(1).Terms.Stake, 1));
        Done(new ClaimCall(solver, 1, roots));
        _block += RoundAudit.SeedDelay;
        Done(new DrawSeedCall(Doubter, 1) { HashOf = block => Keccak.Hash([(byte)block]) });
        return roots;
    }

    private void Slashed(ImmutableArray<Hash32> roots, int k)
    {
        var (job, opening) = (_state.Book.JobOf(1), Strategy.Opening(k, roots, _scene.Truth.Trace(k)));
        var commitment = _state.Book.Site.Commitment(1, job.Round, Doubter, 1, new byte[16], opening);
        Done(new CommitCall(Doubter, job.Terms.Bond, 1, job.Round, job.TraceRoot, 1, commitment));
        Done(new OpenCall(Doubter, 1, 1, new byte[16], opening));
        var game = _state.Games.Single();
        _now = game.State.Deadline;
        Done(new TimeoutCall(Doubter, game.Last.State, game.Last.Mover));
    }

    /// <summary>In a block of its own.</summary>
    private void Done(Call call)
    {
        (_state, var reason) = _state.Execute(call, new TrueRules(), _now += 1, ++_block);
        reason.Should().Be(Reason.None);
    }

    private static Address Account(byte number)
    {
        var bytes = new byte[Address.Size];
        bytes[^1] = number;
        return new Address(bytes);
    }
}
