namespace Marketplace.Numerics;

/// <summary>
/// Counter-based random numbers, Philox-4x32-10 (Salmon, Moraes, Dror, Shaw: Parallel Random Numbers: As Easy as 1, 2,
/// 3, 2011). A number depends on its place alone, so every machine draws it without the ones before it (F6).
/// </summary>
public static class Philox
{
    private const uint Multiplier0 = 0xd2511f53;
    private const uint Multiplier1 = 0xcd9e8d57;
    private const uint Weyl0 = 0x9e3779b9;
    private const uint Weyl1 = 0xbb67ae85;
    private const int Rounds = 10;

    /// <summary>
    /// 32 random bits for an element of a slot at a step: output word 0, key = seed, counter = (element, step, slot,
    /// 0).
    /// </summary>
    public static uint Word(ulong seed, uint element, uint step, uint slot) =>
        Block((element, step, slot, 0), ((uint)seed, (uint)(seed >> 32))).C0;

    /// <summary>A random index below <paramref name="n"/>: (word · n) / 2^32, rounded down; 0 where n is 0.</summary>
    public static uint Index(ulong seed, uint element, uint step, uint slot, uint n) =>
        (uint)((Word(seed, element, step, slot) * (ulong)n) >> 32);

    /// <summary>The generator itself: four counter words and two key words to four random words.</summary>
    public static (uint C0, uint C1, uint C2, uint C3) Block(
        (uint C0, uint C1, uint C2, uint C3) counter, (uint K0, uint K1) key)
    {
        var (c0, c1, c2, c3) = counter;
        var (k0, k1) = key;
        for (var round = 0; round < Rounds; round++)
        {
            var product0 = (ulong)Multiplier0 * c0;
            var product1 = (ulong)Multiplier1 * c2;
            c0 = (uint)(product1 >> 32) ^ c1 ^ k0;
            c1 = (uint)product1;
            c2 = (uint)(product0 >> 32) ^ c3 ^ k1;
            c3 = (uint)product0;
            k0 = unchecked(k0 + Weyl0);
            k1 = unchecked(k1 + Weyl1);
        }

        return (c0, c1, c2, c3);
    }
}
