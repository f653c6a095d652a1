using Marketplace.KernelGen;

if (args.Length != 1 || !Directory.Exists(args[0]))
{
    Console.Error.WriteLine("usage: KernelGen FOLDER: writes the printed kernels into a folder that exists.");
    return 2;
}

foreach (var (file, text) in TileKernels.All.SelectMany(kernels => kernels.Files()))
    File.WriteAllText(Path.Combine(args[0], file), text);
return 0;
