using Marketplace.Programs;
using Marketplace.Programs.Specs;

namespace Marketplace.Agents.Jobs;

/// <summary>What an agent takes upon itself, asked of the spec alone: a hostile job is refused before anything of it is compiled
/// (A2). The compiled program is admitted by its exact cost afterwards (O5).</summary>
public static class JobLimits
{
    /// <exception cref="AgentException">The state or a step is above the limits.</exception>
    public static void Require(JobSpec spec, ProgramLimits limits)
    {
        var cost = SpecCost.Of(spec);
        if (cost.StateBytes > limits.MaxBytes)
        {
            throw new AgentException(
                "TooMuchMemory", $"The job's state takes {cost.StateBytes} bytes; this agent takes jobs of at most {limits.MaxBytes}.");
        }

        if (cost.TermsPerStep > limits.MaxTermsPerStep)
        {
            throw new AgentException(
                "TooMuchWork",
                $"A step of the job takes {cost.TermsPerStep} terms; this agent takes jobs of at most {limits.MaxTermsPerStep}.");
        }
    }
}
