using Marketplace.Primitives;

namespace Marketplace.Programs.Data;

/// <summary>Which records are kept back from training.</summary>
/// <param name="Share">0 ≤ share &lt; 1; ⌊records · share⌋ are kept back. A decimal, so that 0.1 is a tenth on every
/// machine.</param>
/// <param name="Seed">None: the last ones. Otherwise the last ones of the shuffled order of this seed, epoch 0
/// (B16), and the training records stand in that order too.</param>
public sealed record HeldOutShare(decimal Share, ulong? Seed = null)
{
    /// <summary>How many of so many records.</summary>
    public int Of(int records)
    {
        Invariant.That(Share >= 0 && Share < 1, "a share lies between 0 and 1");
        return (int)decimal.Floor(records * Share);
    }

    /// <summary>The record at a place: training records first.</summary>
    public int At(int place, int records) => Seed is { } seed
        ? (int)new RecordOrder(RecordOrderKind.Shuffled, seed, (uint)records).At((ulong)place)
        : place;
}
