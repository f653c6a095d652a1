using System.Buffers.Binary;
using Marketplace.Chain.Generated;
using Marketplace.Primitives;
using Marketplace.Protocol.Disputes;

namespace Marketplace.Chain.Market;

/// <summary>One of the four moves of a game, which have no arguments of the ABI: selector 4 ‖ state 136 ‖ move (B12).</summary>
public sealed record TurnCall(Turn Turn) : IContractCall
{
    private const int SelectorSize = 4;

    public byte[] Encode()
    {
        var call = new byte[SelectorSize + Turn.State.Length + Turn.Move.Length];
        BinaryPrimitives.WriteUInt32BigEndian(call, FunctionOf(Turn.Kind).Selector);
        Turn.State.CopyTo(call, SelectorSize);
        Turn.Move.CopyTo(call, SelectorSize + Turn.State.Length);
        return call;
    }

    /// <summary>Reads a transaction's data.</summary>
    /// <returns>null if it is none of the four moves.</returns>
    public static Turn? Decode(byte[] data)
    {
        if (data.Length < SelectorSize) return null;
        var selector = BinaryPrimitives.ReadUInt32BigEndian(data);
        foreach (var kind in Enum.GetValues<MoveKind>())
        {
            if (FunctionOf(kind).Selector == selector) return new Turn(kind, [], data[SelectorSize..]);
        }

        return null;
    }

    private static AbiFunction FunctionOf(MoveKind kind) => kind switch
    {
        MoveKind.Dissect => ComputeMarket.DissectCall.Definition,
        MoveKind.Descend => ComputeMarket.DescendCall.Definition,
        MoveKind.Chain => ComputeMarket.ChainCall.Definition,
        MoveKind.Prove => ComputeMarket.ProveCall.Definition,
        _ => throw new InvariantBrokenException($"there is no move {kind}"),
    };
}
