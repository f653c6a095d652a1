using Marketplace.Primitives;
using Marketplace.Protocol.Disputes;
using Marketplace.Simulation.Ledgers;

namespace Marketplace.Simulation.Judging;

/// <summary>One hash for everything that happened in a run, and one for many runs.</summary>
public static class RunDigest
{
    public static Hash32 Of(LedgerState end)
    {
        var digest = Hash32.Zero;
        foreach (var fact in end.Facts)
        {
            digest = new Packer().Word(digest).Number((byte)fact.Kind, 1).Number(fact.At.Seconds, 8).Number(fact.Block, 8)
                .Number(fact.Job, 8).Number(fact.Round, 4).Address(fact.Who).Address(fact.Loser).Word(fact.Game)
                .Bytes(fact.State?.Encode() ?? []).Number((ulong)(fact.Amount.Value >> 64), 8).Number(unchecked((ulong)fact.Amount.Value), 8)
                .Hash();
        }

        return digest;
    }

    /// <summary>Of reports in the order of their seeds.</summary>
    public static Hash32 Of(IEnumerable<RunReport> reports)
    {
        var digest = Hash32.Zero;
        foreach (var report in reports)
            digest = new Packer().Word(digest).Number(report.Seed, 8).Number((ulong)report.Faults.Count, 4).Word(report.Digest).Hash();
        return digest;
    }
}
