namespace Marketplace.Numerics.Tests;

/// <summary>The same number law compiled without the opcode CLZ, on a chain that lacks it.</summary>
public sealed class PragueHarness() : RefereeHarness("prague", "out-prague");

[CollectionDefinition(Name)]
public sealed class PragueCollection : ICollectionFixture<PragueHarness>
{
    public const string Name = "prague";
}

/// <summary>Fewer vectors than of Osaka's build in the everyday run, as many in the long one.</summary>
[Collection(PragueCollection.Name)]
public sealed class PragueMapTests(PragueHarness referee) : RefereeMapTests(referee)
{
    protected override int VectorCount => TestRun.IsLong ? base.VectorCount : 20_000;
}

/// <inheritdoc cref="PragueMapTests"/>
[Collection(PragueCollection.Name)]
public sealed class PragueSegmentTests(PragueHarness referee) : RefereeSegmentTests(referee)
{
    protected override int SegmentCount => TestRun.IsLong ? base.SegmentCount : 2_000;
}

/// <summary>What the build without CLZ costs: contracts/snapshots/gas/numerics-prague.json.</summary>
[Collection(PragueCollection.Name)]
public sealed class PragueGasTests(PragueHarness referee) : GasSnapshotTests(referee)
{
    protected override string Snapshot => "numerics-prague.json";

    protected override int Segment64Max => 20_500;

    protected override int ElementaryMax => 900;
}

/// <summary>What lacks the opcode fails on it: these chains are what they are said to be.</summary>
[Collection(PragueCollection.Name)]
public sealed class PragueChainTests(PragueHarness prague)
{
    [Fact]
    public void OsakasBuild_DoesNotRunThere()
    {
        const uint x = 0x3fc00000, y = 0x40490fdb;
        var osaka = prague.Install("out");
        prague.Evaluate(MapCode.Mul, [x, y]).Should().Equal(Law.Mul(x, y));
        FluentActions.Invoking(() => prague.Evaluate(osaka, MapCode.Mul, [x, y])).Should().Throw<EvmRevertedException>();
        // It is there, and does what needs no CLZ.
        prague.Evaluate(osaka, MapCode.IntMul, [x, y]).Should().Equal(Law.IntMul(x, y));
    }
}
