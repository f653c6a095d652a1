using Marketplace.World;

namespace Marketplace.Cli.Tests;

/// <summary>A folder with the sample job in it, to be spoilt; gone with this object.</summary>
public sealed class JobFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("job ");

    public JobFolder()
    {
        foreach (var name in (string[])["iris.json", "iris.csv"])
            File.Copy(Path.Combine(Artifacts.RepositoryRoot, "docs", "samples", name), Path.Combine(Root, name));
    }

    public string Root => _folder.FullName;

    public string Job => Path.Combine(Root, "iris.json");

    public string Table => Path.Combine(Root, "iris.csv");

    /// <summary>Every file below, for noticing what should not be there.</summary>
    public string[] Files => Directory.GetFileSystemEntries(Root, "*", SearchOption.AllDirectories);

    /// <summary>Replaces a text that has to be there.</summary>
    public static void Spoil(string file, string old, string @new)
    {
        var text = File.ReadAllText(file);
        text.Should().Contain(old);
        var at = text.IndexOf(old, StringComparison.Ordinal);
        File.WriteAllText(file, text[..at] + @new + text[(at + old.Length)..]);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
