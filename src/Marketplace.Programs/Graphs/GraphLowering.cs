using System.Collections.Immutable;
using Marketplace.Operators;

namespace Marketplace.Programs;

/// <summary>From nodes to descriptors: dead nodes left out, states written in place where nothing reads the old value
/// any more, scratch reused.</summary>
public sealed partial class GraphBuilder
{
    /// <summary>A program of one phase, or of two if something is assigned in phase 1.</summary>
    /// <param name="steps">N.</param>
    /// <param name="checkpointEvery">c.</param>
    /// <param name="inner">With two phases the number of steps of phase 0 between two steps of phase 1 (B6), else 0.</param>
    public Program Build(uint steps, uint checkpointEvery, ushort inner = 0)
    {
        var phases = _assigned.Keys.Any(a => a.Phase == 1) ? 2 : 1;
        Require(phases == 2 == inner > 0, "two phases have inner steps, one has none");
        var allocator = new SlotAllocator();
        var lowered = Enumerable.Range(0, phases).Select(phase => Order(phase, allocator)).ToList();

        var table = SlotTable.Of([.. _persistent.Select(n => n.Slot!)], allocator.Slots);
        return new Program(
            Program.CurrentLaw, steps, checkpointEvery, table, inner,
            [.. lowered.Select(order => new Phase([.. order.Nodes.Select(node => Lower(node, Number(order.Slots, table)))]))]);
    }

    // Scratch numbers are held as complements until the size of the persistent half is known.
    private static Func<Node, int> Number(Dictionary<Node, int> slots, SlotTable table) =>
        node => slots[node] >= 0 ? slots[node] : table.ScratchBase + ~slots[node];

    /// <summary>The nodes of a phase in their order, and the slots of all that they touch.</summary>
    private (List<Node> Nodes, Dictionary<Node, int> Slots) Order(int phase, SlotAllocator allocator)
    {
        var slots = new Dictionary<Node, int>();
        for (var i = 0; i < _persistent.Count; i++) slots[_persistent[i]] = i;

        var assigned = _assigned.Where(a => a.Key.Phase == phase).Select(a => (a.Key.State, Value: a.Value)).OrderBy(a => a.State.Number).ToList();
        var order = new List<Node>(Needed(assigned.Select(a => a.Value)));
        var inPlace = WrittenInPlace(order, assigned);
        // The others are copied when all operations have run: nobody reads the old state any more.
        foreach (var (state, value) in assigned.Where(a => !inPlace.ContainsValue(a.State)))
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

        // What nobody reads and no state is, cannot be here: it was not needed.
        for (var j = 0; j < order.Count; j++)
        {
            var node = order[j];
            slots[node] = inPlace.TryGetValue(node, out var state)
                ? slots[state]
                : ~allocator.Take(node.Type, node.Shape);
            foreach (var operand in node.Operation!.Operands.Select(view => view.Node).Distinct())
            {
                if (slots[operand] < 0 && lastRead[operand] == j) allocator.Free(~slots[operand]);
            }
        }

        return (order, slots);
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
    private static IEnumerable<Node> Needed(IEnumerable<Node> values)
    {
        var needed = new HashSet<Node>();
        var open = new Stack<Node>(values);
        while (open.TryPop(out var node))
        {
            if (node.Operation is null || !needed.Add(node)) continue;
            foreach (var view in node.Operation.Operands) open.Push(view.Node);
        }

        return needed.OrderBy(n => n.Number);
    }

    /// <summary>Operation → the state that it may write itself: no later operation reads the old value.</summary>
    private static Dictionary<Node, Node> WrittenInPlace(List<Node> order, List<(Node State, Node Value)> assigned)
    {
        var lastRead = new Dictionary<Node, int>();
        foreach (var node in order)
        {
            foreach (var view in node.Operation!.Operands) lastRead[view.Node] = node.Number;
        }

        var inPlace = new Dictionary<Node, Node>();
        foreach (var (state, value) in assigned)
        {
            if (lastRead.GetValueOrDefault(state, -1) <= value.Number) inPlace.TryAdd(value, state);
        }

        return inPlace;
    }
}
