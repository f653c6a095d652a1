using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Marketplace.Agents;

namespace Marketplace.Demo;

/// <summary>A player at work: a process of its own that is given its key, and heard through what it prints.</summary>
public sealed class Actor : IDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<AgentEvent> _said = new();
    private readonly ConcurrentQueue<string> _complaints = new();

    private Actor(Player player, Process process)
    {
        Player = player;
        _process = process;
    }

    public Player Player { get; }

    public bool HasEnded => _process.HasExited;

    /// <summary>Everything the process has said so far.</summary>
    public IReadOnlyCollection<AgentEvent> Said => _said;

    /// <param name="program">An assembly of this program's folder.</param>
    public static Actor Start(Player player, string program, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(DotnetHost())
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, program));
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        start.Environment["DOTNET_TieredPGO"] = "0";

        var process = Process.Start(start) ?? throw new StageException($"The process of the {player.Name} did not start.");
        var actor = new Actor(player, process);
        process.OutputDataReceived += (_, line) => actor.Hear(line.Data);
        process.ErrorDataReceived += (_, line) => { if (line.Data is { Length: > 0 } text) actor._complaints.Enqueue(text); };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        process.StandardInput.WriteLine(player.KeyLine());
        process.StandardInput.Close();
        return actor;
    }

    /// <summary>The last words of a kind, or null if there are none yet.</summary>
    public AgentEvent? Heard(string kind) => _said.LastOrDefault(e => e.Kind == kind);

    /// <exception cref="StageException">The process ended without a word of success.</exception>
    public void RequireAlive()
    {
        if (!_process.HasExited) return;
        _process.WaitForExit();
        if (_process.ExitCode == 0) return;
        var why = _complaints.TryPeek(out var first) ? first : $"exit code {_process.ExitCode}";
        throw new StageException($"The {Player.Name} gave up: {why}");
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private void Hear(string? line)
    {
        if (line is not { Length: > 0 }) return;
        using var json = JsonDocument.Parse(line);
        _said.Enqueue(new AgentEvent(
            json.RootElement.GetProperty("kind").GetString()!, json.RootElement.GetProperty("text").GetString()!));
    }

    /// <summary>The host that runs this program: three folders above the runtime's assemblies.</summary>
    private static string DotnetHost()
    {
        var runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var host = Path.GetFullPath(Path.Combine(runtime, "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));
        return File.Exists(host) ? host : "dotnet";
    }
}

/// <summary>The demo did not go as it must: one sentence.</summary>
public sealed class StageException(string message) : Exception(message);
