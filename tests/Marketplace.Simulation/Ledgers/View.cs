using Marketplace.Primitives;

namespace Marketplace.Simulation.Ledgers;

/// <summary>What an account sees before a block, and what it can do.</summary>
public sealed class View(Network network)
{
    public LedgerState State => network.State;

    /// <summary>Of the newest block.</summary>
    public Timestamp Now => network.Now;

    /// <summary>When the block in which a transaction may stand at the earliest will be dated.</summary>
    public Timestamp Next => network.Next;

    public ulong NextBlock => network.Number + 1;

    public uint BlockSeconds => network.BlockSeconds;

    /// <summary>Everything that is under way.</summary>
    public IReadOnlyList<Pending> Pool => network.Pool;

    /// <summary>The earliest time at which somebody wants to be asked again, though nothing happens.</summary>
    public Timestamp? Wake { get; private set; }

    /// <summary>Sends a call unless the same account has one of its kind about the same subject under way.</summary>
    /// <returns>false if it has.</returns>
    public bool Send(Call call, bool rush = false)
    {
        foreach (var sent in network.Pool)
        {
            if (sent.Call.Sender == call.Sender && sent.Call.GetType() == call.GetType() && sent.Call.Subject == call.Subject)
                return false;
        }

        network.Send(call, rush);
        return true;
    }

    /// <summary>Asks to be asked when a block could be dated <paramref name="time"/> or later.</summary>
    public void WakeAt(Timestamp time)
    {
        if (Wake is null || time < Wake.Value) Wake = time;
    }
}
