using Marketplace.Primitives;

namespace Marketplace.Protocol.Disputes;

/// <summary>What is disputed at the moment, and who has to move until when (B9). The mover is not part of it.</summary>
public sealed record GameState
{
    public const int Size = 136;

    private const int IntegerFlag = 128;

    public ulong Job { get; init; }
    public uint Round { get; init; }
    public uint Nonce { get; init; }
    public Alphabet Alphabet { get; init; }
    public bool ChallengerMoves { get; init; }

    /// <summary>The bond is the job's bond · 2^tier (D7).</summary>
    public byte Tier { get; init; }

    /// <summary>ELEMENT: the last element inside the claimed leaf's row. TERM: the element, + 128 if accumulators are
    /// integers.</summary>
    public byte Aux { get; init; }

    public ushort Sequence { get; init; }
    public ushort Limit { get; init; }
    public ushort Peers { get; init; }

    /// <summary>The mover may move until then (D6).</summary>
    public Timestamp Deadline { get; init; }

    /// <summary>Seconds left to the side that waits.</summary>
    public uint WaitingBudget { get; init; }

    /// <summary>Seconds.</summary>
    public uint MinResponse { get; init; }

    /// <summary>Seconds.</summary>
    public uint StepAllowance { get; init; }

    /// <summary>The disputed units [Start, Start + Length), counted in the present alphabet.</summary>
    public ulong Start { get; init; }

    public ulong Length { get; init; }
    public Address Waiting { get; init; }
    public Hash32 Context { get; init; }
    public Hash32 Root { get; init; }

    /// <summary>In TERM: the element whose chain is disputed.</summary>
    public int Element => Aux & (IntegerFlag - 1);

    /// <summary>In TERM: whether accumulators are integers, which are never touched (F4).</summary>
    public bool HasIntegers => (Aux & IntegerFlag) != 0;

    /// <summary>The aux of TERM. A chain of several units has at most 64 elements a leaf (B12).</summary>
    public static byte TermAux(int element, bool integers) => (byte)(integers ? element | IntegerFlag : element);

    public byte[] Encode() => new Packer()
        .Number(Job, 8).Number(Round, 4).Number(Nonce, 4)
        .Number((ulong)(2 * (int)Alphabet + (ChallengerMoves ? 1 : 0)), 1).Number(Tier, 1).Number(Aux, 1)
        .Number(Sequence, 2).Number(Limit, 2).Number(Peers, 2)
        .Number(Deadline.Seconds, 5).Number(WaitingBudget, 4).Number(MinResponse, 4).Number(StepAllowance, 4)
        .Number(Start, 5).Number(Length, 5)
        .Address(Waiting).Word(Context).Word(Root)
        .ToArray();

    /// <returns>null if the bytes are not exactly a state's.</returns>
    public static GameState? Decode(ReadOnlySpan<byte> b)
    {
        if (b.Length != Size) return null;
        var turn = b[16];
        return new GameState
        {
            Job = Cursor.Load(b, 0, 8),
            Round = (uint)Cursor.Load(b, 8, 4),
            Nonce = (uint)Cursor.Load(b, 12, 4),
            Alphabet = (Alphabet)(turn >> 1),
            ChallengerMoves = (turn & 1) == 1,
            Tier = b[17],
            Aux = b[18],
            Sequence = (ushort)Cursor.Load(b, 19, 2),
            Limit = (ushort)Cursor.Load(b, 21, 2),
            Peers = (ushort)Cursor.Load(b, 23, 2),
            Deadline = new Timestamp(Cursor.Load(b, 25, 5)),
            WaitingBudget = (uint)Cursor.Load(b, 30, 4),
            MinResponse = (uint)Cursor.Load(b, 34, 4),
            StepAllowance = (uint)Cursor.Load(b, 38, 4),
            Start = Cursor.Load(b, 42, 5),
            Length = Cursor.Load(b, 47, 5),
            Waiting = new Address(b.Slice(52, 20)),
            Context = new Hash32(b.Slice(72, 32)),
            Root = new Hash32(b.Slice(104, 32)),
        };
    }

    /// <summary>What the contract stores for a game in this state with this player to move.</summary>
    public static Hash32 Seal(ReadOnlySpan<byte> state, Address mover)
    {
        var hash = new Packer().Bytes(state).Address(mover).Hash().ToArray();
        hash[^1] = 0x01;
        return new Hash32(hash);
    }
}
