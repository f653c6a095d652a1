using System.CommandLine;
using System.Text.Json;
using Marketplace.Programs.Specs;

namespace Marketplace.Cli.Commands;

/// <summary>Says whether a job spec is one, and what the job takes.</summary>
public sealed class ValidateCommand : Command
{
    private readonly Argument<FileInfo> _file = new("file") { Description = "The job spec" };
    private readonly Option<bool> _json = new("--json") { Description = "One JSON object, also of a refusal" };

    public ValidateCommand()
        : base("validate", "Say whether a job spec is valid, and what the job takes")
    {
        Arguments.Add(_file);
        Options.Add(_json);
        SetAction(Run);
    }

    private int Run(ParseResult arguments)
    {
        var bytes = SpecFile.Read(arguments.GetRequiredValue(_file), JobSpecReader.MaxBytes);
        var json = arguments.GetValue(_json);
        if (!JobSpecReader.TryRead(bytes, out var spec, out var refusal))
        {
            if (!json) throw SpecFile.Complaint(refusal);
            Say(new { valid = false, reason = refusal.Reason.ToString(), path = refusal.Path, message = refusal.Message });
            return 2;
        }

        var (hash, cost) = (Convert.ToHexStringLower(spec.Id.ToArray()), SpecCost.Of(spec));
        var (parameters, state, terms) = ($"{cost.Parameters}", $"{cost.StateBytes}", $"{cost.TermsPerStep}");
        // Amounts are texts, as in the spec itself: they may be above 2^53.
        if (json) Say(new { valid = true, hash, parameters, stateBytes = state, termsPerStep = terms });
        else Console.WriteLine($"valid {hash}, {parameters} parameters, {state} state bytes, {terms} terms per step");
        return 0;
    }

    private static void Say(object what) => Console.WriteLine(JsonSerializer.Serialize(what));
}
