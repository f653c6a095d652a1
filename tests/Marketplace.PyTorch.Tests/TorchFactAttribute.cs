namespace Marketplace.PyTorch.Tests;

/// <summary>A test that needs PyTorch; where it is not installed the test is reported as skipped.</summary>
public sealed class TorchFactAttribute : FactAttribute
{
    public TorchFactAttribute() => Skip = PyTorch.Missing;
}

/// <summary>The same of a theory.</summary>
public sealed class TorchTheoryAttribute : TheoryAttribute
{
    public TorchTheoryAttribute() => Skip = PyTorch.Missing;
}
