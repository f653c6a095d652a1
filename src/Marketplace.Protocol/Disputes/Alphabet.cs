namespace Marketplace.Protocol.Disputes;

/// <summary>In what a game counts at the moment (D2).</summary>
public enum Alphabet : byte
{
    Step = 0,
    Operation = 1,
    Leaf = 2,
    Element = 3,
    Term = 4,
}
