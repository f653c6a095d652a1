using Marketplace.Primitives;
using Marketplace.Protocol;
using Marketplace.Protocol.Disputes;
using Marketplace.Protocol.Market;
using Marketplace.Simulation.Casting;
using Marketplace.Simulation.Ledgers;

namespace Marketplace.Simulation.Tests;

/// <summary>The judge is judged: rules with one defect each, which it has to see within a few seeds.</summary>
public sealed class BrokenRulesTests
{
    private const ulong Seeds = 150;

    [Fact]
    public void ATimeoutBeforeTheDeadline_IsSeen() => Sees("an honest party lost a game", (call, book, now, block) => call is TimeoutCall t
        ? Outcome.Of(t.Apply(book, GameState.Decode(t.State)!.Deadline + 1, block))
        : null);

    [Fact]
    public void PaymentBeforeTheWindowIsOver_IsSeen() => Sees("a liar was paid", (call, book, now, block) => call is FinalizeCall f
        ? Outcome.Of(f.Apply(book, book.JobOf(f.Job).Deadline + 1, block))
        : null);

    [Fact]
    public void ASolverWhoKeepsALittleLess_IsSeen() => Sees("is due", (call, book, now, block) =>
    {
        if (call is not FinalizeCall f || f.Apply(book, now, block) is not { IsRefused: false } paid) return null;
        var solver = book.JobOf(f.Job).Solver;
        var less = paid.Book with
        {
            Balances = paid.Book.Balances.SetItem(solver, paid.Book.BalanceOf(solver) - new Wei(1)),
            Burned = paid.Book.Burned + new Wei(1),
        };
        return new Outcome(Reason.None, less, null);
    });

    [Fact]
    public void AShareThatGoesToTheWrongOne_IsSeen() => Sees("is due", (call, book, now, block) =>
    {
        if (call is not MoveCall m || m.Apply(book, now, block) is not { IsRefused: false, Move: null } won) return null;
        // What should be burned goes to the winner.
        var greedy = won.Book with
        {
            Balances = won.Book.Balances.SetItem(m.Sender, won.Book.BalanceOf(m.Sender) + won.Book.Burned),
            Burned = Wei.Zero,
        };
        return new Outcome(Reason.None, greedy, null);
    });

    [Fact]
    public void ABondThatNobodyCanHaveBack_IsSeen() => Sees("stuck", (call, book, now, block) =>
        call is ReleaseCall or ReleaseCommitmentCall ? new Outcome(Reason.RoundRunning, book, null) : null);

    [Fact]
    public void AProofThatIsNotHeard_IsSeen() => Sees("an honest party lost a game", (call, book, now, block) =>
        call is MoveCall { Turn.Kind: MoveKind.Prove } ? new Outcome(Reason.ProvesNothing, book, null) : null);

    [Fact]
    public void AWeiFromNowhere_StopsTheRun()
    {
        var minting = new Altered((call, book, now, block) =>
            call is LockCall l && l.Apply(book, now, block) is { IsRefused: false } locked
                ? new Outcome(Reason.None, locked.Book with { Holdings = locked.Book.Holdings + new Wei(1) }, null)
                : null);
        var run = () => Simulator.Run(1, CastDraw.Of(1, new Library()), minting);
        run.Should().Throw<InvariantBrokenException>().WithMessage("*neither made nor lost*");
    }

    [Fact]
    public void ACensorWhoOutlastsTheClocks_BringsAnHonestPartyDown()
    {
        var (library, faults) = (new Library(), new List<string>());
        for (var seed = 0UL; seed < Seeds; seed++)
        {
            var cast = CastDraw.Of(seed, library);
            if (cast.Weather.Censor is not { } censor) continue;
            const uint forever = 1_000_000;
            var endless = cast.Weather with { Censor = censor with { Seconds = forever, EachSeconds = forever } };
            faults.AddRange(Simulator.Run(seed, cast with { Weather = endless }).Faults);
        }

        faults.Should().Contain(f => f.Contains("an honest party lost a game"), "the bound on censorship is what the promise rests on");
    }

    private static void Sees(string fault, Defect defect) => Altered.IsSeen(Seeds, fault, defect);
}
