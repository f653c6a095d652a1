using System.CommandLine;
using Marketplace.Simulate;

return SimulateCommand.Create().Parse(args).Invoke();
