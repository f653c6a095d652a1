using Marketplace.Primitives;

namespace Marketplace.Protocol.Fixtures;

/// <summary>Credits when all is played.</summary>
public sealed record FixtureBalances(Wei Submitter, Wei Solver, Wei Challenger, Wei Second, Wei Burned)
{
    /// <summary>Players of whom most disputes have none: a file says of them only what is not zero.</summary>
    public static IReadOnlyList<FixturePlayer> Others { get; } =
        [FixturePlayer.Third, FixturePlayer.Fourth, FixturePlayer.Fifth, FixturePlayer.SecondSolver, FixturePlayer.ThirdSolver];

    public Wei Third { get; private init; }

    public Wei Fourth { get; private init; }

    public Wei Fifth { get; private init; }

    public Wei SecondSolver { get; private init; }

    public Wei ThirdSolver { get; private init; }

    /// <param name="credit">What a player has been credited.</param>
    public static FixtureBalances Of(Func<FixturePlayer, Wei> credit, Wei burned) => new(
        credit(FixturePlayer.Submitter), credit(FixturePlayer.Solver), credit(FixturePlayer.Challenger), credit(FixturePlayer.Second), burned)
    {
        Third = credit(FixturePlayer.Third),
        Fourth = credit(FixturePlayer.Fourth),
        Fifth = credit(FixturePlayer.Fifth),
        SecondSolver = credit(FixturePlayer.SecondSolver),
        ThirdSolver = credit(FixturePlayer.ThirdSolver),
    };

    /// <summary>What a player has been credited; a stranger never is.</summary>
    public Wei Of(FixturePlayer player) => player switch
    {
        FixturePlayer.Submitter => Submitter,
        FixturePlayer.Solver => Solver,
        FixturePlayer.Challenger => Challenger,
        FixturePlayer.Second => Second,
        FixturePlayer.Third => Third,
        FixturePlayer.Fourth => Fourth,
        FixturePlayer.Fifth => Fifth,
        FixturePlayer.SecondSolver => SecondSolver,
        FixturePlayer.ThirdSolver => ThirdSolver,
        _ => Wei.Zero,
    };
}
