using System.Runtime.CompilerServices;
using Marketplace.KernelGen;

namespace Marketplace.Backends.Cpu.Tests;

/// <summary>The tiles in the product are what the printer prints today.</summary>
public sealed class PrintedTilesTests
{
    [Fact]
    public void EveryFile_IsThePrinters()
    {
        var folder = Path.Combine(Here(), "../../src/Marketplace.Backends.Cpu/MatMul/Generated");
        var printed = TileKernels.All.SelectMany(kernels => kernels.Files()).ToDictionary(f => f.File, f => f.Text);
        Directory.GetFiles(folder).Select(Path.GetFileName).Should().BeEquivalentTo(printed.Keys);
        foreach (var (file, text) in printed) File.ReadAllText(Path.Combine(folder, file)).Should().Be(text, file);
    }

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
