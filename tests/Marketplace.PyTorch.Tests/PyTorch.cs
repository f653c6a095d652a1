using System.Diagnostics;
using System.Text.Json;
using Marketplace.Operators;
using Marketplace.Programs;
using Marketplace.Programs.Weights;

namespace Marketplace.PyTorch.Tests;

/// <summary>PyTorch in a process of its own that answers request after request; started by the first of them.</summary>
public sealed class PyTorch : IDisposable
{
    private const int Threads = 2;

    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(3);

    // Put together, since a file names no folder of a machine: the interpreter that distributions package PyTorch for.
    private static readonly string s_interpreter =
        Path.Combine(Path.DirectorySeparatorChar.ToString(), "usr", "bin", "python3");

    private static readonly Lazy<string?> s_missing = new(Look);

    private readonly string _folder = Directory.CreateTempSubdirectory("market-torch-").FullName;
    private Process? _process;
    private Task<string>? _complaint;

    /// <summary>Why there is nothing to compare with, or null.</summary>
    public static string? Missing => s_missing.Value;

    /// <summary>A file beside the requests', for what an action writes besides.</summary>
    public string At(string name) => Path.Combine(_folder, name);

    /// <summary>What an action of serve.py makes of some tensors.</summary>
    /// <param name="request">Its parameters, written with snake_case names.</param>
    /// <exception cref="InvalidOperationException">The action failed; the message is Python's.</exception>
    /// <exception cref="TimeoutException">There is no answer.</exception>
    public SortedDictionary<string, Tensor> Do(
        string action, IReadOnlyDictionary<string, object?> request, IEnumerable<NamedTensor> tensors)
    {
        var (input, output) = (At("input"), At("output"));
        File.WriteAllBytes(input, Safetensors.Write(tensors));
        File.Delete(output);
        _process ??= Start();
        var all = new Dictionary<string, object?>(request) { ["do"] = action, ["input"] = input, ["output"] = output };
        _process.StandardInput.WriteLine(JsonSerializer.Serialize(all, Description.Json));
        _process.StandardInput.Flush();
        var answer = _process.StandardOutput.ReadLineAsync().WaitAsync(s_patience).GetAwaiter().GetResult()
            ?? throw new InvalidOperationException($"Python ended: {_complaint!.GetAwaiter().GetResult()}");
        return JsonSerializer.Deserialize<string?>(answer) is { } failure
            ? throw new InvalidOperationException(failure)
            : Safetensors.Read(File.ReadAllBytes(output));
    }

    public void Dispose()
    {
        if (_process is not null)
        {
            _process.StandardInput.Dispose();
            if (!_process.WaitForExit(s_patience)) _process.Kill();
            _process.Dispose();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private Process Start()
    {
        var program = Path.Combine(AppContext.BaseDirectory, "Python", "serve.py");
        var process = Process.Start(Command(program, $"{Threads}"))!;
        _complaint = process.StandardError.ReadToEndAsync();
        return process;
    }

    private static string? Look()
    {
        var none = $"PyTorch (python3-torch) is not installed for {s_interpreter}: run ./market setup.";
        if (!File.Exists(s_interpreter)) return none;
        // A PyTorch that is there but broken is not skipped: its tests fail.
        const string Find = "import importlib.util, sys; sys.exit(importlib.util.find_spec('torch') is None)";
        using var process = Process.Start(Command("-c", Find))!;
        process.WaitForExit();
        return process.ExitCode == 0 ? null : none;
    }

    private static ProcessStartInfo Command(params string[] arguments)
    {
        var start = new ProcessStartInfo(s_interpreter, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string[] foreign = [.. start.Environment.Keys.Where(k => k.StartsWith("OPENBLAS_", StringComparison.Ordinal))];
        foreach (var name in foreign) start.Environment.Remove(name);
        start.Environment.Remove("PYTHONPATH");
        start.Environment.Remove("PYTHONHOME");
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        // Threads that spin while they wait would take the cores from our own.
        start.Environment["OMP_WAIT_POLICY"] = "passive";
        return start;
    }
}

/// <summary>All tests share one process, one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class PyTorchCollection : ICollectionFixture<PyTorch>
{
    public const string Name = "PyTorch";
}
