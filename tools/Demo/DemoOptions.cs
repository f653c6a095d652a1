using System.Globalization;
using Marketplace.Cli;
using Marketplace.Numerics;
using Marketplace.World;
using Marketplace.World.Liars;

namespace Marketplace.Demo;

/// <summary>What the demo was asked for.</summary>
/// <param name="Seed">Moves the lie, nothing else.</param>
/// <param name="Liar">The solver of the second act.</param>
public sealed record DemoOptions(ulong Seed, string Liar, FileInfo Job)
{
    /// <exception cref="UsageException">An argument is unknown or has not its form.</exception>
    public static DemoOptions Parse(string[] args)
    {
        var seed = 1UL;
        var liar = "one-bit";
        var job = new FileInfo(Path.Combine(Artifacts.RepositoryRoot, "docs", "samples", "iris.json"));
        for (var i = 0; i < args.Length; i += 2)
        {
            if (args[i] is not ("--seed" or "--liar" or "--job"))
                throw new UsageException($"The demo knows no \"{args[i]}\"; it takes --seed N, --liar NAME|any and --job FILE.");
            if (i + 1 == args.Length) throw new UsageException($"{args[i]} wants a value.");
            var value = args[i + 1];
            switch (args[i])
            {
                case "--seed":
                    if (!ulong.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out seed))
                        throw new UsageException($"--seed wants a number, not \"{value}\".");
                    break;
                case "--liar":
                    liar = value;
                    break;
                default:
                    job = new FileInfo(value);
                    break;
            }
        }

        return new DemoOptions(seed, Named(liar, seed), job);
    }

    private static string Named(string liar, ulong seed)
    {
        if (liar == "any") return World.Liars.Liar.Solvers[Philox.Index(seed, 0, 0, 1, (uint)World.Liars.Liar.Solvers.Length)];
        // The accuser has the third act to itself, whoever lies in the second.
        if (liar == World.Liars.Liar.Accuser) return "one-bit";
        if (World.Liars.Liar.Solvers.Contains(liar)) return liar;
        var names = string.Join(", ", World.Liars.Liar.Solvers);
        throw new UsageException($"There is no liar called \"{liar}\"; there are {names}, {World.Liars.Liar.Accuser}, and any.");
    }
}
