using Marketplace.Agents;
using Marketplace.Agents.Submission;
using Marketplace.Programs.Jobs;

namespace Marketplace.Cli;

/// <summary>How good a result is, for its submitter's eyes: no claim rests on it.</summary>
public static class Evaluation
{
    public static (int Right, int Rows) OfHeldOutRows(PreparedJob job, DataSplit table, VerifiedResult result)
    {
        var classes = Predict.Classes(job.Model, result.Weights, table.HeldOutFeatures);
        return (classes.Zip(table.HeldOutLabels).Count(pair => pair.First == pair.Second), classes.Length);
    }
}
