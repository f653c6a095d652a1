namespace Marketplace.Demo;

/// <summary>Who plays in the three acts.</summary>
public sealed record Cast(Player Submitter, Player Solver, Player Auditor, Player Liar, Player Accuser)
{
    public static Cast New() => new(
        Player.New("submitter"), Player.New("solver"), Player.New("auditor"), Player.New("liar"), Player.New("accuser"));

    public IReadOnlyList<Player> All => [Submitter, Solver, Auditor, Liar, Accuser];
}
