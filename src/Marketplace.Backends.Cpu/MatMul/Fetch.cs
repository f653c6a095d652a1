using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Marketplace.Backends.Cpu.MatMul;

/// <summary>Brings a rectangle of memory, that is wanted soon, towards the core a few lines at a time. A hint: it changes
/// no value and never faults.</summary>
internal unsafe struct Fetch
{
    private const int Line = 64;

    private readonly nint _stride;
    private readonly int _bytes;
    private byte* _row;
    private int _rows;
    private int _column;

    /// <param name="from">The first of <paramref name="rows"/> rows of <paramref name="length"/> floats, that lie
    /// <paramref name="stride"/> floats apart.</param>
    public Fetch(float* from, int rows, int length, nint stride)
    {
        _row = (byte*)from;
        (_rows, _bytes, _stride) = (rows, 4 * length, 4 * stride);
    }

    /// <summary>How many lines make an equal share, if it is asked for so many times.</summary>
    public readonly int Share(int times) => (int)(((long)_rows * (_bytes / Line + 1) + times - 1) / Math.Max(1, times));

    /// <summary>Asks for the next lines, as long as there are any.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Next(int lines)
    {
        if (!Sse.IsSupported) return;
        for (; lines > 0 && _rows > 0; lines--)
        {
            Sse.Prefetch1(_row + _column);
            _column += Line;
            if (_column < _bytes + Line) continue;
            _column = 0;
            _row += _stride;
            _rows--;
        }
    }
}
