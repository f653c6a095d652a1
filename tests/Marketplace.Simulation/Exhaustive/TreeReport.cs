using Marketplace.Protocol;

namespace Marketplace.Simulation.Exhaustive;

/// <summary>What a walk has seen.</summary>
public sealed class TreeReport
{
    private const int MostFaults = 20;

    /// <summary>Different states, with who is held to be honest in them.</summary>
    public int States { get; set; }

    /// <summary>Calls shown to the referee.</summary>
    public int Calls { get; set; }

    public int Moves { get; set; }

    public int Proofs { get; set; }

    public int Timeouts { get; set; }

    /// <summary>Turns of the longest game, the opening counted.</summary>
    public int Longest { get; set; }

    /// <summary>How often each refusal was given.</summary>
    public SortedDictionary<Reason, int> Refusals { get; } = [];

    /// <summary>What should not be; none.</summary>
    public List<string> Faults { get; } = [];

    public void Fault(string what)
    {
        if (Faults.Count < MostFaults) Faults.Add(what);
    }

    public override string ToString() =>
        $"{States} states, {Calls} calls, {Moves} moves, {Proofs} proofs, {Timeouts} timeouts, at most {Longest} turns; refused: "
        + string.Join(", ", Refusals.Select(r => $"{r.Key} {r.Value}"));
}
