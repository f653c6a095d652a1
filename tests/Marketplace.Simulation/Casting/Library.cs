using Marketplace.Execution;
using Marketplace.Programs;

namespace Marketplace.Simulation.Casting;

/// <summary>The programs of which a run draws one: the toy with every operator, the small programs of the games' tests, and
/// drawn ones.</summary>
/// <remarks>One for each thread.</remarks>
public sealed class Library
{
    /// <summary>Programs drawn by <see cref="DrawnProgram"/>.</summary>
    private const int Drawn = 16;

    private static readonly (string Name, int Weight, Func<Program> Build)[] Named =
    [
        ("toy", 1, ToyProgram.Build),
        ("long chain", 2, SmallPrograms.LongChain),
        ("long interval", 4, SmallPrograms.LongInterval),
        ("two phases", 6, SmallPrograms.TwoPhases),
        ("noise", 2, SmallPrograms.Noise),
        ("embedding", 4, () => SmallPrograms.Embedding(18)),
        ("many tokens", 3, SmallPrograms.ManyTokens),
        ("bytes", 2, () => SmallPrograms.Bytes(0)),
    ];

    private readonly List<Scene> _scenes = [];
    private readonly List<int> _weighted = [];

    public Library()
    {
        foreach (var (name, weight, build) in Named) Add(name, weight, build());
        for (var i = 0; i < Drawn; i++) Add($"drawn {i}", 4, DrawnProgram.Build((ulong)i));
    }

    /// <summary>As many numbers as there are chances; a roll below this names a scene.</summary>
    public int Chances => _weighted.Count;

    public IReadOnlyList<Scene> Scenes => _scenes;

    public Scene Of(int roll) => _scenes[_weighted[roll]];

    private void Add(string name, int weight, Program program)
    {
        var initial = name == "toy"
            ? new CommittedState(program.Slots, ToyProgram.InitialState(program))
            : SmallPrograms.Initial(program);
        _weighted.AddRange(Enumerable.Repeat(_scenes.Count, weight));
        _scenes.Add(new Scene(name, program, initial));
    }
}
