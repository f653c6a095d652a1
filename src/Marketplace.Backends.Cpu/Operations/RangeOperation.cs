namespace Marketplace.Backends.Cpu.Operations;

/// <summary>An operation that computes any range of its output's elements, from words found through a table of places.</summary>
/// <remarks>A place is where a tensor's element 0 lies, or would lie if all of the tensor were there: a core keeps only
/// the rows at hand of what nobody else reads.</remarks>
internal abstract unsafe class RangeOperation
{
    /// <summary>Words that a range may use for itself, four blocks of <see cref="BlockWords"/>.</summary>
    public const int TemporaryWords = 4 * BlockWords;

    public const int BlockWords = 512;

    /// <summary>Number of the output's place.</summary>
    public required int Output { get; init; }

    /// <summary>Numbers of the operands' places.</summary>
    public required int[] Operands { get; init; }

    /// <summary>Computes the elements from <paramref name="first"/> to before <paramref name="last"/>.</summary>
    /// <param name="thread">The crew's number of who computes.</param>
    public abstract void Run(uint** places, uint step, long first, long last, uint* temporary, int thread);
}
