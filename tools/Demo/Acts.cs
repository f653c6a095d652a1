using System.Globalization;
using System.Security.Cryptography;
using Marketplace.Chain.Generated;
using Marketplace.Primitives;
using Marketplace.Protocol.Market;

namespace Marketplace.Demo;

/// <summary>The three acts. Each returns when the chain says that it has ended as it must, or throws.</summary>
public sealed class Acts(Stage stage, Cast cast, DemoOptions options)
{
    /// <summary>Honest: post, lock, train, claim, one interval spot-checked, the window closes, the solver is paid.</summary>
    public async Task HonestAsync()
    {
        Say.Title("Act 1. An honest solver trains a model and is paid.");
        var weights = Path.Combine(stage.Folder, "weights.safetensors");
        using var submitter = stage.Start(cast.Submitter, "post", "--job", options.Job.FullName, "--out", weights);
        await stage.UntilAsync("the job", () => submitter.Heard("posted") is not null, submitter);
        using var solver = stage.Start(cast.Solver, "solve", "--job", "1");
        await ClaimedAsync(1, submitter, solver);

        using var auditor = stage.Start(cast.Auditor, "audit", "--job", "1", "--seed", "1", "--intervals", "1");
        await stage.UntilAsync("the audit", () => auditor.HasEnded && auditor.Heard("audit") is not null, submitter, solver, auditor);
        Say.Line($"   auditor    replays   {auditor.Heard("audited")?.Text ?? auditor.Heard("audit")!.Text}");
        await stage.MoveTimePastAsync((await stage.JobAsync(1)).Deadline);
        Say.Line("   (a day passes: the window closes)");
        await stage.UntilAsync("the pay", () => solver.HasEnded && submitter.HasEnded, submitter, solver);
        var file = SHA256.HashData(await File.ReadAllBytesAsync(weights));
        Say.Line($"   submitter  receives  verified weights: {submitter.Heard("accuracy")!.Text} right");
        Say.Line($"              {Path.GetRelativePath(World.Artifacts.RepositoryRoot, weights)}  sha256 {Convert.ToHexStringLower(file)}");
    }

    /// <summary>The liar: replayed, challenged, narrowed down, and refuted by the contract.</summary>
    public async Task LiarAsync()
    {
        Say.Title($"Act 2. A solver lies ({options.Liar}) and is caught.");
        using var submitter = stage.Start(cast.Submitter, "post", "--job", options.Job.FullName);
        await stage.UntilAsync("the job", () => submitter.HasEnded, submitter);
        var before = await PursesAsync(cast.Submitter, cast.Liar, cast.Auditor);

        using var liar = stage.StartLiar(cast.Liar, "solve", "2", options.Liar, options.Seed.ToString(CultureInfo.InvariantCulture));
        await stage.UntilAsync("the lie", () => liar.Heard("lie") is not null, liar);
        Say.Line($"   (the liar's secret: {liar.Heard("lie")!.Text})");
        await ClaimedAsync(2, liar);

        stage.Ledger.BeginGame();
        using var auditor = stage.Start(cast.Auditor, "audit", "--job", "2", "--seed", "1");
        await stage.UntilAsync("a wrong interval", () => auditor.Heard("differs") is not null || auditor.HasEnded, liar, auditor);
        foreach (var audited in auditor.Said.Where(e => e.Kind is "audited" or "differs")) Say.Line($"   auditor    replays   {audited.Text}");
        await DecidedAsync(2, auditor, liar);
        await stage.UntilAsync("the auditor's reward", () => auditor.HasEnded, auditor);

        using var reclaim = stage.Start(cast.Submitter, "reclaim", "--job", "2");
        await stage.UntilAsync("the refund", () => reclaim.HasEnded, reclaim);
        PrintGame();
        await PrintPursesAsync(before, cast.Submitter, cast.Liar, cast.Auditor);
    }

    /// <summary>The false accuser challenges an honest claim and loses its bond.</summary>
    public async Task AccuserAsync()
    {
        Say.Title("Act 3. An accuser challenges an honest claim and loses its bond.");
        using var submitter = stage.Start(cast.Submitter, "post", "--job", options.Job.FullName);
        await stage.UntilAsync("the job", () => submitter.HasEnded, submitter);
        var before = await PursesAsync(cast.Solver, cast.Accuser);
        using var solver = stage.Start(cast.Solver, "solve", "--job", "3");
        await ClaimedAsync(3, solver);

        stage.Ledger.BeginGame();
        using var accuser = stage.StartLiar(
            cast.Accuser, "accuse", "3", World.Liars.Liar.Accuser, options.Seed.ToString(CultureInfo.InvariantCulture));
        await DecidedAsync(3, solver, accuser);
        await stage.MoveTimePastAsync((await stage.JobAsync(3)).Deadline);
        Say.Line("   (the window closes)");
        await stage.UntilAsync("the pay", () => solver.HasEnded, solver);
        PrintGame();
        await PrintPursesAsync(before, cast.Solver, cast.Accuser);
    }

    private async Task ClaimedAsync(ulong job, params Actor[] actors)
    {
        var solver = actors[^1];
        await stage.UntilAsync("the training", () => solver.Heard("progress") is not null, actors);
        var printed = 0;
        Console.Write($"   {solver.Player.Name,-10} trains    ");
        while (solver.Heard("claimed") is null)
        {
            var progress = solver.Said.Where(e => e.Kind == "progress").ToList();
            foreach (var step in progress.Skip(printed)) Console.Write(step.Text.Split('/')[0] + " ");
            printed = progress.Count;
            foreach (var actor in actors) actor.RequireAlive();
            await Task.Delay(20);
        }

        foreach (var step in solver.Said.Where(e => e.Kind == "progress").Skip(printed)) Console.Write(step.Text.Split('/')[0] + " ");
        Say.Line("steps");
        await stage.UntilAsync("the claim", async () => (JobState)(await stage.JobAsync(job)).State == JobState.Claimed, actors);
    }

    private Task DecidedAsync(ulong job, params Actor[] actors) => stage.UntilAsync(
        "the verdict",
        async () => (await stage.EventsAsync()).OfType<ComputeMarket.GameDecidedEvent>().Any(d => d.Job == job),
        actors,
        () => stage.LetClockRunOutIfStuckAsync(job, actors));

    private void PrintGame() => Say.Line(
        $"   the whole dispute: {stage.Ledger.GameTransactions} transactions, {stage.Ledger.GameGas.ToString("N0", CultureInfo.InvariantCulture)} gas");

    private async Task<Dictionary<Player, Wei>> PursesAsync(params Player[] players)
    {
        var purses = new Dictionary<Player, Wei>();
        foreach (var player in players) purses[player] = await stage.WalletAsync(player);
        return purses;
    }

    private async Task PrintPursesAsync(Dictionary<Player, Wei> before, params Player[] players)
    {
        foreach (var player in players)
            Say.Line($"   {player.Name,-10} had {Say.Coins(before[player])}, has {Say.Coins(await stage.WalletAsync(player))}");
    }
}
