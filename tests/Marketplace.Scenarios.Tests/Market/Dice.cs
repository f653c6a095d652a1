using Marketplace.Primitives;
using Marketplace.Protocol.Market;

namespace Marketplace.Scenarios.Tests.Market;

/// <summary>Seeded chance, and what is drawn with it: sound terms and headers, and such as lie just outside the bounds.</summary>
public sealed class Dice(int seed)
{
    private readonly Random _random = new(seed);

    /// <summary>0 … below − 1.</summary>
    public int Roll(int below) => _random.Next(below);

    public bool Chance(int percent) => Roll(100) < percent;

    public T Pick<T>(IReadOnlyList<T> from) => from[Roll(from.Count)];

    /// <summary>An amount up to 3 coins that divides by nothing in particular.</summary>
    public Wei Amount() => new((UInt128)(ulong)_random.NextInt64(3_000_000_000_000_000_000));

    public byte[] Salt() => [.. Enumerable.Range(0, 16).Select(_ => (byte)Roll(256))];

    public byte[] Header()
    {
        if (Chance(80)) return Pick(Sound);
        var sound = Pick(Sound);
        return Roll(16) switch
        {
            0 => sound[..45],
            1 => sound[..^1],
            2 => [.. sound, 0],
            3 => Garbage.Header(64, 32, law: 2),
            4 => Garbage.Header(0, 0),
            5 => Garbage.Header(64, 0),
            6 => Garbage.Header(31, 32),
            7 => Garbage.Header(64, 32, depth: 16),
            8 => Garbage.Header(64, 32, depth: 15),
            9 => Garbage.Header(64, 32, phases: 0),
            10 => Garbage.Header(64, 32, inner: 1),
            11 => Garbage.Header(64, 32, phases: 2),
            12 => Garbage.Header(64, 32, phases: 3, inner: 1),
            13 => Garbage.Header(64, 32, operations: 0),
            14 => Garbage.Header(257, 1),
            _ => Garbage.Header(uint.MaxValue, uint.MaxValue / 256),
        };
    }

    /// <param name="interval">Of the header that the terms go with.</param>
    public JobTerms Terms(Timestamp now, uint interval)
    {
        var (a, b) = (Amount(), Amount());
        var max = a < b ? b : a;
        var sound = new JobTerms
        {
            MinPrice = a < b ? a : b,
            MaxPrice = max,
            Stake = (max < JobTerms.MinStake ? JobTerms.MinStake : max) + (Chance(30) ? Wei.Zero : Amount()),
            Bond = JobTerms.MinBond + new Wei((UInt128)Roll(1_000_000)),
            RampSeconds = Pick<uint>([0, 1, 7, 1000, JobTerms.MaxSeconds]),
            DeliverySeconds = Pick<uint>([1, 50, 500, JobTerms.MaxSeconds]),
            WindowSeconds = (uint)(600 + Roll(2000)),
            BudgetSeconds = (uint)(60 + Roll(300)),
            MinResponse = (uint)(30 + Roll(31)),
            StepAllowance = (uint)(1 + Roll(3)),
            ClosesAt = now + (ulong)(500 + Roll(30_000)),
        };
        return Chance(75) ? sound : Edge(sound, now, interval);
    }

    /// <summary>The terms in another currency, with a list of solvers, with a callback, or as they are.</summary>
    public JobTerms Special(JobTerms terms, Surroundings around)
    {
        if (Chance(40))
        {
            terms = terms with { Token = Pick(around.TokensByWeight) };
            // What its price is worth in coins the chain does not know.
            if (Chance(30)) terms = terms with { Stake = JobTerms.MinStake };
        }

        if (Chance(30)) terms = terms with { Solvers = Pick(around.Lists).Root };
        if (Chance(seed % 2 == 0 ? 85 : 40)) terms = Audited(terms);
        return Chance(30) ? terms with { Callback = Pick(around.Callbacks) } : terms;
    }

    /// <summary>The terms with verifiers, most of whom are drawn for everything; now and then a part is missing.</summary>
    private JobTerms Audited(JobTerms terms)
    {
        var audited = terms with
        {
            AuditFee = Chance(90) ? Amount() / 1000 + One : Amount(),
            AuditStake = JobTerms.MinStake + new Wei((UInt128)Roll(2)),
            AuditRate = Pick<ushort>([40, 256, 1024, ushort.MaxValue, ushort.MaxValue]),
            AuditSlots = Pick<ushort>([1, 2, 2, 3, 10, ushort.MaxValue]),
        };
        return Roll(60) switch
        {
            0 => audited with { AuditFee = Wei.Zero },
            1 => audited with { AuditStake = JobTerms.MinStake - One },
            2 => audited with { AuditRate = 0 },
            3 => audited with { AuditSlots = 0 },
            4 => audited with { AuditFee = Widest, AuditSlots = ushort.MaxValue },
            5 => terms with { AuditRate = 1 },
            _ => audited,
        };
    }

    /// <summary>Terms with one value on a bound or just beyond it.</summary>
    private JobTerms Edge(JobTerms t, Timestamp now, uint interval) => Roll(25) switch
    {
        0 => t with { MinPrice = t.MaxPrice + One },
        1 => t with { MinPrice = t.MaxPrice },
        2 => t with { Stake = t.MaxPrice - One },
        3 => t with { MinPrice = One, MaxPrice = One, Stake = JobTerms.MinStake - One },
        4 => t with { MinPrice = One, MaxPrice = One, Stake = JobTerms.MinStake },
        5 => t with { Bond = JobTerms.MinBond - One },
        6 => t with { Bond = JobTerms.MinBond },
        7 => t with { RampSeconds = JobTerms.MaxSeconds + 1 },
        8 => t with { DeliverySeconds = 0 },
        9 => t with { DeliverySeconds = JobTerms.MaxSeconds + 1 },
        10 => t with { WindowSeconds = JobTerms.MinWindowSeconds - 1 },
        11 => t with { WindowSeconds = JobTerms.MinWindowSeconds },
        12 => t with { WindowSeconds = JobTerms.MaxSeconds + 1 },
        13 => t with { WindowSeconds = JobTerms.MaxSeconds },
        14 => t with { StepAllowance = 0 },
        15 => t with { StepAllowance = t.WindowSeconds / (4 * Math.Clamp(interval, 1, 1000)) },
        16 => t with { StepAllowance = t.WindowSeconds / (4 * Math.Clamp(interval, 1, 1000)) + 1 },
        17 => t with { StepAllowance = uint.MaxValue },
        18 => t with { MinResponse = JobTerms.MinResponseSeconds - 1 },
        19 => t with { BudgetSeconds = t.MinResponse - 1 },
        20 => t with { BudgetSeconds = JobTerms.MaxBudgetSeconds + 1 },
        21 => t with { BudgetSeconds = t.MinResponse },
        22 => t with { ClosesAt = now },
        23 => t with { ClosesAt = now + 1 },
        _ => t with { Stake = Widest, Bond = Widest },
    };

    private static readonly Wei One = new(1);

    private static readonly Wei Widest = new((UInt128.One << 96) - 1);

    private static readonly byte[][] Sound =
    [
        Garbage.Header(64, 32),
        Garbage.Header(64, 32),
        Garbage.Header(70, 32),
        Garbage.Header(10, 4),
        Garbage.Header(5, 5),
        Garbage.Header(9, 3, inner: 2, phases: 2),
        Garbage.Header(256, 1),
    ];
}
