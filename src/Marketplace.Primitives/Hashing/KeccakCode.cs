using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using static Marketplace.Primitives.EvexCode;

namespace Marketplace.Primitives;

/// <summary>keccak256 of eight messages in the 32 registers of AVX-512, as machine code: 25 hold the lanes, five the columns'
/// parities, two what is overwritten. A compiler that keeps copies puts lanes into memory.</summary>
/// <remarks>Every lane stays in the register in which it began a round; pi only changes which lane that register is. After 24
/// rounds each is the same again, so 24 rounds lie one behind the other and are gone through once for a block.</remarks>
internal sealed unsafe class KeccakCode
{
    private const int Lanes = 25;
    private const int RateLanes = 17;
    private const int HashLanes = 4;
    private const int LaneSize = 64;

    // Registers behind the lanes'.
    private const int FirstParity = Lanes;
    private const int Spare = FirstParity + 5;

    private const byte AXorBXorC = 0x96;
    private const byte AXorNotBAndC = 0xD2;

    private static readonly Lazy<KeccakCode?> s_code = new(Build);

    private readonly delegate* unmanaged[SuppressGCTransition]<Vector512<ulong>*, nint, Vector512<ulong>*, ulong*, void> _entry;

    private KeccakCode(nint entry) =>
        _entry = (delegate* unmanaged[SuppressGCTransition]<Vector512<ulong>*, nint, Vector512<ulong>*, ulong*, void>)entry;

    /// <summary>Null where the machine has no AVX-512, or the system lets nobody write code.</summary>
    public static KeccakCode? Here => s_code.Value;

    /// <param name="blocks">17 lanes each, padded.</param>
    /// <param name="count">At least one.</param>
    /// <param name="hashes">Takes the first four lanes of the last state.</param>
    public void Hash(Vector512<ulong>* blocks, int count, Vector512<ulong>* hashes)
    {
        fixed (ulong* constants = KeccakConstants.Rounds) _entry(blocks, count, hashes, constants);
    }

    private static KeccakCode? Build()
    {
        if (!ExecutableMemory.IsPossible || !Avx512F.IsSupported) return null;
        var entry = ExecutableMemory.Of(Print());
        return entry == 0 ? null : new KeccakCode(entry);
    }

    /// <summary>blocks in rdi, their count in rsi, where the hashes go in rdx, the rounds' constants in rcx.</summary>
    internal static byte[] Print()
    {
        var code = new EvexCode();
        for (var lane = 0; lane < Lanes; lane++) code.Clear(lane);
        var again = code.Here;
        for (var lane = 0; lane < RateLanes; lane++) code.XorMemory(lane, Rdi, LaneSize * lane);
        int[] a = [.. Enumerable.Range(0, Lanes)];
        for (var x = 0; x < 5; x++) Parity(code, a, x, 0, 1, 2);
        for (var round = 0; round < KeccakConstants.Rounds.Length; round++)
        {
            var taken = Taken(code);
            a = Round(code, a, taken, round);
        }

        Invariant.That(a.SequenceEqual(Enumerable.Range(0, Lanes)), "pi has come back to where it began");
        code.Add(Rdi, LaneSize * RateLanes);
        code.Add(Rsi, -1);
        code.JumpIfNotZero(again);
        for (var lane = 0; lane < HashLanes; lane++) code.Store(Rdx, LaneSize * lane, lane);
        code.Return();
        return code.ToArray();
    }

    /// <summary>Some of three parts of the parity of column x: one takes two lanes, one two more, one the last.</summary>
    private static void Parity(EvexCode code, int[] a, int x, params ReadOnlySpan<int> parts)
    {
        var c = FirstParity + x;
        foreach (var part in parts)
        {
            if (part == 0) code.Xor(c, a[x], a[x + 5]);
            else if (part == 1) code.Logic(c, a[x + 10], a[x + 15], AXorBXorC);
            else code.Xor(c, c, a[x + 20]);
        }
    }

    /// <summary>What every column takes from its neighbours' parities, in an order in which seven registers are enough.</summary>
    /// <returns>The register for each column. Those of parities 1 and 3 are free then.</returns>
    private static int[] Taken(EvexCode code)
    {
        const int c = FirstParity;
        void Turned(int to, int from, int with)
        {
            code.RotateLeft(to, from, 1);
            code.Xor(to, to, with);
        }

        Turned(Spare, c + 1, c + 4);
        Turned(Spare + 1, c + 2, c);
        Turned(c + 4, c + 4, c + 2);
        Turned(c + 2, c + 3, c + 1);
        Turned(c, c, c + 3);
        return [Spare, Spare + 1, c + 2, c + 4, c];
    }

    /// <summary>The rest of theta, and rho, pi, chi, iota, and the next round's parities. The machine has four units for all of it,
    /// two of which turn and two of which take three operands: so a row's chi stands between what prepares the next one.</summary>
    /// <param name="a">The register of lane x + 5y.</param>
    /// <param name="taken">What each column takes.</param>
    /// <returns>The registers of the new lanes.</returns>
    private static int[] Round(EvexCode code, int[] a, int[] taken, int round)
    {
        var from = new int[Lanes];
        for (var lane = 0; lane < Lanes; lane++) from[lane / 5 + 5 * ((2 * (lane % 5) + 3 * (lane / 5)) % 5)] = lane;
        int[] b = [.. from.Select(lane => a[lane])];

        void Theta(int lane) => code.Xor(b[lane], b[lane], taken[from[lane] % 5]);

        void Rho(int lane)
        {
            if (from[lane] != 0) code.RotateLeft(b[lane], b[lane], KeccakConstants.Turns[from[lane]]);
        }

        for (var lane = 0; lane < 5; lane++)
        {
            Theta(lane);
            Rho(lane);
        }

        var isLast = round == KeccakConstants.Rounds.Length - 1;
        for (var y = 0; y < 5; y++)
        {
            // The first two lanes of a row are needed once more after they are overwritten.
            var (first, second) = y < 4 ? (FirstParity + 1, FirstParity + 3) : (Spare, Spare + 1);
            int[] row = [.. b.AsSpan(5 * y, 5), first, second];
            code.Copy(first, row[0]);
            code.Copy(second, row[1]);
            for (var x = 0; x < 5; x++)
            {
                if (y < 4) Theta(5 * y + 5 + x);
                else if (!isLast) Parity(code, b, x, 0);
                code.Logic(row[x], row[x + 1], row[x + 2], AXorNotBAndC);
                if (y < 4) Rho(5 * y + 5 + x);
                else if (!isLast) Parity(code, b, x, 1);
            }

            if (y == 0) code.XorBroadcast(b[0], Rcx, sizeof(ulong) * round);
        }

        for (var x = 0; x < 5 && !isLast; x++) Parity(code, b, x, 2);
        return b;
    }
}
