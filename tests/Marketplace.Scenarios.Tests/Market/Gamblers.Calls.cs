using Marketplace.Primitives;
using Marketplace.Protocol.Disputes;
using Marketplace.Protocol.Market;

namespace Marketplace.Scenarios.Tests.Market;

/// <remarks>What each call is made of: mostly what fits, now and then something beside it.</remarks>
public sealed partial class Gamblers
{
    // ------------------------------------------------------------------------------------------- the market

    private Operation Post(Moment m)
    {
        var header = _dice.Header();
        var interval = header.Length < 46 ? 1 : (uint)(header[6] << 24 | header[7] << 16 | header[8] << 8 | header[9]);
        var terms = _dice.Special(_dice.Terms(m.Now, interval), around);
        var value = Near(terms.IsInCoins ? terms.Escrow : Wei.Zero, 90);
        return Operation.Post(accounts[_dice.Roll(2)], value, header, Garbage.Root(0), Garbage.Root(7), terms);
    }

    /// <summary>Enough for many jobs, or for hardly one.</summary>
    private Operation Approve() => Operation.Approve(
        accounts[_dice.Roll(2)], _dice.Pick(around.TokensByWeight), _dice.Chance(80) ? Wei.Coins(1000) : _dice.Amount(), site.Contract);

    private Operation WithdrawToken()
    {
        var owed = Book.TokenBalances.Where(b => b.Value > Wei.Zero).Select(b => b.Key).OrderBy(k => k.ToString(), StringComparer.Ordinal).ToList();
        return owed.Count > 0 && _dice.Chance(80) && _dice.Pick(owed) is var (token, account)
            ? Operation.WithdrawToken(account, token)
            : Operation.WithdrawToken(accounts[_dice.Roll(4)], _dice.Pick(around.TokensByWeight));
    }

    private Operation Cancel()
    {
        var job = JobIn(JobState.Open, JobState.Slashed, JobState.Expired);
        return Operation.Cancel(_dice.Chance(30) ? Book.JobOf(job).Submitter : Anybody(), job);
    }

    private Operation Lock()
    {
        var job = JobIn(JobState.Open, JobState.Slashed, JobState.Expired);
        var (solver, terms) = (accounts[2 + _dice.Roll(2)], Book.JobOf(job).Terms);
        var list = around.Lists.FirstOrDefault(l => l.Root == terms.Solvers);
        var proof = list is null || _dice.Chance(5) ? null : list.ProofOf(solver) ?? list.ProofOf(accounts[3]);
        if (_dice.Chance(5)) proof = [.. proof ?? [], Garbage.Root(3)];
        return Operation.Lock(solver, Near(terms.Stake, 90), job, proof);
    }

    private Operation Claim()
    {
        var number = JobIn(JobState.Locked);
        var job = Book.JobOf(number);
        Hash32[] roots = job.State == JobState.None ? [Garbage.Root(0)] : Garbage.Roots(job);
        var blobs = roots.Length - 1;
        switch (_dice.Roll(14))
        {
            case 0: roots = [.. roots, Garbage.Root(9)]; break;
            case 1: blobs++; break;
            case 2: roots = roots[..^1]; break;
            case 3: roots[0] = Garbage.Root(8); break;
        }

        return Operation.Claim(_dice.Chance(90) ? job.Solver : Anybody(), number, roots, blobs);
    }

    // ------------------------------------------------------------------------------------------- challenges

    private Operation Commit(Moment m)
    {
        var number = JobIn(JobState.Claimed);
        var job = Book.JobOf(number);
        var player = accounts[4 + _dice.Roll(4)];
        var nonce = (uint)_dice.Roll(3);
        var salt = _dice.Salt();
        var k = job.Interval == 0 ? 0 : job.Only != 0 && _dice.Chance(85) ? job.Only - 1 : _dice.Roll((int)((job.Steps + job.Interval - 1) / job.Interval));
        var opening = job.Interval == 0 ? [] : Spoilt(job, k, Garbage.Opening(job, k, player));
        var commitment = site.Commitment(number, job.Round, player, nonce, salt, opening);
        Committing = new KnownGame(number, job.Round, player, nonce, salt, opening, k, m.Block);
        return Operation.Commit(
            player, Near(job.Terms.BondOf((byte)(job.Open >> 3)), 92), number, job.Round + (_dice.Chance(95) ? 0u : 1), Meant(job), nonce, commitment);
    }

    private (Operation, Moment) Open(Moment m)
    {
        if (Known(g => g.State is null && Book.IsLive(g.Job, g.Round)) is not { } game) return (Commit(m), m);
        var (sender, salt, opening) = (game.Challenger, game.Salt, game.Opening);
        switch (_dice.Roll(20))
        {
            case 0: sender = Anybody(); break;
            case 1: salt = _dice.Salt(); break;
            case 2: opening = [.. opening, 0]; break;
            case 3: return (Operation.Open(sender, game.Job, game.Nonce, salt, opening), m with { Block = game.CommittedIn });
            case 4:
            case 5:
                var late = game.CommittedIn + DisputeRules.OpenBlocks + (ulong)_dice.Roll(2);
                return (Operation.Open(sender, game.Job, game.Nonce, salt, opening), m with { Block = Math.Max(late, m.Block) });
        }

        return (Operation.Open(sender, game.Job, game.Nonce, salt, opening), m);
    }

    private Operation Dissect()
    {
        var game = Known(g => g.State is not null && Book.Games.ContainsKey(IdOf(g)) && g.Mover != g.Challenger);
        if (game is null) return Timeout();
        var job = Book.JobOf(game.Job);
        var move = Garbage.Answer(job, game.Interval, game.Challenger, _dice.Roll(Math.Min((int)job.Interval, 4)));
        if (_dice.Chance(15)) move = Mangled(move);
        return Operation.Dissect(_dice.Chance(93) ? game.Mover : Anybody(), State(game), move);
    }

    private Operation Timeout()
    {
        if (Known(g => g.State is not null && Book.Games.ContainsKey(IdOf(g))) is not { } game)
            return Operation.Timeout(Anybody(), new byte[_dice.Chance(50) ? GameState.Size : 3], Anybody());
        return Operation.Timeout(Anybody(), State(game), _dice.Chance(94) ? game.Mover : Anybody());
    }

    private Operation Release()
    {
        var game = Known(g => g.State is not null && !Book.IsLive(g.Job, g.Round)) ?? Known(g => g.State is not null);
        return game is null ? Timeout() : Operation.Release(Anybody(), State(game), _dice.Chance(94) ? game.Mover : Anybody());
    }

    private Operation ReleaseCommitment()
    {
        var game = Known(g => g.State is null && !Book.IsLive(g.Job, g.Round)) ?? Known(_ => true);
        return game is null
            ? Operation.ReleaseCommitment(Anybody(), 1, 1, Anybody(), 0)
            : Operation.ReleaseCommitment(
                Anybody(), game.Job, game.Round, _dice.Chance(95) ? game.Challenger : Anybody(), game.Nonce);
    }

    private (Operation, Moment) Forfeit(Moment m)
    {
        if (Known(g => g.State is null) is not { } game) return (Operation.Forfeit(Anybody(), 1, Anybody(), 0), m);
        var block = game.CommittedIn + DisputeRules.OpenBlocks + (ulong)_dice.Roll(2);
        return (Operation.Forfeit(Anybody(), game.Job, game.Challenger, game.Nonce), m with { Block = Math.Max(block, m.Block) });
    }
}
