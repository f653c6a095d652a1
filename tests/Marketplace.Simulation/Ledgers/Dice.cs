using Marketplace.Numerics;

namespace Marketplace.Simulation.Ledgers;

/// <summary>Chance from a seed (F6): the n-th roll of a stream depends on the seed, the stream and n alone.</summary>
/// <param name="stream">Who rolls: streams do not disturb each other.</param>
public sealed class Dice(ulong seed, uint stream)
{
    private uint _rolled;

    /// <summary>0 … below − 1; 0 where below is 0.</summary>
    public int Roll(int below) => (int)Philox.Index(seed, _rolled++, stream, 0, (uint)below);

    public bool Chance(int percent) => Roll(100) < percent;

    public T Pick<T>(IReadOnlyList<T> from) => from[Roll(from.Count)];

    /// <summary>Low … high, both included.</summary>
    public uint Between(uint low, uint high) => low + Philox.Index(seed, _rolled++, stream, 0, high - low + 1);

    public ulong Word() => ((ulong)Philox.Word(seed, _rolled++, stream, 1) << 32) | Philox.Word(seed, _rolled++, stream, 1);

    public byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        foreach (ref var b in bytes.AsSpan()) b = (byte)Roll(256);
        return bytes;
    }

    /// <summary>A copy in an order drawn anew.</summary>
    public List<T> Shuffled<T>(IEnumerable<T> items)
    {
        var list = items.ToList();
        for (var i = list.Count - 1; i > 0; i--)
        {
            var j = Roll(i + 1);
            (list[i], list[j]) = (list[j], list[i]);
        }

        return list;
    }
}
