using System.Collections.Immutable;
using Marketplace.Primitives;
using Marketplace.Protocol;
using Marketplace.Protocol.Disputes;
using Marketplace.Protocol.Market;
using Marketplace.Protocol.Strategies;
using Marketplace.Simulation.Casting;
using Marketplace.Simulation.Ledgers;

namespace Marketplace.Simulation.Tests;

/// <summary>What the simulation once found: a challenge that is kept back until another claim stands must not bind its bond to that
/// one, for which it could not be opened (D1). So <c>commit</c> names the claim that it means.</summary>
public sealed class LateCommitmentTests
{
    private static readonly Address Submitter = Account(1), Liar = Account(2), Solver = Account(3), Early = Account(4), Late = Account(5);

    private readonly Scene _scene = new Library().Scenes.First(s => s.Name == "two phases");
    private LedgerState _state;
    private Timestamp _now = new(1_800_000_000);
    private ulong _block = 1;

    public LateCommitmentTests() => _state = new LedgerState(
        new MarketBook(new GameSite(1, Account(9))),
        new[] { Submitter, Liar, Solver, Early, Late }.ToImmutableDictionary(a => a, _ => Wei.Coins(100)));

    [Fact]
    public void ACommitmentThatArrivesInTheNextRound_IsRefused_AndCostsNothing()
    {
        var (commit, open) = HonestChallengeOfTheFirstRound();
        ANextRoundBegins();
        Does(commit).Should().Be(Reason.RoundOver);
        Does(open).Should().Be(Reason.CommitmentUnknown);
        _state.WalletOf(Late).Should().Be(Wei.Coins(100));
    }

    /// <summary>Two solvers in a round of the same number, on both sides of a re-org.</summary>
    [Fact]
    public void ACommitmentThatAReorgPutsBehindAnotherClaim_IsRefused_AndCostsNothing()
    {
        Posted();
        var before = _state;
        Claimed(Liar, Wrong);
        var (commit, open) = Challenge(Late);
        _state = before;
        Claimed(Solver, _scene.Truth.Roots);
        _state.Book.JobOf(1).Round.Should().Be(commit.Round);
        Does(commit).Should().Be(Reason.RoundOver);
        Does(open).Should().Be(Reason.CommitmentUnknown);
        _state.WalletOf(Late).Should().Be(Wei.Coins(100));
    }

    private ImmutableArray<Hash32> Wrong => _scene.Truth.Roots.SetItem(1, Keccak.Hash([7]));

    private (CommitCall Commit, OpenCall Open) HonestChallengeOfTheFirstRound()
    {
        Posted();
        Claimed(Liar, Wrong);
        // Somebody else is faster, and the liar has nothing to say.
        var (commit, open) = Challenge(Early);
        Does(commit).Should().Be(Reason.None);
        Does(open).Should().Be(Reason.None);
        return Challenge(Late);
    }

    private void Posted()
    {
        var terms = TermsDraw.Terms(new Dice(1, 0), new Weather(1, 0, 0, 0, 1), _scene.Program.CheckpointEvery, _now);
        Does(new PostCall(Submitter, terms.MaxPrice, _scene.Program.Header(), _scene.Truth.Roots[0], terms)).Should().Be(Reason.None);
    }

    private void Claimed(Address solver, ImmutableArray<Hash32> roots)
    {
        Does(new LockCall(solver, _state.Book.JobOf(1).Terms.Stake, 1)).Should().Be(Reason.None);
        Does(new ClaimCall(solver, 1, roots)).Should().Be(Reason.None);
    }

    /// <summary>Of the liar's claim, which stands now.</summary>
    private (CommitCall Commit, OpenCall Open) Challenge(Address challenger)
    {
        var (job, opening) = (_state.Book.JobOf(1), Strategy.Opening(0, Wrong, _scene.Truth.Trace(0)));
        var commitment = _state.Book.Site.Commitment(1, 1, challenger, 1, new byte[16], opening);
        return (new CommitCall(challenger, job.Terms.Bond, 1, 1, job.TraceRoot, 1, commitment), new OpenCall(challenger, 1, 1, new byte[16], opening));
    }

    private void ANextRoundBegins()
    {
        var game = _state.Games.Single();
        _now = game.State.Deadline + 1;
        Does(new TimeoutCall(Early, game.Last.State, game.Last.Mover)).Should().Be(Reason.None);
        Claimed(Solver, _scene.Truth.Roots);
    }

    /// <summary>In a block of its own.</summary>
    private Reason Does(Call call)
    {
        (_state, var reason) = _state.Execute(call, new TrueRules(), _now += 1, ++_block);
        return reason;
    }

    private static Address Account(byte number)
    {
        var bytes = new byte[Address.Size];
        bytes[^1] = number;
        return new Address(bytes);
    }
}
