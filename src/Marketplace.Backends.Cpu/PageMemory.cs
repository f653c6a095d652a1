using System.Runtime.InteropServices;

namespace Marketplace.Backends.Cpu;

/// <summary>Memory outside of the collector's sight, on large pages where the system grants them: a packed operand is
/// walked through faster than small pages' addresses are translated.</summary>
internal sealed unsafe partial class PageMemory : IDisposable
{
    private const nuint LargePage = 2 << 20;
    private const int AdviseLargePages = 14;

    private nint _start;
    private nuint _bytes;

    public float* Floats => (float*)_start;

    /// <summary>At least so many floats. What was there before may be lost.</summary>
    public void Reserve(nint floats)
    {
        var bytes = ((nuint)floats * sizeof(float) + LargePage - 1) / LargePage * LargePage;
        if (bytes <= _bytes) return;
        Free();
        _start = (nint)NativeMemory.AlignedAlloc(bytes, LargePage);
        _bytes = bytes;
        // Advice only: a system that does not know it says no, and nothing is lost.
        if (OperatingSystem.IsLinux()) _ = Advise((void*)_start, bytes, AdviseLargePages);
    }

    /// <summary>Asks for large pages under words that have not been touched yet: whoever writes them first is interrupted once
    /// for 2 MiB instead of for 4 KiB.</summary>
    public static void PreferLargePages(uint[] words)
    {
        if (!OperatingSystem.IsLinux() || 4 * (nuint)words.Length < 2 * LargePage) return;
        fixed (uint* first = words)
        {
            var start = ((nuint)first + LargePage - 1) / LargePage * LargePage;
            var end = ((nuint)first + 4 * (nuint)words.Length) / LargePage * LargePage;
            _ = Advise((void*)start, end - start, AdviseLargePages);
        }
    }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    ~PageMemory() => Free();

    private void Free()
    {
        NativeMemory.AlignedFree((void*)_start);
        (_start, _bytes) = (0, 0);
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(void* start, nuint bytes, int advice);
}
