using System.Collections.Immutable;
using Marketplace.Operators;

namespace Marketplace.Programs;

/// <summary>From nodes to descriptors: dead nodes left out, states written in place where nothing reads the old value
/// any more, scratch reused.</summary>
public sealed partial class GraphBuilder
{
    /// <summary>A program of one phase.</summary>
    /// <param name="steps">N.</param>
    /// <param name="checkpointEvery">c.</param>
    public Program Build(uint steps, uint checkpointEvery)
    {
        var slots = new Dictionary<Node, int>();
        for (var i = 0; i < _persistent.Count; i++) slots[_persistent[i]] = i;

        var order = new List<Node>(Needed());
        var inPlace = WrittenInPlace(order);
        // The others are copied when all operations have run: nobody reads the old state any more.
        foreach (var (state, value) in _assigned.OrderBy(a => a.Key.Number).Where(a => !inPlace.ContainsValue(a.Key)))
        {
            var copy = Move(View.Broadcast(value, value.Shape), value.Shape);
            order.Add(copy);
            inPlace[copy] = state;
        }

        var lastRead = new Dictionary<Node, int>();
        for (var j = 0; j < order.Count; j++)
        {
            foreach (var view in order[j].Operation!.Operands) lastRead[view.Node] = j;
        }

        var allocator = new SlotAllocator();
        for (var j = 0; j < order.Count; j++)
        {
            var node = order[j];
            slots[node] = inPlace.TryGetValue(node, out var state)
                ? slots[state]
                : ~allocator.Take(node.Type, node.Shape);
            foreach (var view in node.Operation!.Operands)
            {
                if (slots[view.Node] < 0 && lastRead[view.Node] == j) allocator.Free(~slots[view.Node]);
            }
        }

        var table = SlotTable.Of([.. _persistent.Select(n => n.Slot!)], allocator.Slots);
        // Scratch numbers were held as complements until the size of the persistent half was known.
        int Number(Node node) => slots[node] >= 0 ? slots[node] : table.ScratchBase + ~slots[node];
        var phase = new Phase([.. order.Select(node => Lower(node, Number))]);
        return new Program(Program.CurrentLaw, steps, checkpointEvery, table, 0, [phase]);
    }

    private static Descriptor Lower(Node node, Func<Node, int> number)
    {
        var op = node.Operation!;
        return new Descriptor(
            op.OpCode, op.Function, node.Type, number(node), node.Shape, op.Attributes,
            [.. op.Operands.Select(view => Lower(view, number))]);
    }

    private static Operand Lower(View view, Func<Node, int> number)
    {
        var (node, shape) = (view.Node, view.Node.Shape);
        return new Operand(number(node), node.Type, shape.Rows, shape.Columns, view.Offset, view.Strides);
    }

    /// <summary>The operations that some assigned state depends on, in order.</summary>
    private IEnumerable<Node> Needed()
    {
        var needed = new HashSet<Node>();
        var open = new Stack<Node>(_assigned.Values);
        while (open.TryPop(out var node))
        {
            if (node.Operation is null || !needed.Add(node)) continue;
            foreach (var view in node.Operation.Operands) open.Push(view.Node);
        }

        return needed.OrderBy(n => n.Number);
    }

    /// <summary>Operation → the state that it may write itself: no later operation reads the old value.</summary>
    private Dictionary<Node, Node> WrittenInPlace(List<Node> order)
    {
        var lastRead = new Dictionary<Node, int>();
        foreach (var node in order)
        {
            foreach (var view in node.Operation!.Operands) lastRead[view.Node] = node.Number;
        }

        var inPlace = new Dictionary<Node, Node>();
        foreach (var (state, value) in _assigned.OrderBy(a => a.Key.Number))
        {
            if (lastRead.GetValueOrDefault(state, -1) <= value.Number) inPlace.TryAdd(value, state);
        }

        return inPlace;
    }
}
