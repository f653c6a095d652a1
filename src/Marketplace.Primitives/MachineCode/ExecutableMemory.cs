using System.Runtime.InteropServices;

namespace Marketplace.Primitives;

/// <summary>Code that is put together at run time, where the runtime has no word for an instruction or no room for a
/// register.</summary>
public static unsafe partial class ExecutableMemory
{
    /// <summary>Whether code of x86-64 may be asked for at all.</summary>
    public static bool IsPossible => OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture == Architecture.X64;

    /// <summary>Memory with this code, that can be run and no more be written, and is never given back; 0 if the system
    /// refuses.</summary>
    public static nint Of(ReadOnlySpan<byte> code)
    {
        const int read = 1, write = 2, execute = 4, isPrivate = 2, isAnonymous = 0x20;
        var memory = Map(0, (nuint)code.Length, read | write, isPrivate | isAnonymous, -1, 0);
        if (memory == -1) return 0;
        code.CopyTo(new Span<byte>((void*)memory, code.Length));
        return Protect(memory, (nuint)code.Length, read | execute) == 0 ? memory : 0;
    }

    [LibraryImport("libc", EntryPoint = "mmap")]
    private static partial nint Map(nint address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect")]
    private static partial int Protect(nint address, nuint length, int protection);
}
