using Marketplace.Numerics;
using Marketplace.Operators;

namespace Marketplace.World.Liars;

/// <summary>Computes by the law, but for one bit of one element of one operation at one step.</summary>
/// <param name="element">Flat number of the element in the operation's output.</param>
/// <param name="bit">0 … 31, of i8 modulo 8. If the changed float would be a NaN, its lowest fraction bit is changed instead: a liar, too,
/// can only store canonical values.</param>
public sealed class OneBitLie(IBackend law, OperationSite site, long element, int bit) : IBackend
{
    public void Run(OperationSite at, Descriptor op, IReadOnlyList<Tensor> operands, Tensor output)
    {
        law.Run(at, op, operands, output);
        if (at != site) return;
        if (op.Type == ElementType.I8) FlipByte(output);
        else output.Words[element] = Flip(op.Type, output.Words[element], bit);
    }

    /// <summary>The pattern with one bit changed, still canonical and another.</summary>
    public static uint Flip(ElementType type, uint pattern, int bit)
    {
        if (type == ElementType.I32) return pattern ^ (1u << bit);
        // A NaN has no neighbour: the nearest other thing to say is infinity.
        if (pattern == Law.NaN) return Law.Infinity;
        var flipped = pattern ^ (1u << bit);
        return Law.Canonical(flipped) == flipped ? flipped : pattern ^ Law.Sign;
    }

    private void FlipByte(Tensor output)
    {
        var (row, column) = ((int)(element / output.Columns), (int)(element % output.Columns));
        var word = row * output.WordsPerRow + column / Int8Words.PerWord;
        output.Words[word] ^= 1u << (8 * (column % Int8Words.PerWord) + bit % 8);
    }
}
