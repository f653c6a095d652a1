namespace Marketplace.Bench;

/// <summary>One word of the command line: the cases that belong together.</summary>
public interface IBench
{
    /// <summary>The word.</summary>
    string Name { get; }

    /// <summary>The cases, each made when it is asked for: its memory can go before the next one's comes.</summary>
    /// <param name="threads">Most threads that a case may use; cases on one thread are always there.</param>
    /// <exception cref="BenchException">A peer's library is missing.</exception>
    IEnumerable<BenchCase> Cases(int threads);
}
