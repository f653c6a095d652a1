using Marketplace.Primitives;
using Marketplace.Programs;
using Marketplace.Protocol.Disputes;

namespace Marketplace.Protocol.Referee;

/// <summary>Reads a program header (B6) as the contract does.</summary>
internal sealed class HeaderView(ReadOnlyMemory<byte> bytes)
{
    private const int Head = 46;
    private const int Phase = 36;

    public static HeaderView Take(Cursor c)
    {
        var head = c.Take(Head);
        var rest = c.Take(Phase * head.Span[45]);
        var all = new byte[head.Length + rest.Length];
        head.CopyTo(all);
        rest.CopyTo(all.AsMemory(Head));
        return new HeaderView(all);
    }

    public Hash32 Root => Keccak.Hash(bytes.Span);

    public int Depth => bytes.Span[10];

    /// <summary>The phase that absolute step <paramref name="t"/> runs.</summary>
    public (Hash32 Root, ulong Operations) PhaseAt(ulong t)
    {
        var inner = Cursor.Load(bytes.Span, 43, 2);
        var phase = inner != 0 && t % (inner + 1) == inner ? 1 : 0;
        var entry = bytes.Span.Slice(Head + Phase * phase, Phase);
        return (new Hash32(entry[..32]), Cursor.Load(entry, 32, 4));
    }

    /// <summary>Refuses a header that could not be played; everything else about a program the agents judge (O5).</summary>
    public static (uint Steps, uint Interval) Check(ReadOnlyMemory<byte> header)
    {
        var c = new Cursor(header);
        var h = Take(c);
        c.Finish();
        var bytes = header.Span;
        var steps = Cursor.Load(bytes, 2, 4);
        var interval = Cursor.Load(bytes, 6, 4);
        var inner = Cursor.Load(bytes, 43, 2);
        var phases = bytes[45];
        var sound = Cursor.Load(bytes, 0, 2) == Program.CurrentLaw && steps > 0 && interval > 0 && interval <= steps
            && h.Depth <= SlotTable.MaxDepth && (phases == 1 ? inner == 0 : phases == 2 && inner > 0);
        if (!sound || Intervals(steps, interval) > Program.MaxIntervals) throw new Refusal(Reason.MalformedHeader);
        for (var i = 0; i < phases; i++)
        {
            if (Cursor.Load(bytes, Head + Phase * i + 32, 4) == 0) throw new Refusal(Reason.MalformedHeader);
        }

        return ((uint)steps, (uint)interval);
    }

    public static ulong Intervals(ulong steps, ulong interval) => (steps + interval - 1) / interval;
}
