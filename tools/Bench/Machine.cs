using System.Runtime.InteropServices;

namespace Marketplace.Bench;

/// <summary>The machine in words, as far as Linux tells.</summary>
public sealed record Machine(string Processor, int Cores, string Caches, string Runtime)
{
    private const string CacheFolder = "/sys/devices/system/cpu/cpu0/cache";

    public static Machine Here => new(
        Model(), Environment.ProcessorCount, string.Join(", ", CacheSizes()), RuntimeInformation.FrameworkDescription);

    private static string Model()
    {
        const string cpuInfo = "/proc/cpuinfo";
        var unknown = RuntimeInformation.ProcessArchitecture.ToString();
        if (!File.Exists(cpuInfo)) return unknown;
        var line = File.ReadLines(cpuInfo).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal));
        return line is null ? unknown : line[(line.IndexOf(':') + 1)..].Trim();
    }

    /// <summary>"L1 Data 32K", of the first core.</summary>
    private static IEnumerable<string> CacheSizes()
    {
        if (!Directory.Exists(CacheFolder)) yield break;
        foreach (var cache in Directory.GetDirectories(CacheFolder, "index*").Order(StringComparer.Ordinal))
        {
            string Read(string file) => File.ReadAllText(Path.Combine(cache, file)).Trim();
            yield return $"L{Read("level")} {Read("type")} {Read("size")}";
        }
    }
}
