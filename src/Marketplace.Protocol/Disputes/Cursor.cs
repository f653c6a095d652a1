using System.Buffers.Binary;
using Marketplace.Primitives;

namespace Marketplace.Protocol.Disputes;

/// <summary>
/// Reads packed bytes from left to right. Whoever asks for more than there is, or leaves something over, is refused with
/// <see cref="Reason.WrongLength"/> (D9). The order of taking is part of the rules: it is that of the contract's Cursor.
/// </summary>
internal sealed class Cursor(ReadOnlyMemory<byte> data)
{
    private int _at;

    public int Left => data.Length - _at;

    public ReadOnlyMemory<byte> Take(long size)
    {
        if (size > Left) throw new Refusal(Reason.WrongLength);
        var taken = data.Slice(_at, (int)size);
        _at += (int)size;
        return taken;
    }

    public ulong Number(int size) => Load(Take(size).Span, 0, size);

    public Hash32 Word() => new(Take(Hash32.Size).Span);

    public Hash32[] Words(long count)
    {
        var bytes = Take(Hash32.Size * count).Span;
        var words = new Hash32[count];
        for (var i = 0; i < words.Length; i++) words[i] = new Hash32(bytes.Slice(Hash32.Size * i, Hash32.Size));
        return words;
    }

    public ReadOnlyMemory<byte> Rest() => Take(Left);

    public void Finish()
    {
        if (Left != 0) throw new Refusal(Reason.WrongLength);
    }

    /// <summary>The big-endian number of <paramref name="size"/> ≤ 8 bytes at an offset.</summary>
    public static ulong Load(ReadOnlySpan<byte> bytes, int offset, int size)
    {
        Span<byte> wide = stackalloc byte[8];
        wide.Clear();
        bytes.Slice(offset, size).CopyTo(wide[(8 - size)..]);
        return BinaryPrimitives.ReadUInt64BigEndian(wide);
    }
}
