using System.CommandLine;
using Marketplace.Programs.Models;
using Marketplace.Programs.Specs;

namespace Marketplace.Cli.Commands;

/// <summary>Turns a model's usual config.json into the member "model" of a job spec.</summary>
public sealed class ConfigCommand : Command
{
    private readonly Argument<FileInfo> _file = new("file") { Description = "The model's config.json" };

    public ConfigCommand()
        : base("config", "Print a config.json as the member \"model\" of a job spec")
    {
        Arguments.Add(_file);
        SetAction(Run);
    }

    private int Run(ParseResult arguments)
    {
        var bytes = SpecFile.Read(arguments.GetRequiredValue(_file), ConfigJson.MaxBytes);
        if (!ConfigJson.TryRead(bytes, out var config, out var refusal)) throw SpecFile.Complaint(refusal);
        Console.WriteLine(ModelSpecWriter.Text(new RegisteredModel(config)));
        return 0;
    }
}
