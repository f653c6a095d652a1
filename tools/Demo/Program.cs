using System.Diagnostics;
using System.Globalization;
using Marketplace.Agents;
using Marketplace.Agents.Submission;
using Marketplace.Chain;
using Marketplace.Cli;
using Marketplace.Demo;

// The whole market on one machine: a chain, five players in their own processes, three acts.
try
{
    if (args is ["liar", .. var role]) return await LiarProcess.RunAsync(role);

    var options = DemoOptions.Parse(args);
    JobFiles.Prepare(options.Job);
    var clock = Stopwatch.StartNew();
    var cast = Cast.New();
    await using var stage = await Stage.SetAsync(cast.All);
    Say.Line($"A chain of our own; the market at {stage.Market.Address}, its referee at {stage.Referee}.");
    var acts = new Acts(stage, cast, options);
    await acts.HonestAsync();
    await acts.LiarAsync();
    await acts.AccuserAsync();
    await Ending.RequireAsync(stage, cast);
    Say.Title($"All three acts ended as they must, by the contracts' storage and balances ({clock.Elapsed.TotalSeconds.ToString("F1", CultureInfo.InvariantCulture)} s).");
    return 0;
}
catch (Exception e) when (e is UsageException or JobFileException)
{
    Console.Error.WriteLine(e.Message);
    return 2;
}
catch (Exception e) when (e is StageException or AgentException or ChainFailureException or InvalidOperationException or IOException)
{
    Console.Error.WriteLine(e.Message.ReplaceLineEndings(" "));
    return 1;
}
catch (Exception e)
{
    // Our own bug: its name is enough for a report, its trace tells the audience nothing.
    Console.Error.WriteLine($"The demo is at fault ({e.GetType().Name}): {e.Message.ReplaceLineEndings(" ")}");
    return 1;
}
