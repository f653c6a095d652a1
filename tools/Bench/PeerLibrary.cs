using System.Runtime.InteropServices;

namespace Marketplace.Bench;

/// <summary>A rival's shared library, looked for when its first function is called.</summary>
/// <param name="name">As the report calls the rival.</param>
/// <param name="files">Names under which it may be found: on the loader's path or under the system's folder of
/// libraries.</param>
internal sealed class PeerLibrary(string name, params string[] files)
{
    private readonly Dictionary<string, nint> _functions = [];
    private nint _handle;

    /// <exception cref="BenchException">The library is not installed.</exception>
    public nint Function(string symbol)
    {
        if (_functions.TryGetValue(symbol, out var function)) return function;
        if (_handle == 0) _handle = Load();
        return _functions[symbol] = NativeLibrary.GetExport(_handle, symbol);
    }

    private nint Load()
    {
        // Debian keeps libraries that exclude each other in folders of their own, beside the C library.
        var beside = Path.GetDirectoryName(CLibrary()) ?? "";
        foreach (var file in files)
        {
            if (NativeLibrary.TryLoad(file, out var handle)) return handle;
            if (NativeLibrary.TryLoad(Path.Combine(beside, file), out handle)) return handle;
        }

        throw BenchException.PeerMissing(name);
    }

    private static string CLibrary()
    {
        var line = File.ReadLines("/proc/self/maps").FirstOrDefault(l => l.Contains("/libc.so.6", StringComparison.Ordinal)) ?? "";
        return line.Contains('/') ? line[line.IndexOf('/')..] : "";
    }
}
