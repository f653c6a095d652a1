using Marketplace.Bench;
using Marketplace.Bench.MatMul;
using Marketplace.Bench.Peers;

if (args is [TorchByDefault.Verb]) return TorchByDefault.Answer(new PairedRun(), Console.In, Console.Out);

// A bench is a class: who adds one adds its name here.
IBench[] benches = [new MatMulBench(), new FunctionsBench(), new HashBench()];
return new BenchCommand(benches, new PairedRun(), Console.Out, Console.Error).Run(args);
