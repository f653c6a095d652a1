using System.CommandLine;
using Marketplace.Programs.Specs;

namespace Marketplace.Cli.Commands;

/// <summary>Writes a job spec in its canonical form: exactly the bytes whose SHA-256 names the job (B13).</summary>
public sealed class CanonicalCommand : Command
{
    private readonly Argument<FileInfo> _file = new("file") { Description = "The job spec" };

    public CanonicalCommand()
        : base("canonical", "Print the canonical bytes of a job spec")
    {
        Arguments.Add(_file);
        SetAction(Run);
    }

    private int Run(ParseResult arguments)
    {
        var bytes = SpecFile.Read(arguments.GetRequiredValue(_file), JobSpecReader.MaxBytes);
        if (!JobSpecReader.TryRead(bytes, out var spec, out var refusal)) throw SpecFile.Complaint(refusal);
        using var output = Console.OpenStandardOutput();
        output.Write(spec.ToBytes());
        return 0;
    }
}
