using Marketplace.Simulation.Casting;
using Xunit.Abstractions;

namespace Marketplace.Simulation.Tests;

public sealed class SeedTests(ITestOutputHelper output)
{
    [Fact]
    public void AHundredSeeds_HaveNoFault()
    {
        var library = new Library();
        for (var seed = 0UL; seed < 100; seed++)
        {
            var report = Simulator.Run(seed, CastDraw.Of(seed, library));
            if (report.Faults.Count > 0) output.WriteLine($"{seed} {string.Join(", ", report.Cast)}");
            report.Faults.Should().BeEmpty("seed {0}", seed);
        }
    }
}
