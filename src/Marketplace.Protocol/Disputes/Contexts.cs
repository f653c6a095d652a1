using Marketplace.Primitives;
using Marketplace.Protocol.Referee;

namespace Marketplace.Protocol.Disputes;

/// <summary>The one word into which everything static about a game's place is folded (B11).</summary>
public static class Contexts
{
    /// <summary>Bytes of an OPERATION context before hashing.</summary>
    public const int OperationSize = 41;

    /// <summary>phase root ‖ step ‖ D ‖ operations.</summary>
    public static byte[] OperationPreimage(Hash32 phaseRoot, uint step, int depth, uint operations) =>
        new Packer().Word(phaseRoot).Number(step, 4).Number((ulong)depth, 1).Number(operations, 4).ToArray();

    /// <summary>The context of OPERATION.</summary>
    public static Hash32 Operation(Hash32 phaseRoot, uint step, int depth, uint operations) =>
        Keccak.Hash(OperationPreimage(phaseRoot, step, depth, operations));

    /// <summary>The context of LEAF and ELEMENT.</summary>
    public static Hash32 Leaf(Hash32 environment, Hash32 descriptorLeaf, uint step, int depth) =>
        new Packer().Word(environment).Word(descriptorLeaf).Number(step, 4).Number((ulong)depth, 1).Hash();

    /// <summary>The context of TERM.</summary>
    public static Hash32 Term(Hash32 leafContext, ulong leaf) => new Packer().Word(leafContext).Number(leaf, 5).Hash();
}

/// <summary>site = E_j 32 ‖ step 4 ‖ D 1 ‖ descriptor (B12).</summary>
internal sealed record Site(Hash32 Environment, uint Step, int Depth, DescriptorView Descriptor)
{
    /// <summary>Takes a site that is bound to a LEAF or ELEMENT context.</summary>
    public static Site Take(Cursor c, Hash32 context)
    {
        var site = Take(c);
        return site.Context == context ? site : throw new Refusal(Reason.WrongContext);
    }

    /// <summary>Takes a site that is bound, with its leaf, to a TERM context.</summary>
    public static Site TakeTerm(Cursor c, ulong leaf, Hash32 context)
    {
        var site = Take(c);
        return Contexts.Term(site.Context, leaf) == context ? site : throw new Refusal(Reason.WrongContext);
    }

    private Hash32 Context => Contexts.Leaf(Environment, Descriptor.Leaf, Step, Depth);

    private static Site Take(Cursor c)
    {
        var environment = c.Word();
        var step = (uint)c.Number(4);
        var depth = (int)c.Number(1);
        return new Site(environment, step, depth, DescriptorView.Take(c));
    }
}
