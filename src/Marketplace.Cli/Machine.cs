using Marketplace.Backends.Cpu;
using Marketplace.Operators;

namespace Marketplace.Cli;

/// <summary>What an agent computes on: the one place that chooses a backend.</summary>
public sealed record Machine(string Name)
{
    public const string Cpu = "cpu";
    public const string Law = "law";

    /// <exception cref="UsageException">There is no such backend.</exception>
    public static Machine Parse(string name) => name is Cpu or Law
        ? new Machine(name)
        : throw new UsageException($"--backend is {Cpu} or {Law}, not \"{name}\".");

    /// <summary>The backend, after it has shown that it computes by the law; it lives as long as the program.</summary>
    /// <exception cref="UnsoundBackendException">This machine does not.</exception>
    public IBackend Proven() => Proven(Name == Cpu ? new CpuBackend() : new LawBackend());

    /// <inheritdoc cref="Proven()"/>
    public static IBackend Proven(IBackend backend)
    {
        BackendSelfTest.Require(backend);
        return backend;
    }
}
