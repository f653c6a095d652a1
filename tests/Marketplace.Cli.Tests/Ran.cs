using System.Diagnostics;

namespace Marketplace.Cli.Tests;

/// <summary>What one of the built programs did with its arguments.</summary>
public sealed record Ran(int ExitCode, string Output, string Complaint)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <param name="program">An assembly that lies beside this one.</param>
    /// <param name="folder">Where the program starts.</param>
    public static Task<Ran> ProgramAsync(string program, string folder, params IEnumerable<string> arguments) =>
        WithInputAsync("", program, folder, arguments);

    /// <param name="input">What the program reads from its standard input.</param>
    public static async Task<Ran> WithInputAsync(string input, string program, string folder, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(DotnetHost())
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = folder,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, program));
        foreach (var argument in arguments) start.ArgumentList.Add(argument);

        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        using var patience = new CancellationTokenSource(Patience);
        var output = process.StandardOutput.ReadToEndAsync(patience.Token);
        var complaint = process.StandardError.ReadToEndAsync(patience.Token);
        await process.WaitForExitAsync(patience.Token);
        return new Ran(process.ExitCode, await output, await complaint);
    }

    /// <summary>Refused as a person wants it: one sentence, no trace of the program's insides, exit code 2.</summary>
    public Ran ShouldBeRefused(string because)
    {
        Complaint.TrimEnd('\n').Should().NotBeEmpty(because).And.NotContain("\n", because);
        Complaint.Should().NotMatchRegex(@"   at |Exception|System\.|\.NET|deserializ", because);
        Complaint.TrimEnd('\n').Should().MatchRegex(@"^(--)?[A-Za-z].*\.$", because);
        Output.Should().BeEmpty(because);
        ExitCode.Should().Be(2, because);
        return this;
    }

    /// <summary>The host that runs this test: three folders above the runtime's assemblies.</summary>
    private static string DotnetHost()
    {
        var runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var host = Path.GetFullPath(Path.Combine(runtime, "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));
        return File.Exists(host) ? host : "dotnet";
    }
}
