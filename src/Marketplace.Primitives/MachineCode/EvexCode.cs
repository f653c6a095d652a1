using System.Buffers.Binary;

namespace Marketplace.Primitives;

/// <summary>Machine code of x86-64 with the 32 registers of AVX-512, as much as a product of int8 and keccak need. Encodings
/// by Intel's manual, volume 2, sections 2.1 and 2.7.</summary>
public sealed class EvexCode
{
    public const int Rax = 0, Rcx = 1, Rdx = 2, Rsi = 6, Rdi = 7, R8 = 8, R9 = 9, R10 = 10, R11 = 11;

    // The last bits of a prefix's second byte: the size of an element, and which prefix of old it stands for.
    private const int Words = 0x01;
    private const int Anywhere = 0x02;
    private const int Quadwords = 0x81;

    private readonly List<byte> _bytes = [];

    public byte[] ToArray() => [.. _bytes];

    /// <summary>Where the next instruction will stand.</summary>
    public int Here => _bytes.Count;

    /// <summary>zmm = zmm + four products each of the unsigned bytes of <paramref name="unsigned"/> and the signed bytes of
    /// <paramref name="signed"/>, modulo 2^32.</summary>
    public void DotProduct(int zmm, int unsigned, int signed) =>
        Registers(map: 2, Words, opcode: 0x50, zmm, unsigned, signed);

    /// <summary>zmm = a copy.</summary>
    public void Copy(int zmm, int from) => Registers(map: 1, Quadwords, opcode: 0x6f, zmm, 0, from);

    /// <summary>zmm = 0.</summary>
    public void Clear(int zmm) => Xor(zmm, zmm, zmm);

    /// <summary>zmm = a ^ b.</summary>
    public void Xor(int zmm, int a, int b) => Registers(map: 1, Quadwords, opcode: 0xef, zmm, a, b);

    /// <summary>zmm ^= the 64 bytes at base + offset.</summary>
    public void XorMemory(int zmm, int register, int offset) =>
        Memory(map: 1, Quadwords, opcode: 0xef, zmm, register, -1, 1, offset, with: zmm);

    /// <summary>zmm ^= eight copies of the quadword at base + offset.</summary>
    public void XorBroadcast(int zmm, int register, int offset) =>
        Memory(map: 1, Quadwords, opcode: 0xef, zmm, register, -1, 1, offset, with: zmm, isBroadcast: true);

    /// <summary>zmm = what the table says of each bit's zmm, b and c: bit 4 zmm + 2 b + c of its number.</summary>
    public void Logic(int zmm, int b, int c, byte table)
    {
        Registers(map: 3, Quadwords, opcode: 0x25, zmm, b, c);
        _bytes.Add(table);
    }

    /// <summary>zmm = each quadword of <paramref name="from"/> turned to the left.</summary>
    public void RotateLeft(int zmm, int from, byte count)
    {
        Registers(map: 1, Quadwords, opcode: 0x72, 1, zmm, from);
        _bytes.Add(count);
    }

    /// <summary>Sixteen copies of the word at base + index · scale + offset.</summary>
    public void Broadcast(int zmm, int register, int index, int scale, int offset) =>
        Memory(map: 2, Words, opcode: 0x58, zmm, register, index, scale, offset);

    /// <summary>64 bytes from anywhere.</summary>
    public void Load(int zmm, int register, int offset) => Memory(map: 1, Anywhere, opcode: 0x6f, zmm, register, -1, 1, offset);

    /// <summary>64 bytes to anywhere.</summary>
    public void Store(int register, int offset, int zmm) => Memory(map: 1, Anywhere, opcode: 0x7f, zmm, register, -1, 1, offset);

    /// <summary>target = the eight bytes at base + offset.</summary>
    public void LoadInteger(int target, int register, int offset)
    {
        Rex(target, 0, register);
        _bytes.Add(0x8b);
        Address(target, register, -1, 1, offset);
    }

    /// <summary>target = base + index · scale.</summary>
    public void LoadAddress(int target, int register, int index, int scale)
    {
        Rex(target, index, register);
        _bytes.Add(0x8d);
        Address(target, register, index, scale, 0);
    }

    /// <summary>register += value; sets the flags.</summary>
    public void Add(int register, int value)
    {
        Rex(0, 0, register);
        _bytes.Add(0x81);
        _bytes.Add((byte)(0xc0 | (register & 7)));
        Immediate(value);
    }

    /// <summary>register += other.</summary>
    public void AddRegister(int register, int other)
    {
        Rex(other, 0, register);
        _bytes.Add(0x01);
        _bytes.Add((byte)(0xc0 | (other & 7) << 3 | (register & 7)));
    }

    /// <summary>Goes back to <paramref name="target"/> while the last sum was not negative.</summary>
    public void JumpIfNotNegative(int target)
    {
        _bytes.AddRange([0x0f, 0x89]);
        Immediate(target - (Here + 4));
    }

    /// <summary>Goes back to <paramref name="target"/> while the last sum was not zero.</summary>
    public void JumpIfNotZero(int target)
    {
        _bytes.AddRange([0x0f, 0x85]);
        Immediate(target - (Here + 4));
    }

    /// <summary>Goes forward if the last sum was negative; returns where to <see cref="Land"/> it.</summary>
    public int JumpIfNegative()
    {
        _bytes.AddRange([0x0f, 0x88]);
        Immediate(0);
        return Here;
    }

    public void Land(int jump)
    {
        Span<byte> distance = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(distance, Here - jump);
        for (var i = 0; i < 4; i++) _bytes[jump - 4 + i] = distance[i];
    }

    /// <summary>Leaves the wide registers clean for code that does not know them, and returns.</summary>
    public void Return() => _bytes.AddRange([0xc5, 0xf8, 0x77, 0xc3]);

    /// <summary>An instruction of three registers.</summary>
    private void Registers(int map, int kind, byte opcode, int reg, int second, int rm)
    {
        Prefix(map, kind, reg, second, index: (rm >> 4) << 3, baseHigh: (rm >> 3) & 1);
        _bytes.Add(opcode);
        _bytes.Add((byte)(0xc0 | (reg & 7) << 3 | (rm & 7)));
    }

    /// <summary>One of two registers and a place in memory.</summary>
    private void Memory(
        int map, int kind, byte opcode, int zmm, int register, int index, int scale, int offset, int with = 0, bool isBroadcast = false)
    {
        Prefix(map, kind, zmm, with, index >= 8 ? 8 : 0, register >> 3, isBroadcast);
        _bytes.Add(opcode);
        Address(zmm, register, index, scale, offset);
    }

    /// <summary>62 P0 P1 P2: 512 bits, no mask; register numbers stand inverted.</summary>
    private void Prefix(int map, int kind, int reg, int vvvv, int index, int baseHigh, bool isBroadcast = false)
    {
        var p0 = map;
        if ((reg & 8) == 0) p0 |= 0x80;
        if (index == 0) p0 |= 0x40;
        if (baseHigh == 0) p0 |= 0x20;
        if ((reg & 16) == 0) p0 |= 0x10;
        var p1 = (~vvvv & 15) << 3 | 4 | kind;
        var p2 = 0x40 | ((vvvv & 16) == 0 ? 8 : 0) | (isBroadcast ? 0x10 : 0);
        _bytes.AddRange([0x62, (byte)p0, (byte)p1, (byte)p2]);
    }

    private void Rex(int reg, int index, int rm) =>
        _bytes.Add((byte)(0x48 | (reg >> 3) << 2 | (index >> 3) << 1 | rm >> 3));

    /// <summary>ModRM, SIB and a displacement of four bytes.</summary>
    private void Address(int reg, int register, int index, int scale, int offset)
    {
        if (index < 0)
        {
            _bytes.Add((byte)(0x80 | (reg & 7) << 3 | (register & 7)));
        }
        else
        {
            _bytes.Add((byte)(0x84 | (reg & 7) << 3));
            _bytes.Add((byte)((scale == 1 ? 0 : scale == 2 ? 0x40 : 0x80) | (index & 7) << 3 | (register & 7)));
        }

        Immediate(offset);
    }

    private void Immediate(int value)
    {
        Span<byte> four = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(four, value);
        foreach (var b in four) _bytes.Add(b);
    }
}
