using Marketplace.BindingGen;

// Reads the compiler's ABIs and writes what C# knows of the contracts; with --check it only compares.
try
{
    var check = args.Contains("--check");
    var words = args.Where(a => a != "--check").ToArray();
    var root = Environment.CurrentDirectory;
    var bindings = words is ["--manifest", var path]
        ? Options.ReadManifest(Path.Combine(root, path))
        : [Options.Read(words)];

    var written = 0;
    foreach (var options in bindings)
    {
        foreach (var file in Bindings.Generate(options, root))
        {
            if (check) file.Compare(root);
            else if (file.Write(root)) written++;
        }
    }

    Console.WriteLine(check ? "The bindings are those of the contracts." : $"{written} files written.");
    return 0;
}
catch (BindingException e)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
