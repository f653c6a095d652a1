using System.Diagnostics;
using Marketplace.Simulation;
using Marketplace.Simulation.Casting;
using Marketplace.Simulation.Judging;

var library = new Library();
var from = ulong.Parse(args[0]);
var to = ulong.Parse(args[1]);
var sum = new RunCounts();
var bad = 0;
for (var seed = from; seed <= to; seed++)
{
    var clock = Stopwatch.StartNew();
    var report = Simulator.Run(seed, CastDraw.Of(seed, library), withLog: args.Length > 2);
    sum += report.Counts;
    foreach (var line in report.Log) Console.WriteLine(line);
    if (clock.ElapsedMilliseconds > 300 || args.Length > 2) Console.WriteLine($"slow {seed} {clock.ElapsedMilliseconds} ms {report.Counts.Transactions} tx {string.Join(", ", report.Cast.Distinct())}");
    if (report.Faults.Count == 0) continue;
    bad++;
    if (bad < 12) Console.WriteLine($"{seed} [{string.Join(", ", report.Cast)}]:\n  {string.Join("\n  ", report.Faults)}");
}

Console.WriteLine($"{bad} bad; {sum}");
