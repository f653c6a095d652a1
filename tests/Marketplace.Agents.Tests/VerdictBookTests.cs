using Marketplace.Agents.Verifying;
using Marketplace.Chain;
using Marketplace.Chain.Generated;
using Marketplace.Primitives;
using Marketplace.Protocol.Market;

namespace Marketplace.Agents.Tests;

/// <summary>A verifier that comes back knows from the events alone what it has said and what is still to come (A1).</summary>
public sealed class VerdictBookTests
{
    private const ulong Job = 3;

    private static readonly Address Ann = new([.. Enumerable.Repeat((byte)1, Address.Size)]);
    private static readonly Address Bob = new([.. Enumerable.Repeat((byte)2, Address.Size)]);

    private readonly VerdictBook _book = new(Job, Ann);

    [Fact]
    public void Passes_AreOutstandingUntilTheyArePaid()
    {
        Read(Pass(Ann, 0), Pass(Ann, 2), Pass(Bob, 1), Pass(Ann, 1) with { Job = 4 });
        _book.Outstanding.Select(v => v.Interval).Should().Equal(0, 2);
        (_book.HasGiven(1, 0, 2), _book.HasGiven(1, 0, 1), _book.HasGiven(1, 1, 2), _book.HasGiven(2, 0, 2)).Should().Be((true, false, false, false));
        Read(new ComputeMarket.VerdictPaidEvent(Job, Bob, 1, 0, 0, 5), new ComputeMarket.VerdictPaidEvent(Job, Ann, 1, 0, 0, 5));
        _book.Outstanding.Select(v => v.Interval).Should().Equal(2);
        _book.HasGiven(1, 0, 0).Should().BeTrue("what was paid was said");
    }

    [Fact]
    public void ContestedPass_IsOutstandingUnderItsNumber_UntilItIsSettled()
    {
        Read(Pass(Ann, 2), new ComputeMarket.PassContestedEvent(102, Job, Ann, 1, 0, 2));
        var contested = _book.Outstanding.Single();
        (contested.Kind, contested.ContestedAs).Should().Be((VerdictKind.Contested, 102UL));
        _book.Settle(contested);
        _book.Outstanding.Should().BeEmpty();
    }

    [Fact]
    public void Unavailable_CarriesTheContractsNumber_CountedOverAllVerifiersAndBothDraws()
    {
        Read(Missing(Bob, 0, 0), Missing(Ann, 0, 1), Missing(Bob, 0, 1), Missing(Ann, 1, 1));
        _book.Outstanding.Select(v => (v.Draw, v.Number)).Should().Equal((0, 1), (1, 3));
        Read(Missing(Ann, 0, 1) with { Round = 2 });
        _book.Outstanding.Last().Number.Should().Be(0, "every round counts its own");
    }

    private void Read(params IContractEvent[] events) => _book.Read(events.Select(e => new ChainEvent(null!, e)));

    private static ComputeMarket.PassedEvent Pass(Address verifier, ushort interval) =>
        new(Job, verifier, 1, 0, interval, Until: 50, ContestedAs: 100UL + interval);

    private static ComputeMarket.FoundUnavailableEvent Missing(Address verifier, byte draw, ushort interval) =>
        new(Job, verifier, 1, draw, interval);
}
