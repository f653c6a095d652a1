using System.Collections.Immutable;
using Marketplace.Primitives;
using Marketplace.Protocol;
using Marketplace.Protocol.Disputes;
using Marketplace.Protocol.Market;
using Marketplace.Protocol.Strategies;
using Marketplace.Simulation.Casting;
using Marketplace.Simulation.Ledgers;

namespace Marketplace.Simulation.Tests;

/// <summary>What the simulation once found: a challenge that is kept back until the next solver's claim stands must not bind its
/// bond to that one, for which it could not be opened (D1). So <c>commit</c> names the round that it means.</summary>
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

    private (CommitCall Commit, OpenCall Open) HonestChallengeOfTheFirstRound()
    {
        var terms = TermsDraw.Terms(new Dice(1, 0), new Weather(1, 0, 0, 0, 1), _scene.Program.CheckpointEvery, _now);
        Does(new PostCall(Submitter, terms.MaxPrice, _scene.Program.Header(), _scene.Truth.Roots[0], terms)).Should().Be(Reason.None);
        Does(new LockCall(Liar, terms.Stake, 1)).Should().Be(Reason.None);
        var wrong = _scene.Truth.Roots.SetItem(1, AnotherRoot);
        Does(new ClaimCall(Liar, 1, wrong)).Should().Be(Reason.None);

        var opening = Strategy.Opening(0, wrong, _scene.Truth.Trace(0));
        var commitment = _state.Book.Site.Commitment(1, 1, Late, 1, new byte[16], opening);
        // Somebody else is faster, and the liar has nothing to say.
        var first = _state.Book.Site.Commitment(1, 1, Early, 1, new byte[16], opening);
        Does(new CommitCall(Early, terms.Bond, 1, 1, 1, first)).Should().Be(Reason.None);
        Does(new OpenCall(Early, 1, 1, new byte[16], opening)).Should().Be(Reason.None);
        return (new CommitCall(Late, terms.Bond, 1, 1, 1, commitment), new OpenCall(Late, 1, 1, new byte[16], opening));
    }

    private void ANextRoundBegins()
    {
        var game = _state.Games.Single();
        _now = game.State.Deadline + 1;
        Does(new TimeoutCall(Early, game.Last.State, game.Last.Mover)).Should().Be(Reason.None);
        Does(new LockCall(Solver, _state.Book.JobOf(1).Terms.Stake, 1)).Should().Be(Reason.None);
        Does(new ClaimCall(Solver, 1, _scene.Truth.Roots)).Should().Be(Reason.None);
    }

    /// <summary>In a block of its own.</summary>
    private Reason Does(Call call)
    {
        (_state, var reason) = _state.Execute(call, new TrueRules(), _now += 1, ++_block);
        return reason;
    }

    private static Hash32 AnotherRoot => Keccak.Hash([7]);

    private static Address Account(byte number)
    {
        var bytes = new byte[Address.Size];
        bytes[^1] = number;
        return new Address(bytes);
    }
}
