using Marketplace.Primitives;
using Marketplace.Protocol;
using Marketplace.Protocol.Disputes;

namespace Marketplace.Simulation.Ledgers;

/// <summary>A transaction on its way.</summary>
/// <param name="SentAt">When it was sent first.</param>
/// <param name="IsRushed">Pays for a place before the others.</param>
public sealed record Pending(Call Call, Timestamp SentAt, bool IsRushed);

/// <summary>A block with what came of each of its transactions.</summary>
public sealed record Block(ulong Number, Timestamp Time, LedgerState Before, LedgerState After, IReadOnlyList<(Pending Sent, Reason Reason)> Calls);

/// <summary>Makes blocks out of the transactions that are sent, in orders, delays and re-orgs that chance decides.</summary>
/// <param name="isHonest">Transactions of the others may be lost in a re-org, so that they can say something else.</param>
/// <param name="seed">Of the hashes of blocks.</param>
public sealed class Network(
    Weather weather, Dice dice, IRules rules, LedgerState genesis, Timestamp start, Func<Address, bool> isHonest, ulong seed = 0)
{
    private const int BlocksKept = 4;

    private readonly Wei _total = genesis.Total();
    private readonly List<Block> _recent = [];
    private readonly List<Pending> _pool = [];
    // How often a block was replaced: the one in its place has another hash.
    private readonly Dictionary<ulong, uint> _replaced = [];
    private uint _censoredSeconds;
    private int _ofVictim;

    public LedgerState State { get; private set; } = genesis;

    public Timestamp Now { get; private set; } = start;

    public ulong Number { get; private set; } = 1;

    /// <summary>When the block that is being made will be dated.</summary>
    public Timestamp Next => Now + weather.BlockSeconds;

    public uint BlockSeconds => weather.BlockSeconds;

    /// <summary>What is under way, for everybody to see.</summary>
    public IReadOnlyList<Pending> Pool => _pool;

    /// <summary>Called with every block, those of re-orgs too.</summary>
    public Action<Block, bool>? OnBlock { get; init; }

    public int Reorgs { get; private set; }

    /// <summary>Seconds for which the censor has kept something back.</summary>
    public uint CensoredSeconds => _censoredSeconds;

    public void Send(Call call, bool rush)
    {
        if (call.Sender == weather.Censor?.Victim) _ofVictim++;
        _pool.Add(new Pending(call, Now, rush));
    }

    /// <summary>Nothing happens until the block before <paramref name="time"/>.</summary>
    public void SkipTo(Timestamp time)
    {
        if (time <= Next) return;
        var blocks = (time.Seconds - Next.Seconds + weather.BlockSeconds - 1) / weather.BlockSeconds;
        Now += blocks * weather.BlockSeconds;
        Number += blocks;
        _recent.Clear();
    }

    /// <summary>The next block; afterwards perhaps other ones in its place.</summary>
    public void Mine()
    {
        Make(Number + 1, Next, replaces: false);
        if (_recent.Count < 2 || !dice.Chance(weather.ReorgPercent)) return;

        var depth = Math.Min(1 + dice.Roll(weather.ReorgDepth), _recent.Count);
        var gone = _recent.TakeLast(depth).ToList();
        _recent.RemoveRange(_recent.Count - depth, depth);
        State = gone[0].Before;
        Reorgs++;
        _pool.AddRange(gone.SelectMany(b => b.Calls).Select(c => c.Sent)
            .Where(sent => isHonest(sent.Call.Sender) || dice.Chance(50)));
        foreach (var block in gone) Make(block.Number, block.Time, replaces: true);
    }

    private void Make(ulong number, Timestamp time, bool replaces)
    {
        if (replaces) _replaced[number] = _replaced.GetValueOrDefault(number) + 1;
        var (before, calls) = (State, new List<(Pending, Reason)>());
        foreach (var sent in Chosen(time))
        {
            _pool.Remove(sent);
            // What was bought with money that a re-org took back is not paid for any more.
            if (State.WalletOf(sent.Call.Sender) < sent.Call.Value) continue;
            var call = sent.Call is DrawSeedCall draw ? draw with { HashOf = HashOf } : sent.Call;
            (State, var reason) = State.Execute(call, rules, time, number);
            Invariant.That(State.Total() == _total, $"wei are neither made nor lost: {sent.Call.GetType().Name}");
            calls.Add((sent, reason));
        }

        (Number, Now) = (number, time);
        var block = new Block(number, time, before, State, calls);
        _recent.Add(block);
        if (_recent.Count > BlocksKept) _recent.RemoveAt(0);
        OnBlock?.Invoke(block, replaces);
    }

    private Hash32 HashOf(ulong number) =>
        new Packer().Number(seed, 8).Number(number, 8).Number(_replaced.GetValueOrDefault(number), 4).Hash();

    /// <summary>Who gets into the block, in which order: who pays for it first, the others as chance will have it.</summary>
    private List<Pending> Chosen(Timestamp time)
    {
        var censors = weather.Censor is { } c && _ofVictim > c.AfterTransactions
            && _censoredSeconds + weather.BlockSeconds <= c.Seconds && _pool.Any(IsCensored);
        if (censors) _censoredSeconds += weather.BlockSeconds;
        var chosen = dice.Shuffled(_pool.Where(sent => !(censors && IsCensored(sent)) && !IsHeld(sent)));
        return [.. chosen.OrderBy(sent => sent.IsRushed ? 0 : 1)];

        bool IsHeld(Pending sent) =>
            weather.HoldPercent > 0 && dice.Chance(weather.HoldPercent) && time.Seconds <= sent.SentAt.Seconds + weather.HoldSeconds;

        bool IsCensored(Pending sent) =>
            sent.Call.Sender == weather.Censor!.Victim && time.Seconds <= sent.SentAt.Seconds + weather.Censor.EachSeconds;
    }
}
