using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Marketplace.Backends.Cpu;
using Marketplace.Backends.Cpu.Functions;
using Marketplace.ProveFunctions;

// Exit code: 0 all right, 1 some result is wrong, 2 input that cannot be used, 3 the reference cannot be built.
var name = new Argument<string?>("name")
{
    Arity = ArgumentArity.ZeroOrOne,
    Description = "exp, log, tanh, sigmoid, sin or cos; all of them if none is named.",
};
var path = new Option<string?>("--path")
{
    Description = "avx512, avx2, 128 or scalar; all that the machine has if none is named.",
};
var threads = new Option<int>("--threads")
{
    Description = "How many blocks at once.",
    DefaultValueFactory = _ => Environment.ProcessorCount,
};
var root = new RootCommand("Compares the elementary functions with MPFR on all 2^32 inputs.") { name, path, threads };
root.SetAction(arguments => Prove(
    arguments.GetValue(name), arguments.GetValue(path), Math.Max(1, arguments.GetValue(threads))));
var parsed = root.Parse(args);
return parsed.Errors.Count == 0 ? parsed.Invoke() : Refused(parsed.Errors[0].Message);

static int Prove(string? name, string? path, int threads)
{
    var functions = Enum.GetValues<ElementaryFunction>().Where(f => name is null || Is(f, name)).ToList();
    if (functions.Count == 0) return Refused($"There is no function \"{name}\".");
    var paths = CpuPaths.Supported.Where(p => path is null || Name(p) == path).ToList();
    if (paths.Count == 0) return Refused($"There is no path \"{path}\" on this machine.");
    try
    {
        var reference = Reference.Build();
        return functions.Count(f => !IsProved(reference, f, paths, threads)) == 0 ? 0 : 1;
    }
    catch (ReferenceMissingException e)
    {
        Console.Error.WriteLine(e.Message);
        return 3;
    }
}

static bool IsProved(Reference reference, ElementaryFunction function, List<CpuPath> paths, int threads)
{
    var begun = Stopwatch.GetTimestamp();
    var proof = new Proof(reference, function, paths);
    var results = proof.Run(threads);
    var seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
    var label = function.ToString().ToLowerInvariant();
    foreach (var result in results)
    {
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{label,-8} {Name(result.Path),-7} {result.Inputs} inputs  {result.Wrong} wrong  {result.Digest}  " +
            $"{result.Seconds:f1} s"));
        if (result.Wrong == 0) continue;
        Console.WriteLine("  wrong: " + string.Join(' ', result.Examples.Take(16).Select(x => x.ToString("x8"))));
    }

    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{label,-8} {proof.Exact} of them by MPFR, {seconds:f0} s with {threads} threads"));
    return results.All(r => r.Wrong == 0);
}

static bool Is(ElementaryFunction function, string name) =>
    string.Equals(function.ToString(), name, StringComparison.OrdinalIgnoreCase);

static string Name(CpuPath path) => path switch
{
    CpuPath.Vector128 => "128",
    _ => path.ToString().ToLowerInvariant(),
};

static int Refused(string why)
{
    Console.Error.WriteLine(why);
    return 2;
}
