using System.Globalization;
using Marketplace.Bench;
using Marketplace.Bench.Dispute;
using Marketplace.Bench.MatMul;
using Marketplace.Bench.Peers;
using Marketplace.Bench.Step;

if (args is [TorchByDefault.Verb]) return TorchByDefault.Answer(new PairedRun(), Console.In, Console.Out);
if (args is [GptMemory.Verb, var threads]) return GptMemory.Answer(int.Parse(threads, CultureInfo.InvariantCulture), Console.Out);

// A bench is a class: who adds one adds its name here.
IBench[] benches = [new MatMulBench(), new FunctionsBench(), new HashBench(), new StepBench(), new DisputeBench()];
return new BenchCommand(benches, new PairedRun(), Console.Out, Console.Error).Run(args);
