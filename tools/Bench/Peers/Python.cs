using System.Runtime.InteropServices;

namespace Marketplace.Bench.Peers;

/// <summary>The system's Python inside this process, so that its libraries are timed by the same clock and on the same
/// cores as our code.</summary>
/// <remarks>One interpreter a process, never ended. Any thread may call.</remarks>
public sealed unsafe partial class Python
{
    private const int LoadNow = 2;
    private const int LoadGlobal = 0x100;
    private const int NewestMinor = 20;
    private const int OldestMinor = 8;

    private static readonly Lock s_one = new();
    private static Python? s_running;

    private readonly nint _library;
    private readonly delegate* unmanaged<int> _ensure;
    private readonly delegate* unmanaged<int, void> _release;
    private readonly delegate* unmanaged<nint, nint> _call;
    private readonly delegate* unmanaged<nint, void> _forget;

    private Python(nint library)
    {
        _library = library;
        _ensure = (delegate* unmanaged<int>)Export("PyGILState_Ensure");
        _release = (delegate* unmanaged<int, void>)Export("PyGILState_Release");
        _call = (delegate* unmanaged<nint, nint>)Export("PyObject_CallNoArgs");
        _forget = (delegate* unmanaged<nint, void>)Export("Py_DecRef");
    }

    /// <summary>The interpreter, started by the first call.</summary>
    /// <exception cref="BenchException">There is no libpython3 on this machine.</exception>
    public static Python Running
    {
        get
        {
            lock (s_one) return s_running ??= Start();
        }
    }

    /// <summary>Sets a variable where libraries look for it: the runtime's own table does not reach getenv. Null removes
    /// it.</summary>
    public static void SetVariable(string name, string? value)
    {
        var failed = value is null ? UnsetEnvironment(name) : SetEnvironment(name, value, 1);
        if (failed != 0) throw new InvalidOperationException($"setenv({name}) failed.");
    }

    /// <summary>Whether a module can be imported.</summary>
    public bool Has(string module) => Inside(() =>
    {
        fixed (byte* name = Text(module))
        {
            var found = ((delegate* unmanaged<byte*, nint>)Export("PyImport_ImportModule"))(name);
            if (found != 0) return true;
            ((delegate* unmanaged<void>)Export("PyErr_Clear"))();
            return false;
        }
    });

    /// <summary>Runs statements in the main module.</summary>
    /// <exception cref="InvalidOperationException">They raised; Python has written why to standard error.</exception>
    public void Run(string statements) => Inside(() =>
    {
        fixed (byte* text = Text(statements))
        {
            if (((delegate* unmanaged<byte*, int>)Export("PyRun_SimpleString"))(text) == 0) return true;
            throw new InvalidOperationException("Python statements of a benchmark failed.");
        }
    });

    /// <summary>A function of the main module without arguments, to be called again and again.</summary>
    /// <exception cref="InvalidOperationException">There is none of this name; or, when it is called, it raised.</exception>
    public Action Function(string name)
    {
        var function = Inside(() =>
        {
            fixed (byte* main = Text("__main__"), text = Text(name))
            {
                var module = ((delegate* unmanaged<byte*, nint>)Export("PyImport_AddModule"))(main);
                return ((delegate* unmanaged<nint, byte*, nint>)Export("PyObject_GetAttrString"))(module, text);
            }
        });
        if (function == 0) throw new InvalidOperationException($"Python knows no {name}.");
        return () => Call(function);
    }

    private void Call(nint function)
    {
        var state = _ensure();
        var result = _call(function);
        if (result == 0) ((delegate* unmanaged<void>)Export("PyErr_Print"))();
        else _forget(result);
        _release(state);
        if (result == 0) throw new InvalidOperationException("A Python function of a benchmark failed.");
    }

    private T Inside<T>(Func<T> action)
    {
        var state = _ensure();
        try
        {
            return action();
        }
        finally
        {
            _release(state);
        }
    }

    private static Python Start()
    {
        var library = Load();
        var python = new Python(library);
        // Another Python may stand first in PATH; home is what belongs to the library that was loaded.
        if (Home(python.Export("Py_InitializeEx")) is { } home) SetVariable("PYTHONHOME", home);
        SetVariable("PYTHONPATH", null);
        SetVariable("PYTHONNOUSERSITE", "1");
        ((delegate* unmanaged<int, void>)python.Export("Py_InitializeEx"))(0);
        _ = ((delegate* unmanaged<nint>)python.Export("PyEval_SaveThread"))();
        return python;
    }

    // Extension modules find the interpreter's functions only if they are global.
    private static nint Load()
    {
        for (var minor = NewestMinor; minor >= OldestMinor; minor--)
        {
            foreach (var name in new[] { $"libpython3.{minor}.so.1.0", $"libpython3.{minor}.so" })
            {
                if (Open(name, LoadNow | LoadGlobal) is var library and not 0) return library;
            }
        }

        throw BenchException.PeerMissing("Python's library (libpython3)");
    }

    /// <summary>The folder above the library whose lib/python3.N holds Python's own modules.</summary>
    private static string? Home(nint symbol)
    {
        // struct Dl_info: file name, base, symbol name, symbol address.
        var info = stackalloc nint[4];
        if (Describe(symbol, info) == 0) return null;
        var file = Marshal.PtrToStringUTF8(info[0])!;
        var version = Path.GetFileName(file)["lib".Length..].Split(".so")[0];
        for (var folder = Path.GetDirectoryName(file); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "lib", version, "os.py"))) return folder;
        }

        return null;
    }

    private nint Export(string name) => NativeLibrary.GetExport(_library, name);

    private static byte[] Text(string text) => System.Text.Encoding.UTF8.GetBytes(text + '\0');

    [LibraryImport("libc", EntryPoint = "dlopen", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint Open(string name, int flags);

    [LibraryImport("libc", EntryPoint = "dladdr")]
    private static partial int Describe(nint address, nint* info);

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironment(string name, string value, int overwrite);

    [LibraryImport("libc", EntryPoint = "unsetenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int UnsetEnvironment(string name);
}
