using System.CommandLine;
using Marketplace.Agents.Offers;

namespace Marketplace.Cli.Commands;

/// <summary>Jobs that their submitter signs and anybody may bring (M14).</summary>
public sealed class OfferCommand : Command
{
    public OfferCommand()
        : base("offer", "Sign a job instead of posting it; check, bring or revoke what was signed")
    {
        Subcommands.Add(new SignOfferCommand());
        Subcommands.Add(new CheckOfferCommand());
        Subcommands.Add(new BringOfferCommand());
        Subcommands.Add(new RevokeOfferCommand());
    }

    /// <summary>The argument that names an offer.</summary>
    internal static Argument<FileInfo> FileArgument() => new("FILE") { Description = "The signed offer" };

    /// <exception cref="UsageException">There is no such file.</exception>
    /// <exception cref="Agents.AgentException">It is no offer.</exception>
    internal static SignedOffer Read(FileInfo file) => OfferFile.Read(SpecFile.Read(file, OfferFile.MaxBytes));

    /// <exception cref="UsageException">It is none.</exception>
    internal static UInt128 Nonce(string text) =>
        UInt128.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var nonce)
            ? nonce
            : throw new UsageException($"The nonce is no whole number below 2^128: \"{text}\".");
}
