using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using Marketplace.Primitives;
using static Marketplace.Primitives.EvexCode;

namespace Marketplace.Backends.Cpu.Int8;

/// <summary>What a tile of an int8 product works on.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct Int8Tile
{
    /// <summary>Rows of A, four unsigned bytes in a word.</summary>
    public byte* A;

    /// <summary>Bytes from one row of A to the next.</summary>
    public nint Row;

    /// <summary>A panel of B: the columns of a word side by side, four signed bytes in a word.</summary>
    public byte* B;

    public int* C;

    /// <summary>Bytes from one row of C to the next.</summary>
    public nint Ldc;

    /// <summary>Words of a row, at least one.</summary>
    public nint Words;

    /// <summary>Where each column's sum begins.</summary>
    public int* Start;
}

/// <summary>Tiles of up to 8 rows and 48 columns by AVX-512's dot products of bytes (VNNI).</summary>
internal sealed unsafe class VnniTiles
{
    public const int Rows = 8;
    public const int Lanes = 16;
    public const int Vectors = 3;

    private const int FirstB = 24;
    private const int FirstA = 27;
    private const int Unroll = 4;

    private static readonly Lazy<VnniTiles?> s_tiles = new(Build);

    private readonly nint[] _entries;

    private VnniTiles(nint[] entries) => _entries = entries;

    /// <summary>Null where the machine has no such instructions, or the system lets nobody write code.</summary>
    public static VnniTiles? Here => s_tiles.Value;

    public void Run(int rows, int vectors, ref Int8Tile tile)
    {
        fixed (Int8Tile* at = &tile)
            ((delegate* unmanaged[SuppressGCTransition]<Int8Tile*, void>)_entries[(vectors - 1) * Rows + rows - 1])(at);
    }

    private static VnniTiles? Build()
    {
        if (!ExecutableMemory.IsPossible) return null;
        // CPUID leaf 7, ECX bit 11: AVX512_VNNI.
        if (!Avx512F.IsSupported || !X86Base.IsSupported || (X86Base.CpuId(7, 0).Ecx >> 11 & 1) == 0) return null;
        var code = new List<byte>();
        var starts = new List<int>();
        for (var vectors = 1; vectors <= Vectors; vectors++)
        {
            for (var rows = 1; rows <= Rows; rows++)
            {
                starts.Add(code.Count);
                code.AddRange(Print(rows, vectors));
                while (code.Count % 64 != 0) code.Add(0x90);
            }
        }

        var memory = ExecutableMemory.Of([.. code]);
        return memory == 0 ? null : new VnniTiles([.. starts.Select(start => memory + start)]);
    }

    /// <summary>The code of one tile: accumulators 0 to 23, row after row.</summary>
    internal static byte[] Print(int rows, int vectors)
    {
        var code = new EvexCode();
        code.LoadInteger(Rax, Rdi, 0);
        code.LoadInteger(Rsi, Rdi, 8);
        code.LoadInteger(Rdx, Rdi, 16);
        code.LoadInteger(Rcx, Rdi, 24);
        code.LoadInteger(R8, Rdi, 32);
        code.LoadInteger(R9, Rdi, 40);
        code.LoadInteger(Rdi, Rdi, 48);
        // Rows 0 to 2 from rax, 3 to 5 from r10, 6 and 7 from r11.
        code.LoadAddress(R10, Rax, Rsi, 2);
        code.AddRegister(R10, Rsi);
        code.LoadAddress(R11, R10, Rsi, 2);
        code.AddRegister(R11, Rsi);
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < vectors; j++) code.Load(i * vectors + j, Rdi, 64 * j);
        }

        Loop(code, rows, vectors, Unroll);
        Loop(code, rows, vectors, 1);
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < vectors; j++) code.Store(Rcx, 64 * j, i * vectors + j);
            code.AddRegister(Rcx, R8);
        }

        code.Return();
        return code.ToArray();
    }

    /// <summary>While so many words are left, takes them; r9 is the count of those that are.</summary>
    private static void Loop(EvexCode code, int rows, int vectors, int words)
    {
        code.Add(R9, -words);
        var none = code.JumpIfNegative();
        var again = code.Here;
        for (var w = 0; w < words; w++)
        {
            for (var j = 0; j < vectors; j++) code.Load(FirstB + j, Rdx, 64 * (w * vectors + j));
            for (var i = 0; i < rows; i++)
            {
                var a = FirstA + i % 2;
                var register = i < 3 ? Rax : i < 6 ? R10 : R11;
                code.Broadcast(a, register, i % 3 == 0 ? -1 : Rsi, Math.Max(1, i % 3), 4 * w);
                for (var j = 0; j < vectors; j++) code.DotProduct(i * vectors + j, a, FirstB + j);
            }
        }

        foreach (var register in new[] { Rax, R10, R11 }) code.Add(register, 4 * words);
        code.Add(Rdx, 64 * words * vectors);
        code.Add(R9, -words);
        code.JumpIfNotNegative(again);
        code.Land(none);
        code.Add(R9, words);
    }
}
