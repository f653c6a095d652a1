using Marketplace.Agents.Games;
using Marketplace.Operators;
using Marketplace.Protocol.Disputes;
using Marketplace.Protocol.Fixtures;
using Marketplace.Protocol.Strategies;
using Marketplace.World;

namespace Marketplace.FixtureGen;

/// <summary>Disputes in which more happens than two players' moves.</summary>
public sealed class Specials(Script script, OperationSite site, long element)
{
    private const ulong OpenBlocks = DisputeRules.OpenBlocks;

    private static readonly HonestMoves s_moves = new();
    private static readonly byte[] s_salt = [.. Enumerable.Range(1, 16).Select(i => (byte)(17 * i))];

    public async Task<IReadOnlyList<DisputeFixture>> AllAsync() =>
    [
        await DamagedAsync(),
        await NeverOpenedAsync(),
        await OpenedAtTheLastBlockAsync(),
        await TwoChallengersAsync(),
        await CommitmentBesideAsync(),
        await FinalizedAsync(),
        await OldStatesAsync(),
        await SecondRoundAsync(),
    ];

    /// <summary>Before every turn: the move too short, too long, with one bit changed, and sent by somebody else.</summary>
    private Task<DisputeFixture> DamagedAsync() => script.SpecialAsync(site, element, "damaged moves", async (table, game) =>
    {
        await table.CallAsync(FixtureKind.Commit, FixturePlayer.Challenger, game.Opening, salt: s_salt);
        await table.CallAsync(FixtureKind.Open, FixturePlayer.Challenger, game.Opening[..^1], salt: s_salt);
        await table.CallAsync(FixtureKind.Open, FixturePlayer.Stranger, game.Opening, salt: s_salt);
        await table.CallAsync(FixtureKind.Open, FixturePlayer.Challenger, game.Opening, salt: s_salt);
        for (; ; )
        {
            var record = table.Record();
            var isSolver = !record.State.ChallengerMoves;
            var turn = s_moves.Choose(record, isSolver ? game.Wrong : game.Right);
            if (turn is null) break;
            var kind = Enum.Parse<FixtureKind>(turn.Kind.ToString());
            var mover = isSolver ? FixturePlayer.Solver : FixturePlayer.Challenger;
            await table.CallAsync(kind, mover, turn.Move[..^1]);
            await table.CallAsync(kind, mover, [.. turn.Move, 0]);
            foreach (var at in (int[])[0, 1, 33, turn.Move.Length / 2, turn.Move.Length - 1])
            {
                var damaged = (byte[])turn.Move.Clone();
                damaged[at] ^= 1;
                // What is still a legal move would be one: a claim of one's own may be any.
                if (!IsRefused(turn with { Move = damaged }, record)) continue;
                await table.CallAsync(kind, mover, damaged);
            }

            await table.CallAsync(kind, FixturePlayer.Stranger, turn.Move);
            foreach (var other in (FixtureKind[])[FixtureKind.Dissect, FixtureKind.Descend, FixtureKind.Chain, FixtureKind.Prove])
                if (other != kind) await table.CallAsync(other, mover, turn.Move);
            if ((await table.CallAsync(kind, mover, turn.Move)).StartsWith("decided", StringComparison.Ordinal)) return record.State.Alphabet;
        }

        var last = table.Record().State.Alphabet;
        await table.TimeoutAsync();
        return last;
    });

    private Task<DisputeFixture> NeverOpenedAsync() => script.SpecialAsync(site, element, "nobody opens", async (table, game) =>
    {
        await table.CallAsync(FixtureKind.Commit, FixturePlayer.Challenger, game.Opening, salt: s_salt);
        await table.CallAsync(FixtureKind.Forfeit, FixturePlayer.Stranger);
        await table.CallAsync(FixtureKind.Forfeit, FixturePlayer.Stranger, after: OpenBlocks, blocks: OpenBlocks - 1);
        await table.CallAsync(FixtureKind.Open, FixturePlayer.Challenger, game.Opening, after: 2, blocks: 1, salt: s_salt);
        await table.CallAsync(FixtureKind.Forfeit, FixturePlayer.Stranger);
        return Alphabet.Step;
    });

    private Task<DisputeFixture> OpenedAtTheLastBlockAsync() => script.SpecialAsync(site, element, "opened at the last block", async (table, game) =>
    {
        await table.CallAsync(FixtureKind.Commit, FixturePlayer.Challenger, game.Opening, salt: s_salt);
        await table.CallAsync(FixtureKind.Open, FixturePlayer.Challenger, game.Opening, after: OpenBlocks, blocks: OpenBlocks - 1, salt: s_salt);
        return await table.PlayAsync((game.Wrong, s_moves), (game.Right, s_moves));
    });

    /// <summary>Two games about one claim: one decides it, the other's bond is returned with a share (M4, D7).</summary>
    private Task<DisputeFixture> TwoChallengersAsync() => script.SpecialAsync(site, element, "two challengers", async (table, game) =>
    {
        await table.OpenAsync(game.Opening);
        await table.OpenAsync(game.Opening, FixturePlayer.Second);
        await table.PlayAsync((game.Wrong, s_moves), (game.Right, s_moves), turns: 3);
        await table.CallAsync(FixtureKind.Release, FixturePlayer.Second, challenger: FixturePlayer.Second);
        var last = await table.PlayAsync((game.Wrong, s_moves), (game.Right, s_moves), FixturePlayer.Second);
        await table.CallAsync(FixtureKind.Timeout, FixturePlayer.Stranger, after: 100_000);
        await table.CallAsync(FixtureKind.Release, FixturePlayer.Stranger);
        return last;
    });

    private Task<DisputeFixture> CommitmentBesideAsync() => script.SpecialAsync(site, element, "a commitment beside", async (table, game) =>
    {
        await table.CallAsync(FixtureKind.Commit, FixturePlayer.Second, game.Opening, challenger: FixturePlayer.Second, salt: s_salt);
        await table.OpenAsync(game.Opening);
        await table.CallAsync(FixtureKind.ReleaseCommitment, FixturePlayer.Second, challenger: FixturePlayer.Second);
        var last = await table.PlayAsync((game.Wrong, s_moves), (game.Right, s_moves));
        await table.CallAsync(FixtureKind.ReleaseCommitment, FixturePlayer.Stranger, challenger: FixturePlayer.Second);
        return last;
    });

    /// <summary>A wrong claim that is challenged wrongly: the game says who lost it, and the claim is paid in the end (D7).</summary>
    private Task<DisputeFixture> FinalizedAsync() => script.SpecialAsync(site, element, "nobody moves against it", async (table, game) =>
    {
        await table.OpenAsync(game.Opening);
        await table.PlayAsync((game.Wrong, s_moves), (game.Right, s_moves), turns: 1);
        await table.CallAsync(FixtureKind.Finalize, FixturePlayer.Solver);
        var last = table.Record().State.Alphabet;
        await table.TimeoutAsync();
        await table.CallAsync(FixtureKind.Finalize, FixturePlayer.Stranger);
        await table.CallAsync(FixtureKind.Finalize, FixturePlayer.Stranger, after: 100_000);
        return last;
    });

    /// <summary>Moves from states that are over are refused, whoever sends them.</summary>
    private Task<DisputeFixture> OldStatesAsync() => script.SpecialAsync(site, element, "old states", async (table, game) =>
    {
        await table.OpenAsync(game.Opening);
        var last = Alphabet.Step;
        for (var i = 0; ; i++)
        {
            var record = table.Record();
            var isSolver = !record.State.ChallengerMoves;
            last = record.State.Alphabet;
            if (s_moves.Choose(record, isSolver ? game.Wrong : game.Right) is not { } turn) break;
            var mover = isSolver ? FixturePlayer.Solver : FixturePlayer.Challenger;
            var kind = Enum.Parse<FixtureKind>(turn.Kind.ToString());
            if ((await table.CallAsync(kind, mover, turn.Move)).StartsWith("decided", StringComparison.Ordinal)) return last;
            await table.CallAsync(kind, mover, turn.Move, state: i);
            await table.CallAsync(FixtureKind.Timeout, FixturePlayer.Stranger, after: 1, state: i);
        }

        await table.TimeoutAsync();
        return last;
    });

    /// <summary>A round that is lost with a game beside, one that nobody claims, and one that is lost again; then the submitter
    /// has enough.</summary>
    private Task<DisputeFixture> SecondRoundAsync() => script.SpecialAsync(site, element, "three rounds", async (table, game) =>
    {
        await table.OpenAsync(game.Opening);
        await table.OpenAsync(game.Opening, FixturePlayer.Second);
        await table.PlayAsync((game.Wrong, s_moves), (game.Right, s_moves));
        await table.CallAsync(FixtureKind.Expire, FixturePlayer.Stranger);
        await table.CallAsync(FixtureKind.Lock, FixturePlayer.SecondSolver);
        await table.CallAsync(FixtureKind.Expire, FixturePlayer.Stranger, after: 100_000);
        await table.CallAsync(FixtureKind.Expire, FixturePlayer.Stranger, after: 1);
        await table.CallAsync(FixtureKind.Claim, FixturePlayer.SecondSolver);

        await table.CallAsync(FixtureKind.Lock, FixturePlayer.ThirdSolver);
        await table.CallAsync(FixtureKind.Claim, FixturePlayer.ThirdSolver);
        await table.OpenAsync(game.Opening);
        await table.CallAsync(FixtureKind.Release, FixturePlayer.Stranger, challenger: FixturePlayer.Second, round: 1);
        var last = await table.PlayAsync((game.Wrong, s_moves), (game.Right, s_moves));
        await table.CallAsync(FixtureKind.Cancel, FixturePlayer.Stranger);
        await table.CallAsync(FixtureKind.Cancel, FixturePlayer.Submitter);
        return last;
    });

    private static bool IsRefused(Turn turn, GameRecord record) =>
        DisputeRules.Apply(turn, record.Last.Mover, record.State.Deadline, GameState.Seal(record.Last.State, record.Last.Mover), true).IsRefused;
}
