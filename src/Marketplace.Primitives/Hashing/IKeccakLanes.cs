using System.Diagnostics.CodeAnalysis;

namespace Marketplace.Primitives;

/// <summary>What keccak needs of a machine word that holds one lane of several messages. The permutation and the sponge
/// are written once over it.</summary>
/// <typeparam name="T">The word: ulong, or a vector of ulong.</typeparam>
internal unsafe interface IKeccakLanes<T>
    where T : unmanaged
{
    /// <summary>Messages in a word.</summary>
    static abstract int Width { get; }

    /// <summary>The same value for every message.</summary>
    static abstract T All(ulong value);

    static abstract T Xor(T a, T b);

    /// <summary>a ^ b ^ c.</summary>
    static abstract T Xor(T a, T b, T c);

    /// <summary>a ^ (~b &amp; c).</summary>
    static abstract T Chi(T a, T b, T c);

    /// <param name="count">1 to 63.</param>
    static abstract T RotateLeft(T a, [ConstantExpected] byte count);

    /// <summary>Reads 64 bytes of each message as eight lanes.</summary>
    /// <param name="stride">Bytes from one message to the next.</param>
    static abstract void Read(byte* messages, nint stride, T* lanes);

    /// <summary>Whether there is code of its own for messages whose blocks lie ready.</summary>
    static abstract bool HasCode { get; }

    /// <summary>The hashes of messages whose blocks lie ready; only if <see cref="HasCode"/>.</summary>
    /// <param name="blocks">17 lanes each, padded.</param>
    /// <param name="lanes">Takes the first four lanes of the last state.</param>
    static abstract void Hash(T* blocks, int count, T* lanes);

    /// <summary>Writes the first four lanes of each message as its hash.</summary>
    static abstract void Write(T* lanes, Hash32* hashes);
}
