using System.Collections.Immutable;
using Marketplace.Merkle;
using Marketplace.Primitives;
using Marketplace.Protocol.Disputes;
using Marketplace.Protocol.Market;

namespace Marketplace.Scenarios.Tests.Market;

/// <summary>Programs, claims and openings of nobody's computation: legal in form, and more the market does not look at.</summary>
public static class Garbage
{
    public static Hash32 Root(ulong i) => new Packer().Wide(i).Wide(1).Hash();

    /// <summary>A header of N steps with a checkpoint every c.</summary>
    public static byte[] Header(
        uint steps, uint interval, ushort law = 1, byte depth = 3, ushort inner = 0, byte phases = 1, uint operations = 5)
    {
        var header = new Packer()
            .Number(law, 2).Number(steps, 4).Number(interval, 4).Number(depth, 1).Word(Root(1000)).Number(inner, 2).Number(phases, 1);
        for (var i = 0; i < phases; i++) header.Word(Root(1001)).Number(operations, 4);
        return header.ToArray();
    }

    /// <summary>The roots that every solver claims.</summary>
    public static Hash32[] Roots(Job job) =>
        [.. Enumerable.Range(0, (int)((job.Steps + job.Interval - 1) / job.Interval) + 1).Select(i => Root((ulong)i))];

    /// <summary>Denies the end of interval k: roots of nobody's computation, to be known by their player.</summary>
    public static byte[] Opening(Job job, int k, Address player)
    {
        var roots = Roots(job);
        return new Packer()
            .Number((ulong)k, 1).Word(roots[k]).Word(roots[k + 1]).Words(DissectionTree.PairPath(roots, k))
            .Words(Cuts(job, k, player).Skip(1))
            .ToArray();
    }

    /// <summary>The defender denies segment <paramref name="i"/> (counted round) of such an opening and claims its steps itself.</summary>
    public static byte[] Answer(Job job, int k, Address challenger, int i)
    {
        var cuts = Cuts(job, k, challenger);
        i %= cuts.Length - 1;
        var units = Math.Min(DissectionTree.Stride(Length(job, k), DissectionTree.Arity), Length(job, k));
        return new Packer()
            .Number((ulong)i, 1).Word(cuts[i]).Word(cuts[i + 1]).Words(DissectionTree.PairPath([.. cuts], i))
            .Words(Enumerable.Range(0, (int)units).Select(u => Root(5000 + (ulong)u)))
            .ToArray();
    }

    private static ImmutableArray<Hash32> Cuts(Job job, int k, Address player)
    {
        var segments = DissectionTree.Segments(Length(job, k), DissectionTree.Arity);
        return
        [
            Root((ulong)k),
            .. Enumerable.Range(1, segments).Select(i => new Packer().Address(player).Wide((ulong)i).Hash()),
        ];
    }

    private static long Length(Job job, int k) => Math.Min(job.Interval, job.Steps - k * job.Interval);
}
