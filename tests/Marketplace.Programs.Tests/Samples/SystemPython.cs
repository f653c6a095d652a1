using System.Diagnostics;

namespace Marketplace.Programs.Tests.Samples;

/// <summary>The system's own Python, where it is there and has the modules that a sample needs.</summary>
internal static class SystemPython
{
    // Put together, since a file names no folder of a machine: the interpreter that distributions package numpy for.
    private static readonly string Interpreter = Path.Combine(Path.DirectorySeparatorChar.ToString(), "usr", "bin", "python3");

    public static bool Has(string module) => File.Exists(Interpreter) && Run(".", "-c", $"import {module}").ExitCode == 0;

    /// <summary>Runs a program in a folder; what it prints, and what it complains of.</summary>
    public static (int ExitCode, string Output, string Complaint) Run(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo(Interpreter)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        // Nothing is left beside the samples, and modules are the system's.
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        start.Environment.Remove("PYTHONPATH");
        start.Environment.Remove("PYTHONHOME");
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var complaint = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output.GetAwaiter().GetResult(), complaint);
    }

    /// <summary>The folder of the samples, above the tests' own.</summary>
    public static string Samples
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(folder.FullName, "Marketplace.sln"))) folder = folder.Parent!;
            return Path.Combine(folder.FullName, "docs", "samples");
        }
    }
}
