using System.CommandLine;
using System.Globalization;
using Marketplace.Agents.Offers;
using Marketplace.Agents.Submission;
using Marketplace.Blobs;
using Marketplace.Cli.Training;
using Marketplace.Primitives;
using Marketplace.Protocol.Market;

namespace Marketplace.Cli.Commands;

/// <summary>Signs a job instead of posting it, and writes down what somebody needs to bring it.</summary>
public sealed class SignOfferCommand : Command
{
    private const ulong LastSecond = (1UL << 40) - 1;

    private readonly Option<string> _rpc = AccountCommand.RpcOption();
    private readonly Option<string> _market = AccountCommand.MarketOption();
    private readonly Option<string> _blobs = new("--blobs") { Description = "The folder of blobs", Required = true };
    private readonly Option<FileInfo> _spec = new("--spec") { Description = "The job spec, whose artifacts lie in the folder of blobs", Required = true };
    private readonly Option<FileInfo> _terms = new("--terms") { Description = "The terms: prices, stake, bond, times", Required = true };
    private readonly Option<string> _nonce = new("--nonce") { Description = "Any number that this account has neither used nor revoked", Required = true };
    private readonly Option<string> _validUntil = new("--valid-until") { Description = "Until when it may be brought: 2030-12-31T23:59:59Z, or seconds since 1970", Required = true };
    private readonly Option<string?> _permitUntil = new("--permit-until") { Description = "Sign an allowance of the job's token along, for so long" };
    private readonly Option<FileInfo> _out = new("--out") { Description = "The file to write", Required = true };

    public SignOfferCommand()
        : base("sign", "Sign a job instead of posting it; the key in the first line of the standard input")
    {
        foreach (var option in (Option[])[_rpc, _market, _blobs, _spec, _terms, _nonce, _validUntil, _permitUntil, _out]) Options.Add(option);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        var market = Connection.AddressOf("--market", arguments.GetRequiredValue(_market));
        var draft = new OfferDraft(
            OfferCommand.Nonce(arguments.GetRequiredValue(_nonce)),
            Time("--valid-until", arguments.GetRequiredValue(_validUntil)),
            arguments.GetValue(_permitUntil) is { } until ? Time("--permit-until", until) : null);
        var (spec, terms) = (LocalJob.Read(arguments.GetRequiredValue(_spec)), JobFiles.Terms(arguments.GetRequiredValue(_terms)));
        var chain = Connection.ChainAt(arguments.GetRequiredValue(_rpc));
        var signer = Connection.ReadSigner(Console.In);

        var blobs = new FolderBlobStore(arguments.GetRequiredValue(_blobs));
        var job = await PreparedJob.FromAsync(spec, blobs, terms, cancellation);
        var signed = await draft.SignAsync(job, blobs, chain, market, signer, cancellation);
        var file = arguments.GetRequiredValue(_out);
        WholeFile.Write(file, OfferFile.Write(signed));
        Console.WriteLine($"signed     {signed.Digest} by {signer.Address}, nonce {draft.Nonce}, until {draft.ValidUntil.Seconds}");
        Console.WriteLine($"written    {file.FullName}");
        return 0;
    }

    /// <exception cref="UsageException">It is none.</exception>
    private static Timestamp Time(string option, string text)
    {
        const DateTimeStyles utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        if (ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= LastSecond)
            return new Timestamp(seconds);
        if (DateTimeOffset.TryParseExact(text, "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture, utc, out var moment) && moment.Year >= 1970)
            return new Timestamp((ulong)moment.ToUnixTimeSeconds());
        throw new UsageException($"{option} is no time like 2030-12-31T23:59:59Z, nor seconds since 1970: \"{text}\".");
    }
}
