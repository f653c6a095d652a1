using Marketplace.Primitives;
using Marketplace.Protocol.Disputes;
using Marketplace.Protocol.Market;
using Marketplace.Protocol.Strategies;
using Marketplace.Scenarios.Tests.Market;

namespace Marketplace.Scenarios.Tests.Deadlines;

/// <summary>A game or a commitment, and who made it.</summary>
/// <param name="Round">Of the job, in which it was made.</param>
/// <param name="Game">null while it is a commitment.</param>
public sealed record Challenge(Address Challenger, uint Round, uint Nonce, ulong CommittedIn, GameRecord? Game);

/// <summary>What has been done so far, call by call with its block, and what the rules make of it.</summary>
public sealed class Life(GameSite site, IReadOnlyList<Address> accounts, Moment head)
{
    private const uint Nonce = 1;

    public const ulong Job = 1;

    private readonly Dictionary<Address, Challenge> _challenges = [];

    public static byte[] Salt { get; } = new byte[16];

    /// <summary>The newest block.</summary>
    public Moment Head { get; private set; } = head;

    public MarketBook Book { get; private set; } = new(site);

    public List<(Operation Operation, Moment At)> Done { get; } = [];

    public IReadOnlyDictionary<Address, Challenge> Challenges => _challenges;

    public Address Submitter => accounts[0];

    public Address Solver => accounts[1];

    /// <summary>Players of the dispute, the first of whom decides it.</summary>
    public Address Challenger => accounts[2];

    public Address Second => accounts[3];

    public Address Third => accounts[4];

    public Address Stranger => accounts[5];

    public Address Verifier => accounts[6];

    public Address SecondVerifier => accounts[7];

    /// <summary>A pass or another verdict of somebody on the job's one interval, in the latest draw; one that there is not if
    /// nothing was said.</summary>
    public GivenVerdict VerdictOf(Address verifier)
    {
        var given = Book.Verdicts.Values.Where(v => v.Verifier == verifier).OrderBy(v => v.Draw).LastOrDefault();
        return given ?? new GivenVerdict(VerdictKind.None, Job, Record.Round, 0, 0, verifier);
    }

    public Job Record => Book.JobOf(Job);

    private JobTerms Terms => new()
    {
        MinPrice = Wei.Coins(1) / 2,
        MaxPrice = Wei.Coins(1),
        Stake = Wei.Coins(1),
        Bond = Wei.Coins(1) / 10,
        RampSeconds = 200_000,
        DeliverySeconds = 50_000,
        WindowSeconds = 100_000,
        BudgetSeconds = 3_600,
        MinResponse = 60,
        StepAllowance = 2,
        ClosesAt = Head.Now + 500_000,
    };

    public Life Post() => Post(Terms);

    /// <summary>With verifiers, two of whom have staked before: each is drawn for the one interval, whatever the seed.</summary>
    public Life PostAudited()
    {
        Do(Operation.StakeVerifier(Verifier, Wei.Coins(1)));
        Do(Operation.StakeVerifier(SecondVerifier, Wei.Coins(1)));
        return Post(Terms with
        {
            AuditFee = Wei.Coins(1) / 100,
            AuditStake = Wei.Coins(1) / 10,
            AuditRate = ushort.MaxValue,
            AuditSlots = 4,
        });
    }

    private Life Post(JobTerms terms) =>
        Do(Operation.Post(Submitter, terms.Escrow, Dispute.Program.Header(), Dispute.InitialRoot, Hash32.Zero, terms));

    public Life Lock() => Do(Operation.Lock(Solver, Record.Terms.Stake, Job));

    public Life Claim() => Do(Operation.Claim(Solver, Job, [.. Dispute.Claim], Dispute.Claim.Length - 1));

    /// <summary>Draws the seed, as soon as its block is over; other people's blocks pass until then.</summary>
    public Life DrawSeed()
    {
        while (Head.Block < Book.AuditOf(Job, Record.Round).SeedBlock) Do(Operation.StakeVerifier(Stranger, new Wei(1)));
        return Do(Operation.DrawSeed(Stranger, Job, AnyHash));
    }

    /// <summary>Which hash a block has makes no difference here: everybody is drawn.</summary>
    public static Hash32 AnyHash(ulong block) => Keccak.Hash(BitConverter.GetBytes(block));

    public Life Pass(Address verifier) => Do(Operation.Pass(verifier, Job, Record.TraceRoot, 0));

    public Life Unavailable(Address verifier) => Do(Operation.Unavailable(verifier, Job, Record.TraceRoot, 0));

    public Life Commit(Address challenger)
    {
        var commitment = site.Commitment(Job, Record.Round, challenger, Nonce, Salt, Dispute.Opening);
        Do(Operation.Commit(challenger, Record.Terms.Bond, Job, Record.Round, Record.TraceRoot, Nonce, commitment));
        _challenges[challenger] = new Challenge(challenger, Record.Round, Nonce, Head.Block, null);
        return this;
    }

    public Life Open(Address challenger) => Moved(challenger, Operation.Open(challenger, Job, Nonce, Salt, Dispute.Opening));

    /// <summary>The next turn of the game, by whoever's it is.</summary>
    /// <returns>false if it was the last one.</returns>
    public bool Play(Address challenger)
    {
        var turn = Dispute.Next(_challenges[challenger].Game!) ?? throw new InvalidOperationException("There is nothing to say.");
        Moved(challenger, Calls.Move(turn, _challenges[challenger].Game!.Last.Mover));
        return turn.Kind != MoveKind.Prove;
    }

    /// <summary>Does what has to be possible, a few seconds after the last block or at a time of its own.</summary>
    public Life Do(Operation operation, Timestamp? at = null)
    {
        Result(operation, at);
        return this;
    }

    private Life Moved(Address challenger, Operation operation)
    {
        var result = Result(operation);
        var before = _challenges[challenger];
        if (result.Move?.Next is not { } next)
        {
            _challenges.Remove(challenger);
            return this;
        }

        var moved = new GameEvent(next.Encode(), result.Move.Mover, result.Move.Values);
        var id = site.GameId(Job, before.Round, challenger, Nonce);
        _challenges[challenger] = before with { Game = new GameRecord(id, [.. before.Game?.Events ?? [], moved]) };
        return this;
    }

    private MarketResult Result(Operation operation, Timestamp? at = null)
    {
        Head = new Moment(at ?? Head.Now + 10, Head.Block + 1);
        var result = operation.Rule(Book, Head.Now, Head.Block);
        result.Reason.Should().Be(Protocol.Reason.None, "{0} belongs to this life", operation.Name);
        Book = result.Book;
        Done.Add((operation, Head));
        return result;
    }
}
