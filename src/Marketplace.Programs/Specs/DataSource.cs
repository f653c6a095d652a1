namespace Marketplace.Programs.Specs;

/// <summary>The records of a job, behind a manifest that lists their blobs.</summary>
/// <param name="Records">To train on, or to infer.</param>
/// <param name="HeldOut">Further ones, for evaluation only.</param>
public sealed record DataSource(Artifact Manifest, int Records, int HeldOut);

/// <summary>The order in which records are taken.</summary>
public enum OrderKind
{
    /// <summary>As the manifest lists them, again and again.</summary>
    Sequential,

    /// <summary>A permutation for every epoch, without replacement.</summary>
    Shuffled,

    /// <summary>Drawn with replacement.</summary>
    Random,
}

/// <param name="Seed">Of the permutations or draws; 0 of the sequential order.</param>
public sealed record OrderSpec(OrderKind Kind, ulong Seed);

/// <param name="Records">Of one step, a micro-batch.</param>
/// <param name="Accumulate">Steps whose gradients make one update.</param>
public sealed record BatchSpec(int Records, int Accumulate);

/// <summary>The loss of held-out records, between the steps of a training.</summary>
/// <param name="Every">So many steps, a multiple of <see cref="BatchSpec.Accumulate"/>.</param>
/// <param name="Records">The first so many held-out ones.</param>
public sealed record EvaluateSpec(uint Every, int Records);

/// <summary>What the submitter declares the job to need at most; a spec above it is refused (A2).</summary>
/// <param name="MaxBytes">Of weights and optimiser state.</param>
/// <param name="MaxTermsPerStep">Chain terms of a step.</param>
public sealed record LimitsSpec(long MaxBytes, long MaxTermsPerStep);
