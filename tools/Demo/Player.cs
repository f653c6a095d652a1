using System.Security.Cryptography;
using Marketplace.Chain;
using Marketplace.Primitives;

namespace Marketplace.Demo;

/// <summary>Somebody with an account. The key is made for this run, lives in memory, and reaches a process only by its standard input.</summary>
public sealed class Player
{
    private readonly byte[] _key;

    private Player(string name, byte[] key)
    {
        Name = name;
        _key = key;
        Address = new MemorySigner(key).Address;
    }

    public string Name { get; }

    public Address Address { get; }

    public static Player New(string name)
    {
        // A random number is no key of the curve with probability 2^-128.
        return new Player(name, RandomNumberGenerator.GetBytes(32));
    }

    public ISigner Signer() => new MemorySigner(_key);

    internal string KeyLine() => Convert.ToHexStringLower(_key);
}
