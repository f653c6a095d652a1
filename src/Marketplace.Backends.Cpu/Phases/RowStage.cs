using System.Runtime.InteropServices;
using Marketplace.Backends.Cpu.Fusion;
using Marketplace.Backends.Cpu.Operations;
using Marketplace.Operators;
using static Marketplace.Backends.Cpu.Phases.Resolved;

namespace Marketplace.Backends.Cpu.Phases;

/// <summary>A group of operations, done for a few rows at a time: blocks small enough for a core's own cache, taken by
/// the threads from one counter. What nobody reads afterwards has no memory but a core's.</summary>
internal sealed unsafe class RowStage : IStage, IShared, IDisposable
{
    /// <summary>About as many bytes of all operands and outputs has a block.</summary>
    private const long BlockBytes = 48 * 1024;

    // Below this many elements in all, waking the other threads costs more than they bring.
    private const long AloneBelow = 16 * 1024;

    private readonly RangeOperation[] _operations;
    private readonly long[] _widths;
    private readonly nint[] _shared;
    private readonly (int Place, long Width, long Offset)[] _own;
    private readonly Workers _workers;
    private readonly long _rows, _rowsAtOnce, _blocks;
    private readonly Room[] _rooms;
    private readonly bool _alone;
    private uint _step;
    private long _next;

    public RowStage(Group group, IReadOnlyList<Resolved> all, Pins pins, Workers workers, CpuPath path)
    {
        var members = all.Skip(group.First).Take(group.Count).ToList();
        var end = group.First + group.Count;
        _workers = workers;
        _rows = group.Rows;

        var places = new List<Tensor>();
        int Place(Tensor tensor)
        {
            var found = places.FindIndex(t => SameWords(t, tensor));
            if (found >= 0) return found;
            places.Add(tensor);
            return places.Count - 1;
        }

        var steps = ExpressionPlanner.Of(members, t => IsOwn(t, members, end));
        _operations = [.. steps.Select(s => RangeOperations.Of(s, [.. s.Readings.Select(r => Place(r.Tensor))], Place(s.Op.Output), path))];
        _widths = [.. steps.Select(s => s.Op.Output.Shape.Elements / _rows)];

        // A tensor needs no memory of its own if its first use here is to be written, and its last reader is here.
        var own = places.Where(t => IsOwn(t, members, end)).ToList();
        var bytes = 0L;
        foreach (var tensor in places) bytes += 4 * Math.Max(1, tensor.Shape.Elements / _rows);
        _rowsAtOnce = Math.Clamp(BlockBytes / bytes, 1, _rows);
        _blocks = (_rows + _rowsAtOnce - 1) / _rowsAtOnce;
        _alone = workers.Count == 1 || _blocks == 1 || members.Sum(m => m.Output.Shape.Elements) < AloneBelow;

        var offset = 0L;
        _own = new (int, long, long)[own.Count];
        for (var i = 0; i < _own.Length; i++)
        {
            var width = own[i].Shape.Elements / _rows;
            _own[i] = (Place(own[i]), width, offset);
            offset += (width * _rowsAtOnce + 15) / 16 * 16;
        }

        _shared = [.. places.Select(t => own.Contains(t) ? 0 : (nint)pins.Of(t))];
        _rooms = [.. Enumerable.Range(0, workers.Count).Select(_ => new Room(places.Count, offset))];
    }

    public void Run(uint step)
    {
        _step = step;
        _next = 0;
        if (_alone) Share(0);
        else _workers.Run(this);
    }

    public void Share(int thread)
    {
        var room = _rooms[thread];
        var places = room.Places;
        for (var place = 0; place < _shared.Length; place++) places[place] = (uint*)_shared[place];
        for (long block; (block = Interlocked.Increment(ref _next) - 1) < _blocks;)
        {
            var (first, last) = (block * _rowsAtOnce, Math.Min(_rows, (block + 1) * _rowsAtOnce));
            foreach (var (place, width, offset) in _own) places[place] = room.Own + offset - first * width;
            for (var i = 0; i < _operations.Length; i++)
                _operations[i].Run(places, _step, first * _widths[i], last * _widths[i], room.Temporary);
        }
    }

    public void Dispose()
    {
        foreach (var room in _rooms) room.Dispose();
    }

    private static bool IsOwn(Tensor tensor, List<Resolved> members, int end)
    {
        var writers = members.Where(m => SameWords(m.Output, tensor)).ToList();
        if (writers.Count == 0 || writers.Any(w => w.Bound.IsKept || w.LastReader >= end)) return false;
        var first = members.First(m => SameWords(m.Output, tensor) || m.Readings.Any(r => SameWords(r.Tensor, tensor)));
        return SameWords(first.Output, tensor) && !first.Overwrites;
    }

    /// <summary>What one thread needs: the table of places, the words of its own tensors, temporary words.</summary>
    private sealed class Room : IDisposable
    {
        private readonly long _ownWords;
        private nint _memory;

        public Room(int places, long ownWords)
        {
            _ownWords = ownWords;
            var words = RangeOperation.TemporaryWords + ownWords + 2 * places;
            _memory = (nint)NativeMemory.AlignedAlloc((nuint)(4 * words), 64);
        }

        public uint* Temporary => (uint*)_memory;

        public uint* Own => Temporary + RangeOperation.TemporaryWords;

        public uint** Places => (uint**)(Own + _ownWords);

        public void Dispose()
        {
            NativeMemory.AlignedFree((void*)_memory);
            _memory = 0;
            GC.SuppressFinalize(this);
        }

        ~Room() => NativeMemory.AlignedFree((void*)_memory);
    }
}
