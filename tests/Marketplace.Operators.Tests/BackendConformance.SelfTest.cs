using Marketplace.Operators;

namespace Marketplace.Operators.Tests;

/// <content>The test that a machine has to pass before it may work.</content>
public abstract partial class BackendConformance
{
    [Fact]
    public void SelfTest_IsPassed() => BackendSelfTest.Require(Backend);
}
