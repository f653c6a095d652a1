using System.CommandLine;
using System.Text.Json;
using Marketplace.Simulate;

namespace Marketplace.Simulation.Tests;

public sealed class SimulateCommandTests
{
    [Fact]
    public void ARange_IsPlayedAndCounted()
    {
        var (code, output, _) = Run("--seeds", "3..12", "--json", "--threads", "1");
        code.Should().Be(0);
        var json = JsonDocument.Parse(output).RootElement;
        json.GetProperty("wrong").GetArrayLength().Should().Be(0);
        json.GetProperty("counts").GetProperty("transactions").GetInt32().Should().BeGreaterThan(100);
        json.GetProperty("digest").GetString().Should().Be(SeedRange.Run(3, 12, 2).Digest.ToString());
    }

    [Fact]
    public void OneSeed_CanBeRetold()
    {
        var (code, output, _) = Run("--seeds", "510", "--log");
        code.Should().Be(0);
        output.Should().Contain("Claim by liar").And.Contain("is replaced").And.Contain("0 faults, digest 0x");
    }

    [Theory]
    [InlineData("5..1")]
    [InlineData("1..2..3")]
    [InlineData("x")]
    [InlineData("0..4294967295")]
    public void WhatIsNoRange_IsRefused(string seeds)
    {
        var (code, _, error) = Run("--seeds", seeds);
        code.Should().Be(2);
        error.Should().Contain("A..B");
    }

    private static (int Code, string Output, string Error) Run(params string[] arguments)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = SimulateCommand.Create().Parse(arguments).Invoke(new InvocationConfiguration { Output = output, Error = error });
        return (code, output.ToString(), error.ToString());
    }
}
