using Marketplace.Backends.Cpu.Operations;
using Marketplace.Backends.Cpu.Phases;
using Marketplace.Operators;

namespace Marketplace.Backends.Cpu.Fusion;

/// <summary>A map of maps: what the inner ones give is never stored, it stays in registers (O2). The payload of a NaN is
/// free between (F4).</summary>
/// <param name="Readings">One for each operand; of no meaning where an inner expression stands for it.</param>
/// <param name="Inner">One for each operand: the expression that computes it, or null.</param>
internal sealed record MapExpression(Descriptor Operation, Reading[] Readings, MapExpression?[] Inner)
{
    /// <summary>Words that one loop takes: those that run along, and those that stand still with the immediates.</summary>
    public const int Most = 4;

    /// <summary>Maps of one expression. Each kind of expression is compiled once, some milliseconds and more of a
    /// preparation; longer ones gain little.</summary>
    private const int MostMaps = 4;

    /// <summary>A map by itself.</summary>
    public static MapExpression Of(Resolved op) => new(op.Operation, op.Readings, new MapExpression?[op.Readings.Length]);

    /// <summary>The same with one operand computed by an expression.</summary>
    public MapExpression With(int operand, MapExpression expression) =>
        this with { Inner = [.. Inner.Select((inner, o) => o == operand ? expression : inner)] };

    /// <summary>What is read, each reading once.</summary>
    public List<Reading> Leaves => [.. All.Distinct()];

    /// <summary>The immediates, in the order in which the tree is walked through.</summary>
    public IEnumerable<uint> Immediates => Inner.SelectMany(e => e?.Immediates ?? []).Concat(Operation.Attributes);

    /// <summary>Whether one loop can compute it, along the innermost axis of these loops.</summary>
    public bool Fits(Loop loop)
    {
        var streams = loop.InnerStrides.Count(s => s == 1);
        var stills = loop.InnerStrides.Count(s => s == 0) + Immediates.Count();
        return Maps <= MostMaps && loop.InnerStrides.All(s => s is 0 or 1) && streams is >= 1 and <= Most && stills <= Most;
    }

    private int Maps => 1 + Inner.Sum(e => e?.Maps ?? 0);

    private IEnumerable<Reading> All => Readings.SelectMany((reading, o) => Inner[o]?.All ?? [reading]);
}
