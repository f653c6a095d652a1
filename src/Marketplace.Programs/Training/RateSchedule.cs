namespace Marketplace.Programs.Training;

/// <summary>The form of the learning rate's curve after its warm-up.</summary>
public enum RateForm
{
    Constant,
    Linear,
    Cosine,
}

/// <summary>The learning rate of every update.</summary>
/// <param name="Rate">The highest.</param>
/// <param name="WarmUp">So many updates rise linearly to it: update t, counted from 0, has rate · (t + 1) / warmUp.</param>
/// <param name="End">What the linear or cosine form ends at.</param>
public sealed record RateSchedule(RateForm Form, float Rate, uint WarmUp, float End);
