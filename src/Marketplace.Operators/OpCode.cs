namespace Marketplace.Operators;

/// <summary>The closed list of operators (section 3, B2). The values are part of a program's bytes.</summary>
public enum OpCode : byte
{
    MatMul = 1,
    SumLanes = 2,
    MaxLanes = 3,
    FoldLanes = 4,
    Map = 5,
    Move = 6,
    Gather = 7,
    Index = 8,
    ScatterAdd = 9,
    Random = 10,
}

/// <summary>The function byte of <see cref="OpCode.FoldLanes"/>.</summary>
public static class FoldFunction
{
    public const byte Add = 0;
    public const byte Max = 1;
}
