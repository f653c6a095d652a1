using System.CommandLine;
using System.CommandLine.Parsing;

namespace Marketplace.Cli;

/// <summary>What is wrong with a command line, in one sentence.</summary>
internal static class Usage
{
    /// <exception cref="UsageException">Something is.</exception>
    public static void RequireSound(ParseResult arguments)
    {
        if (arguments.Errors.Count == 0) return;
        var command = arguments.CommandResult.Command;
        if (command.Subcommands.Count > 0)
        {
            var verbs = string.Join(", ", command.Subcommands.Select(c => c.Name));
            var place = command is RootCommand ? "" : $" of {command.Name}";
            throw new UsageException(arguments.UnmatchedTokens is [var verb, ..]
                ? $"There is no verb \"{verb}\"{place}; there are {verbs}."
                : $"A verb{place} is missing; there are {verbs}.");
        }

        // What the verb does not know tells more than what it lacks because of that.
        if (arguments.UnmatchedTokens is [var unknown, ..])
        {
            throw new UsageException(
                $"The verb {command.Name} knows no \"{unknown}\"; {command.Name} --help lists what it takes.");
        }

        var error = arguments.Errors[0];
        throw new UsageException(error.SymbolResult is OptionResult { Option: var option, Tokens: [var value] }
            ? $"{option.Name} wants {Kind(option)}, not \"{value.Value}\"."
            : error.Message.ReplaceLineEndings(" "));
    }

    private static string Kind(Option option) =>
        option.ValueType == typeof(ulong) || option.ValueType == typeof(ulong?) || option.ValueType == typeof(int) ? "a whole number of its range"
        : option.ValueType == typeof(FileInfo) ? "the name of a file"
        : "another value";
}
