namespace Marketplace.Backends.Cpu.Functions;

/// <summary>The correctly rounded functions of binary32 (F5).</summary>
public enum ElementaryFunction
{
    Exp,
    Log,
    Tanh,
    Sigmoid,
    Sin,
    Cos,
}
