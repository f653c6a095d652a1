using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Marketplace.Backends.Cpu.Fusion;
using Marketplace.Backends.Cpu.MatMul;
using Marketplace.Backends.Cpu.Operations;
using Marketplace.Operators;
using static Marketplace.Backends.Cpu.Phases.Resolved;

namespace Marketplace.Backends.Cpu.Phases;

/// <summary>A group of operations, done for a few rows at a time: blocks small enough for a core's own cache, taken by
/// the threads from one counter. What nobody reads afterwards has no memory but a core's.</summary>
internal sealed unsafe class RowStage : IStage, IShared, IDisposable
{
    /// <summary>About as many bytes of all operands and outputs has a block.</summary>
    private const long BlockBytes = 128 * 1024;

    private const long LeastBlockBytes = 48 * 1024;

    /// <summary>The same of a strip where tensors lie in memory: what is asked for ahead then arrives while there is
    /// something to compute.</summary>
    private const long StripBytes = 24 * 1024;

    /// <summary>A tensor that is larger lies in memory, not in a cache.</summary>
    private const long CachedBytes = 16 << 20;

    // Below this many elements in all, waking the other threads costs more than they bring.
    private const long AloneBelow = 16 * 1024;

    private readonly RangeOperation[] _operations;
    private readonly long[] _widths;
    private readonly nint[] _pinned;
    private readonly (int Place, long Width, long Offset)[] _own;
    private readonly Workers _workers;
    private readonly (int Place, long Width)[] _ahead;
    private readonly long _rows, _rowsAtOnce, _rowsOfBlock, _blocks;
    private readonly Room[] _rooms;
    private readonly bool _alone;
    private uint _step;
    private long _next;

    public RowStage(Group group, IReadOnlyList<Resolved> all, Pins pins, Workers workers, CpuPath path, Gemm gemm)
    {
        var members = all.Skip(group.First).Take(group.Count).Where(m => !m.IsIdle).ToList();
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
        _operations = [.. steps.Select(s => RangeOperations.Of(s, [.. s.Readings.Select(r => Place(r.Tensor))], Place(s.Op.Output), path, gemm))];
        _widths = [.. steps.Select(s => s.Op.Output.Shape.Elements / _rows)];

        var own = places.Where(t => IsOwn(t, members, end)).ToList();
        var bytes = 0L;
        foreach (var tensor in places) bytes += 4 * Math.Max(1, tensor.Shape.Elements / _rows);
        // Every thread finds some blocks to take, but none that are not worth waking it.
        var share = workers.Count == 1 ? BlockBytes : bytes * _rows / (4 * workers.Count);
        _rowsOfBlock = Math.Clamp(Math.Clamp(share, LeastBlockBytes, BlockBytes) / bytes, 1, _rows);

        // Lines that are only written are not asked for; one operation alone is fed well enough by the machine itself.
        var ahead = steps.Count == 1 || members.Any(m => m.Operation.OpCode == OpCode.MatMul) ? [] : places.Where(t => IsReadAhead(t, members, _rows)).ToList();
        _ahead = [.. ahead.Select(t => (Place(t), t.Shape.Elements / _rows))];
        _rowsAtOnce = _ahead.Length > 0 ? Math.Clamp(StripBytes / bytes, 1, _rowsOfBlock) : _rowsOfBlock;
        _blocks = (_rows + _rowsOfBlock - 1) / _rowsOfBlock;
        _alone = workers.Count == 1 || _blocks == 1 || members.Sum(m => m.Output.Shape.Elements) < AloneBelow;

        var offset = 0L;
        _own = new (int, long, long)[own.Count];
        for (var i = 0; i < _own.Length; i++)
        {
            var width = own[i].Shape.Elements / _rows;
            _own[i] = (Place(own[i]), width, offset);
            offset += (width * _rowsAtOnce + 15) / 16 * 16;
        }

        _pinned = [.. places.Select(t => own.Contains(t) ? 0 : (nint)pins.Of(t))];
        _rooms = [.. Enumerable.Range(0, workers.Count).Select(_ => new Room(places.Count, offset))];
    }

    public void Run(uint step)
    {
        _step = step;
        _next = 0;
        if (_alone) Share(0);
        else _workers.Run(this);
    }

    // Compiled at once and in full: a phase may be over before the runtime would see that this is worth it.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Share(int thread)
    {
        var room = _rooms[thread];
        var places = room.Places;
        for (var place = 0; place < _pinned.Length; place++) places[place] = (uint*)_pinned[place];
        for (long block; (block = Interlocked.Increment(ref _next) - 1) < _blocks;)
        {
            var end = Math.Min(_rows, (block + 1) * _rowsOfBlock);
            for (var first = block * _rowsOfBlock; first < end; first += _rowsAtOnce)
                Rows(room, first, Math.Min(end, first + _rowsAtOnce), thread);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Rows(Room room, long first, long last, int thread)
    {
        var places = room.Places;
        foreach (var (place, width, offset) in _own) places[place] = room.Own + offset - first * width;
        for (var i = 0; i < _operations.Length; i++)
        {
            if (_ahead.Length > 0) Ahead(i, last);
            _operations[i].Run(places, _step, first * _widths[i], last * _widths[i], room.Temporary, thread);
        }
    }

    /// <summary>Asks for a part of the words of the next strip, as many parts as there are operations.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Ahead(int part, long first)
    {
        var last = Math.Min(_rows, first + _rowsAtOnce);
        foreach (var (place, width) in _ahead)
        {
            var words = (last - first) * width;
            var from = (uint*)_pinned[place] + first * width;
            Words.Ahead(from + words * part / _operations.Length, from + words * (part + 1) / _operations.Length);
        }
    }

    public void Dispose()
    {
        foreach (var room in _rooms) room.Dispose();
    }

    /// <summary>A tensor comes from memory, and row after row.</summary>
    private static bool IsReadAhead(Tensor tensor, List<Resolved> members, long rows) =>
        4 * tensor.Shape.Elements > CachedBytes && !IsFirstWritten(tensor, members)
        && members.All(m => m.Readings.All(r => !SameWords(r.Tensor, tensor) || GroupPlanner.IsByRows(m, r, rows)));

    /// <summary>A tensor needs no memory if its first use here is to be written, and its last reader is here.</summary>
    private static bool IsOwn(Tensor tensor, List<Resolved> members, int end) => IsFirstWritten(tensor, members)
        && !members.Any(m => SameWords(m.Output, tensor) && (m.Bound.IsKept || m.LastReader >= end));

    private static bool IsFirstWritten(Tensor tensor, List<Resolved> members)
    {
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
