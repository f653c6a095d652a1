using Marketplace.Numerics;
using Marketplace.Operators;

namespace Marketplace.Execution.Planning;

/// <summary>Words that are used again: pages which the system has given once cost nothing the second time.</summary>
/// <remarks>Not for several threads at once.</remarks>
public sealed class WordPool
{
    private readonly Dictionary<long, Queue<uint[]>> _free = [];

    /// <summary>Bytes of all words that were ever taken anew.</summary>
    public long Bytes { get; private set; }

    /// <summary>A tensor with any words: whoever takes it writes them all.</summary>
    public Tensor Take(ElementType type, Shape shape)
    {
        var words = shape.Words(type);
        if (!_free.TryGetValue(words, out var queue) || !queue.TryDequeue(out var array))
        {
            // Not cleared: scratch is written before it is read (O5), and what a backend leaves out costs no page.
            array = GC.AllocateUninitializedArray<uint>(checked((int)words));
            Bytes += sizeof(uint) * words;
        }

        return new Tensor(type, shape, array);
    }

    /// <summary>The tensor is read no more; nobody may hold it.</summary>
    public void Give(Tensor tensor)
    {
        if (!_free.TryGetValue(tensor.Words.Length, out var queue)) _free[tensor.Words.Length] = queue = new Queue<uint[]>();
        queue.Enqueue(tensor.Words);
    }
}
