using System.Diagnostics;
using Marketplace.World;

namespace Marketplace.House.Tests;

/// <summary>The repository as it lies there: its own files, without what was built or fetched.</summary>
internal static class House
{
    public static string Root => Artifacts.RepositoryRoot;

    /// <summary>Paths from the root, with slashes.</summary>
    public static IReadOnlyList<string> Files { get; } = [.. (Listed() ?? Walked()).Where(f => File.Exists(At(f)))];

    public static string At(string path) => Path.Combine(Root, path);

    public static string Read(string path) => File.ReadAllText(At(path));

    /// <summary>What git knows or would add; null without git, as in an unpacked archive.</summary>
    private static string[]? Listed()
    {
        try
        {
            var start = new ProcessStartInfo("git", ["ls-files", "--cached", "--others", "--exclude-standard"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                WorkingDirectory = Root,
            };
            using var git = Process.Start(start)!;
            git.ErrorDataReceived += (_, _) => { };
            git.BeginErrorReadLine();
            var files = git.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
            git.WaitForExit();
            return git.ExitCode == 0 ? files : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static IEnumerable<string> Walked()
    {
        string[] made = ["bin", "obj", "out", "cache", "node_modules", "artifacts", "TestResults", ".market", ".git", ".vs"];
        var folders = new Stack<string>([Root]);
        while (folders.TryPop(out var folder))
        {
            foreach (var file in Directory.GetFiles(folder)) yield return Path.GetRelativePath(Root, file).Replace('\\', '/');
            foreach (var below in Directory.GetDirectories(folder))
                if (!made.Contains(Path.GetFileName(below))) folders.Push(below);
        }
    }
}
