using System.Diagnostics;
using System.Runtime.InteropServices;
using Marketplace.Backends.Cpu.Functions;

namespace Marketplace.ProveFunctions;

/// <summary>The functions by other means: a program in C over the C library's double and MPFR, built at first
/// use.</summary>
internal sealed unsafe class Reference
{
    private readonly delegate* unmanaged<int, uint, uint, uint*, long> _block;

    private Reference(nint library) =>
        _block = (delegate* unmanaged<int, uint, uint, uint*, long>)NativeLibrary.GetExport(library, "reference_block");

    /// <exception cref="ReferenceMissingException">It cannot be built here.</exception>
    public static Reference Build()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "reference");
        var source = Path.Combine(folder, "reference.c");
        var library = Path.Combine(folder, "reference.so");
        if (!File.Exists(library) || File.GetLastWriteTimeUtc(library) < File.GetLastWriteTimeUtc(source))
            Compile(source, library);
        return new(NativeLibrary.Load(library));
    }

    /// <summary>expected[i] = the value for the pattern first + i.</summary>
    /// <returns>How many values MPFR computed.</returns>
    public long Block(ElementaryFunction function, uint first, Span<uint> expected)
    {
        fixed (uint* words = expected)
        {
            var exact = _block((int)function, first, (uint)expected.Length, words);
            if (exact < 0) throw new InvalidOperationException($"The reference of {function} contradicts itself.");
            return exact;
        }
    }

    private static void Compile(string source, string library)
    {
        // Under another name first: a build that is broken off leaves nothing that looks finished.
        var unfinished = library + ".new";
        string[] arguments = ["-O2", "-shared", "-fPIC", "-o", unfinished, source, "-lmpfr", "-lm"];
        try
        {
            var start = new ProcessStartInfo("gcc", arguments) { RedirectStandardError = true };
            using var gcc = Process.Start(start)!;
            var complaint = gcc.StandardError.ReadToEnd();
            gcc.WaitForExit();
            if (gcc.ExitCode != 0) throw new ReferenceMissingException(Reason(complaint));
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new ReferenceMissingException("there is no gcc");
        }

        File.Move(unfinished, library, overwrite: true);
    }

    private static string Reason(string complaint) => complaint.Contains("mpfr", StringComparison.Ordinal)
        ? "there is no MPFR with its header"
        : "gcc says: " + complaint.ReplaceLineEndings(" ").Trim();
}

/// <summary>Something that the reference is made of is not on this machine.</summary>
internal sealed class ReferenceMissingException(string reason)
    : Exception($"The reference cannot be built, {reason}; ./market setup installs gcc and libmpfr-dev.");
