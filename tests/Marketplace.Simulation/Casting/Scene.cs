using System.Collections.Immutable;
using Marketplace.Execution;
using Marketplace.Numerics;
using Marketplace.Operators;
using Marketplace.Primitives;
using Marketplace.Programs;
using Marketplace.Protocol.Strategies;

namespace Marketplace.Simulation.Casting;

/// <summary>A program, what the law makes of it, and lies about it: computed once, for all seeds that draw it.</summary>
/// <remarks>Not for several threads at once; what it says does not depend on who asked for what before.</remarks>
public sealed class Scene(string name, Program program, CommittedState initial)
{
    /// <summary>Different one-bit lies of a program.</summary>
    public const int Lies = 24;

    private const int Attempts = 64;

    private readonly Dictionary<int, Lie?> _lies = [];
    private readonly Dictionary<string, WrongRun> _wrongRuns = [];
    private Truth? _truth;

    public string Name => name;

    public Program Program => program;

    public CommittedState Initial => initial;

    public Truth Truth => _truth ??= new Truth(program, initial);

    /// <summary>One wrong bit in one element of one operation, still there at the interval's end.</summary>
    /// <returns>null if all that were tried vanish.</returns>
    public Lie? LieNumber(int number)
    {
        if (!_lies.TryGetValue(number, out var lie)) _lies[number] = lie = Find(number);
        return lie;
    }

    /// <summary>The whole program on a backend that errs.</summary>
    public WrongRun WrongRunOn(string kind, Func<IBackend> backend)
    {
        if (!_wrongRuns.TryGetValue(kind, out var run)) _wrongRuns[kind] = run = new WrongRun(program, initial, backend());
        return run;
    }

    /// <summary>The first interval of a claim that is not the law's; null if it is right to its end.</summary>
    public int? FirstWrong(ImmutableArray<Hash32> roots)
    {
        for (var k = 0; k < program.Intervals; k++)
        {
            if (roots[k + 1] != Truth.Roots[k + 1]) return k;
        }

        return null;
    }

    /// <summary>Are both ends of an interval the law's?</summary>
    public bool IsRight(ImmutableArray<Hash32> roots, int k) =>
        roots[k] == Truth.Roots[k] && roots[k + 1] == Truth.Roots[k + 1];

    /// <summary>Does an interval begin with what the law makes and end with something else, so that anybody can show it?
    /// </summary>
    public bool IsShownWrong(ImmutableArray<Hash32> roots, int k) =>
        roots[k] == Truth.Roots[k] && roots[k + 1] != Truth.Roots[k + 1];

    private Lie? Find(int number)
    {
        for (var attempt = 0u; attempt < Attempts; attempt++)
        {
            uint Draw(uint what, long below) => Philox.Index((ulong)number, attempt, what, 7, (uint)below);
            var step = Draw(0, program.Steps);
            var operations = program.PhaseAt(step).Operations;
            var site = new OperationSite(step, (int)Draw(1, operations.Length));
            if (Lie.Find(Truth, site, Draw(2, operations[site.Operation].Shape.Elements)) is { } lie) return lie;
        }

        return null;
    }
}

/// <summary>What a backend that errs makes of a program: consistent in itself, and wrong from its first error on.</summary>
public sealed class WrongRun
{
    private readonly Program _program;
    private readonly IBackend _backend;
    private readonly List<CommittedState> _states = [];
    private readonly Dictionary<int, ITrace> _traces = [];

    public WrongRun(Program program, CommittedState initial, IBackend backend)
    {
        (_program, _backend) = (program, backend);
        Roots = Checkpoints.Run(program, initial, backend, (_, state) => _states.Add(state)).Roots;
    }

    public ImmutableArray<Hash32> Roots { get; }

    public ITrace Trace(int k)
    {
        if (!_traces.TryGetValue(k, out var trace))
        {
            _traces[k] = trace = new ReplayedTrace(_program, new IntervalTrace(
                _program, _states[k], _program.CheckpointStep(k), _program.CheckpointStep(k + 1), _backend));
        }

        return trace;
    }
}
