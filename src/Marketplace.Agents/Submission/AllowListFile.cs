using System.Text.Json;
using Marketplace.Primitives;
using Marketplace.Protocol.Market;

namespace Marketplace.Agents.Submission;

/// <summary>The accounts that may lock a job, as a submitter writes them and hands them to its solvers: a JSON list of
/// addresses, in any order.</summary>
public static class AllowListFile
{
    /// <exception cref="JobFileException">The text is no list of addresses, or an empty one.</exception>
    public static AllowList Parse(string text)
    {
        try
        {
            var accounts = JsonSerializer.Deserialize<string[]>(text);
            return accounts is { Length: > 0 }
                ? AllowList.Of(Accounts(accounts))
                : throw new JobFileException("The list of solvers names nobody.");
        }
        catch (JsonException)
        {
            throw new JobFileException("The list of solvers is not a JSON list of addresses.");
        }
    }

    /// <exception cref="JobFileException">One of them is no address.</exception>
    public static IEnumerable<Address> Accounts(IEnumerable<string> texts) => texts.Select(t => AddressOf(t, "solvers")).ToList();

    /// <param name="name">The member of the file that holds the text.</param>
    /// <exception cref="JobFileException">The text is no address, or the one that stands for none.</exception>
    internal static Address AddressOf(string text, string name)
    {
        if (text is { Length: 42 } && text.StartsWith("0x", StringComparison.Ordinal) && text.Skip(2).All(char.IsAsciiHexDigit)
            && Address.FromHex(text) is var address && address != Address.Zero)
        {
            return address;
        }

        throw new JobFileException($"The job file is wrong: market.{name} has no account's address: \"{text}\".");
    }
}
