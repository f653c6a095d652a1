using System.Buffers.Binary;
using Marketplace.Primitives;

namespace Marketplace.Chain;

/// <summary>The rules that a build of the contracts needs of its chain, called as compilers and nodes call them.</summary>
public enum EvmVersion
{
    /// <summary>Without the opcode CLZ.</summary>
    Prague,

    /// <summary>With the opcode CLZ (EIP-7939).</summary>
    Osaka,
}

/// <summary>The node does not answer a call from which a chain's opcodes could be seen.</summary>
public sealed class UnknownEvmException(string why, Exception? inner = null)
    : ChainFailureException($"The chain does not tell whether it has the opcode CLZ ({why}); what is built for Prague needs none.", inner);

/// <summary>Asks a chain which of its opcodes work.</summary>
public static class EvmVersions
{
    private const ulong Gas = 2_000_000;

    /// <summary>Creates a contract whose constructor stores CLZ(1) as its code, and answers with the first word of that code. A
    /// creation that meets an unknown opcode fails by itself: no code, a word of zeros, and no error that each node words
    /// differently.</summary>
    private static readonly byte[] s_probe =
    [
        0x6a, // PUSH11, the constructor:
        0x60, 1, 0x1e, 0x60, 0, 0x52, 0x60, 32, 0x60, 0, 0xf3, // PUSH 1, CLZ, PUSH 0, MSTORE, PUSH 32, PUSH 0, RETURN
        0x60, 0, 0x52, // PUSH 0, MSTORE: at bytes 21 to 31
        0x60, 32, 0x60, 0, 0x60, 0, // 32 bytes of code from 0 on into memory from 0 on, later
        0x60, 11, 0x60, 21, 0x60, 0, 0xf0, // CREATE with no value
        0x3c, // EXTCODECOPY
        0x60, 32, 0x60, 0, 0xf3, // PUSH 32, PUSH 0, RETURN
    ];

    /// <summary>The word that names it: <c>osaka</c> or <c>prague</c>.</summary>
    public static string Name(this EvmVersion version) => version switch
    {
        EvmVersion.Prague => "prague",
        EvmVersion.Osaka => "osaka",
        _ => throw new InvariantBrokenException($"there is no EVM version {(int)version}"),
    };

    /// <summary>The version of that name, letter by letter; null if there is none.</summary>
    public static EvmVersion? Named(string name) =>
        Enum.GetValues<EvmVersion>().Cast<EvmVersion?>().FirstOrDefault(version => version!.Value.Name() == name);

    /// <summary>The newest version whose opcodes the chain has. Nothing is sent: it is a call of creation code.</summary>
    /// <exception cref="UnknownEvmException">The node refuses such calls, or answers something else.</exception>
    /// <exception cref="ChainFailureException">No answer came.</exception>
    public static async Task<EvmVersion> EvmVersionAsync(this IChain chain, CancellationToken cancellation)
    {
        CallResult result;
        try
        {
            result = await chain.CallAsync(new CallRequest(null, s_probe, GasLimit: Gas), cancellation);
        }
        catch (JsonRpcException e)
        {
            throw new UnknownEvmException(e.Message, e);
        }

        if (result is not CallResult.Returned { Data: { Length: 32 } word })
            throw new UnknownEvmException("it answers no call of creation code");
        // 255 zeros stand before the one.
        var high = word.AsSpan(0, 24).ContainsAnyExcept((byte)0);
        return (high, BinaryPrimitives.ReadUInt64BigEndian(word.AsSpan(24))) switch
        {
            (false, 255) => EvmVersion.Osaka,
            (false, 0) => EvmVersion.Prague,
            _ => throw new UnknownEvmException($"CLZ(1) is 0x{Convert.ToHexStringLower(word)} there"),
        };
    }
}
