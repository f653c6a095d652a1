using System.Security.Cryptography;

namespace Marketplace.Agents;

/// <summary>Where an agent's unforeseeable bytes come from.</summary>
public interface IRandomness
{
    void Fill(Span<byte> bytes);
}

/// <summary>The operating system's.</summary>
public sealed class SystemRandomness : IRandomness
{
    public void Fill(Span<byte> bytes) => RandomNumberGenerator.Fill(bytes);
}
