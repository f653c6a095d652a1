namespace Marketplace.Programs.Training;

/// <summary>How weights follow their gradients; the rate comes from a <see cref="RateSchedule"/>.</summary>
public abstract record OptimizerRule;

/// <summary>Stochastic gradient descent: b = momentum · b + g, w − rate · b; without momentum w − rate · g.</summary>
public sealed record SgdRule(float Momentum) : OptimizerRule;

/// <summary>Adam (Kingma and Ba, 2015).</summary>
public sealed record AdamRule(float Beta1, float Beta2, float Epsilon) : OptimizerRule;

/// <summary>Adam with decoupled weight decay (Loshchilov and Hutter, 2019): every weight shrinks by 1 − rate ·
/// <paramref name="WeightDecay"/> first.</summary>
public sealed record AdamWRule(float Beta1, float Beta2, float Epsilon, float WeightDecay) : OptimizerRule;
