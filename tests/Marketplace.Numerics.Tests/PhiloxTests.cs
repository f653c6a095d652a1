namespace Marketplace.Numerics.Tests;

public class PhiloxTests
{
    /// <summary>The known answers that its authors publish with Random123.</summary>
    [Fact]
    public void Block_GivesThePublishedAnswers()
    {
        Philox.Block((0, 0, 0, 0), (0, 0)).Should().Be((0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u));
        const uint F = 0xffffffff;
        Philox.Block((F, F, F, F), (F, F)).Should().Be((0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu));
        Philox.Block((0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344), (0xa4093822, 0x299f31d0))
            .Should().Be((0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u));
    }

    [Fact]
    public void Word_PutsPlaceAndSeedWhereTheLawSays() =>
        Philox.Word(0x299f31d0a4093822, 0x243f6a88, 0x85a308d3, 0x13198a2e)
            .Should().Be(Philox.Block((0x243f6a88, 0x85a308d3, 0x13198a2e, 0), (0xa4093822, 0x299f31d0)).C0);

    [Fact]
    public void Index_StaysBelowItsBound()
    {
        Philox.Index(1, 2, 3, 4, 0).Should().Be(0);
        Philox.Index(1, 2, 3, 4, 1).Should().Be(0);
        var scaled = Philox.Word(1, 2, 3, 4) * (ulong)uint.MaxValue;
        Philox.Index(1, 2, 3, 4, uint.MaxValue).Should().Be((uint)(scaled >> 32));
        var seen = Enumerable.Range(0, 1000).Select(e => Philox.Index(7, (uint)e, 0, 0, 10)).ToHashSet();
        seen.Should().BeEquivalentTo(Enumerable.Range(0, 10).Select(i => (uint)i));
    }
}
