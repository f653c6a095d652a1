using Marketplace.Programs.Models;
using Marketplace.Programs.Onnx;
using Marketplace.Programs.Specs;

namespace Marketplace.Programs.Jobs;

/// <summary>The model that a spec names.</summary>
public static class JobModel
{
    /// <param name="fetch">The bytes of an artifact, held against its hash already.</param>
    /// <exception cref="FormatException">A graph cannot be read.</exception>
    public static Model Of(JobSpec spec, Func<Artifact, ReadOnlyMemory<byte>> fetch) => spec.Model switch
    {
        RegisteredModel registered => Model.Of(registered.Config),
        OnnxModel onnx => OnnxNetwork.Read(fetch(onnx.Graph)),
        _ => throw new ArgumentException($"There is no model of {spec.Model}."),
    };
}
