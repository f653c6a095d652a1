using System.Globalization;
using Marketplace.Agents;
using Marketplace.Blobs;
using Marketplace.Chain;
using Marketplace.Chain.Generated;
using Marketplace.Chain.Market;
using Marketplace.Operators;
using Marketplace.Primitives;

namespace Marketplace.Cli;

/// <summary>What a program cannot go on without is missing or wrong: one sentence; the exit code is 2.</summary>
public sealed class UsageException(string message) : Exception(message);

/// <summary>Where an agent lives: a node, the market's contract, a folder of blobs.</summary>
/// <param name="FirstBlock">The block of the contract's deployment.</param>
public sealed record Connection(Uri Rpc, Address Market, string BlobFolder, ulong FirstBlock)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(25);

    /// <exception cref="UsageException">A value has not its form.</exception>
    public static Connection Parse(string rpc, string market, string blobs, string firstBlock)
    {
        if (!ulong.TryParse(firstBlock, NumberStyles.None, CultureInfo.InvariantCulture, out var block))
            throw new UsageException($"--first-block is no block number: \"{firstBlock}\".");
        return new Connection(UrlOf(rpc), AddressOf("--market", market), blobs, block);
    }

    /// <summary>The chain as a node knows it.</summary>
    public static ChainClient ChainAt(string rpc) => ChainAt(UrlOf(rpc));

    /// <exception cref="UsageException">It is none.</exception>
    public static Address AddressOf(string option, string text) =>
        IsHex(text, Address.Size) ? Address.FromHex(text) : throw new UsageException($"{option} is no address of 20 bytes: \"{text}\".");

    /// <summary>An agent with this account that computes on this backend.</summary>
    public Agent Agent(ISigner signer, IBackend backend, IAgentLog log)
    {
        var market = MarketAt(ChainAt(Rpc), Market, signer);
        var blobs = new FolderBlobStore(BlobFolder);
        return new Agent(
            market, blobs, backend, log, TimeProvider.System, new SystemRandomness(), new BlockNumber(FirstBlock), Poll);
    }

    /// <summary>The market as an account sees and calls it.</summary>
    public static MarketContract MarketAt(ChainClient chain, Address market, ISigner signer) =>
        new(chain, market, new TransactionSender(chain, signer, ComputeMarket.Errors, TimeProvider.System));

    /// <summary>Reads the account's key: 64 hexadecimal digits in the first line of the standard input, never an argument.</summary>
    /// <exception cref="UsageException">There is none.</exception>
    public static ISigner ReadSigner(TextReader input)
    {
        var line = input.ReadLine()?.Trim() ?? "";
        return IsHex(line, 32) ? MemorySigner.FromHex(line) : throw new UsageException(
            "The account's key is expected as 64 hexadecimal digits in the first line of the standard input.");
    }

    private static ChainClient ChainAt(Uri url) => new(new JsonRpc(new HttpClient { Timeout = TimeSpan.FromMinutes(1) }, url));

    private static Uri UrlOf(string rpc) => Uri.TryCreate(rpc, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
        ? url
        : throw new UsageException($"--rpc is no http address: \"{rpc}\".");

    private static bool IsHex(string text, int bytes)
    {
        var digits = text.StartsWith("0x", StringComparison.Ordinal) ? text[2..] : text;
        return digits.Length == 2 * bytes && digits.All(char.IsAsciiHexDigit);
    }
}
