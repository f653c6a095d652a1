using Marketplace.Bench;
using Marketplace.Bench.MatMul;

// A bench is a class: who adds one adds its name here.
IBench[] benches = [new MatMulBench(), new HashBench()];
return new BenchCommand(benches, new PairedRun(), Console.Out, Console.Error).Run(args);
