using Marketplace.Execution;
using Marketplace.Numerics;
using Marketplace.Operators;
using Marketplace.Primitives;
using Marketplace.Programs;

namespace Marketplace.World.Liars;

/// <summary>Where a one-bit lie is told.</summary>
public sealed record LiePlace(OperationSite Site, long Element, int Bit, Descriptor Operation)
{
    public override string ToString() =>
        $"step {Site.Step}, operation {Site.Operation} ({Operation.OpCode}), element {Element}, bit {Bit}";
}

/// <summary>Draws lies until one is still there at the next checkpoint: a lie that vanishes is none.</summary>
public static class LieDraw
{
    private const uint Attempts = 100_000;

    /// <param name="where">In which operations to lie; null for any.</param>
    public static LiePlace OneBit(Program program, CommittedState initial, ulong seed, Func<Descriptor, bool>? where = null)
    {
        var law = new LawBackend();
        var states = new List<CommittedState>();
        var honest = Checkpoints.Run(program, initial, law, (_, state) => states.Add(state));
        for (uint attempt = 0; attempt < Attempts; attempt++)
        {
            var place = Draw(program, seed, attempt);
            if (where is not null && !where(place.Operation)) continue;
            var k = (int)(place.Site.Step / program.CheckpointEvery);
            var lie = new OneBitLie(law, place.Site, place.Element, place.Bit);
            var end = Executor.Run(program, states[k], program.CheckpointStep(k), program.CheckpointStep(k + 1), lie);
            if (end.Root != honest.Roots[k + 1]) return place;
        }

        throw new InvariantBrokenException("no lie reaches a checkpoint");
    }

    private static LiePlace Draw(Program program, ulong seed, uint attempt)
    {
        var step = Philox.Index(seed, attempt, 0, 0, program.Steps);
        var operations = program.PhaseAt(step).Operations;
        var operation = (int)Philox.Index(seed, attempt, 1, 0, (uint)operations.Length);
        var descriptor = operations[operation];
        var element = Philox.Index(seed, attempt, 2, 0, (uint)descriptor.Shape.Elements);
        var bit = (int)Philox.Index(seed, attempt, 3, 0, 32);
        return new LiePlace(new OperationSite(step, operation), element, bit, descriptor);
    }
}
