using Marketplace.Chain.Generated;
using Marketplace.Execution;
using Marketplace.Primitives;
using Marketplace.Programs;
using Marketplace.World;

namespace Marketplace.Scenarios.Tests.Games;

/// <summary>The toy program, posted and locked, ready for claims that are taken back after each match.</summary>
public static class ToyJob
{
    public static readonly Program Program = ToyProgram.Build();

    public static readonly CommittedState Initial = new(Program.Slots, ToyProgram.InitialState(Program));

    private static readonly UInt128 Coin = Wei.Coins(1).Value;

    /// <returns>The job's number.</returns>
    public static Task<ulong> PostAsync(Table table) => PostAsync(table, Program, Initial);

    /// <summary>The same for another program.</summary>
    /// <returns>The job's number.</returns>
    public static async Task<ulong> PostAsync(Table table, Program program, CommittedState initial)
    {
        var now = await table.NowAsync();
        var terms = new Terms(Coin, Coin, Coin, Coin / 10, 0, 100_000, 100_000, 3_600, 60, 2, now.Seconds + 1_000_000, default, default, default, 0, 0, 0, 0);
        await table.SendAsync(
            table.Submitter, new ComputeMarket.PostCall(program.Header(), initial.Root, Hash32.Zero, terms), new Wei(Coin));
        await table.SendAsync(table.Solver, new ComputeMarket.LockCall(1), new Wei(Coin));
        return 1;
    }
}
