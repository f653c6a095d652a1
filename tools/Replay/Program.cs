using System.CommandLine;
using Marketplace.Chain;
using Marketplace.Replay;

var paths = new Argument<string[]>("path") { Description = "Fixtures, or folders of fixtures", Arity = ArgumentArity.OneOrMore };
var rulesOnly = new Option<bool>("--rules-only") { Description = "By the rules in C# alone, without any chain" };
var build = new Option<EvmVersion>("--build")
{
    Description = "The build of the contracts, on a chain of its rules; the gas that is noted is osaka's",
    DefaultValueFactory = _ => EvmVersion.Osaka,
    CustomParser = written =>
    {
        var name = written.Tokens[0].Value;
        if (EvmVersions.Named(name) is { } version) return version;
        written.AddError($"--build is osaka or prague, not \"{name}\".");
        return default;
    },
};
var root = new RootCommand("Plays recorded disputes once more: by the rules in C#, and through the compiled contracts on a chain of their own") { paths, rulesOnly, build };
root.SetAction((parsed, cancellation) =>
    new Replays(Console.Out, Console.Error).RunAsync(parsed.GetValue(paths)!, parsed.GetValue(rulesOnly), parsed.GetValue(build), cancellation));
var parsed = root.Parse(args);
if (parsed.Errors.Count == 0) return await parsed.InvokeAsync();
Console.Error.WriteLine($"replay: {parsed.Errors[0].Message}");
return 2;
