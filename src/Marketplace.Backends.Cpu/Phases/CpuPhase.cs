using Marketplace.Backends.Cpu.Int8;
using Marketplace.Backends.Cpu.MatMul;
using Marketplace.Backends.Cpu.Operations;
using Marketplace.Operators;

namespace Marketplace.Backends.Cpu.Phases;

/// <summary>A phase as stages: products, groups of rows, and what is left to the law.</summary>
internal sealed class CpuPhase : IPreparedPhase
{
    private readonly List<IStage> _stages = [];
    private readonly Pins _pins = new();

    public CpuPhase(IReadOnlyList<BoundOperation> operations, Gemm gemm, Int8Gemm int8, Workers workers, CpuPath path)
    {
        var all = PhasePlanner.Resolve(operations);
        for (var j = 0; j < all.Count;)
        {
            if (all[j].IsIdle)
            {
                j++;
                continue;
            }

            if (GroupPlanner.Batched(all, j, workers.Count) is { } batched)
            {
                _stages.Add(new RowStage(batched, all, _pins, workers, path, gemm));
                j += batched.Count;
                continue;
            }

            if (all[j].IsByRanges)
            {
                var group = GroupPlanner.Longest(all, j);
                _stages.Add(new RowStage(group, all, _pins, workers, path, gemm));
                j += group.Count;
                continue;
            }

            _stages.Add(Single(all[j], j, gemm, int8, workers));
            j++;
        }
    }

    /// <summary>How many stages the phase has become.</summary>
    public int Stages => _stages.Count;

    public void Run(uint step)
    {
        foreach (var stage in _stages) stage.Run(step);
        // The stages hold addresses only: what keeps their tensors in place must not go before they are done.
        GC.KeepAlive(_pins);
    }

    public void Dispose()
    {
        foreach (var stage in _stages.OfType<IDisposable>()) stage.Dispose();
        _pins.Dispose();
    }

    private IStage Single(Resolved op, int number, Gemm gemm, Int8Gemm int8, Workers workers) => op.Operation.OpCode switch
    {
        OpCode.MatMul => (IStage?)MatMulStage.Of(op, _pins, gemm, int8, workers) ?? new LawStage(op.Bound, number),
        OpCode.SumLanes => (IStage?)ColumnSumStage.Of(op, _pins, workers) ?? new LawStage(op.Bound, number),
        OpCode.ScatterAdd => (IStage?)ScatterAddStage.Of(op, _pins, workers) ?? new LawStage(op.Bound, number),
        _ => new LawStage(op.Bound, number),
    };
}
