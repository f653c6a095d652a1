namespace Marketplace.Execution.Planning;

/// <summary>When each value is written and when it is read last, by places in a row of operations.</summary>
internal sealed class Lifetimes
{
    private Lifetimes(int[] writer, int[] lastReader)
    {
        Writer = writer;
        LastReader = lastReader;
    }

    public int[] Writer { get; }

    /// <summary>−1 of a value that nobody reads.</summary>
    public int[] LastReader { get; }

    /// <param name="until">Readers from this place on do not count.</param>
    public static Lifetimes Of(IReadOnlyList<PlannedOperation> operations, int values, int until = int.MaxValue)
    {
        var (writer, last) = (new int[values], new int[values]);
        Array.Fill(last, -1);
        for (var j = 0; j < operations.Count; j++)
        {
            if (operations[j].Output >= 0) writer[operations[j].Output] = j;
            if (j >= until) continue;
            foreach (var operand in operations[j].Operands.Where(o => o >= 0)) last[operand] = j;
        }

        // Whoever reads a copy may read its source: the source stays as long as the copy.
        for (var j = operations.Count - 1; j >= 0; j--)
        {
            var op = operations[j];
            if (op.IsAlias && op.Operands[0] >= 0) last[op.Operands[0]] = Math.Max(last[op.Operands[0]], last[op.Output]);
        }

        return new Lifetimes(writer, last);
    }
}
