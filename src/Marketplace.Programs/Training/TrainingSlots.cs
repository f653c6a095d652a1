namespace Marketplace.Programs.Training;

/// <summary>The names of a training program's slots beside the model's own parameters.</summary>
public static class TrainingSlots
{
    public const string Features = "data.features";
    public const string Labels = "data.labels";
    public const string Tokens = "data.tokens";
    public const string HeldOut = "heldOut.";

    /// <summary>[steps, batch]: the records of every step.</summary>
    public const string Order = "data.order";

    /// <summary>[points, 1]: the learning rate of every update.</summary>
    public const string Rate = "schedule.rate";

    /// <summary>[1, steps, batch, columns]: the result of an inference.</summary>
    public const string Outputs = "outputs";

    public const string Step = "progress.step";
    /// <summary>Steps since the last update.</summary>
    public const string Pending = "progress.pending";

    public const string Updates = "progress.updates";
    public const string Evaluations = "progress.evaluations";

    public const string Loss = "metrics.loss";
    public const string Norm = "metrics.norm";
    public const string HeldOutLoss = "metrics.heldOut";

    /// <summary>What a gradient has gathered for the next update.</summary>
    public static string Accumulated(string parameter) => $"accumulated.{parameter}";
}
