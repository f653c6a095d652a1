using Marketplace.Agents.Games;
using Marketplace.Execution;
using Marketplace.Numerics;
using Marketplace.Operators;
using Marketplace.Programs;
using Marketplace.Protocol.Disputes;
using Marketplace.Protocol.Fixtures;
using Marketplace.Protocol.Strategies;
using Marketplace.World;
using Marketplace.World.Liars;

namespace Marketplace.FixtureGen;

/// <summary>How a liar plays, in one word of a fixture's name.</summary>
public enum Manner
{
    OneBit,
    Noise,
    Silent,
}

/// <summary>A program whose disputes are recorded, with its truth.</summary>
/// <param name="name">Begins the names of its fixtures.</param>
/// <param name="what">Behind the operator, where the program is what makes the dispute another one.</param>
public sealed class Script(string name, Program program, CommittedState initial, string what = "")
{
    private readonly Truth _truth = new(program, initial);

    public Program Program => program;

    /// <summary>One lie, played by the defender of a wrong claim or by the accuser of a right one.</summary>
    /// <param name="turns">After so many turns a silent liar says nothing more.</param>
    /// <returns>null if the lie vanishes before the interval ends.</returns>
    public async Task<DisputeFixture?> LieAsync(OperationSite site, long element, bool defends, Manner manner, int turns = 0)
    {
        if (Lie.Find(_truth, site, element) is not { } lie) return null;
        IMoveChooser moves = manner switch
        {
            Manner.Noise => new GarbageMoves((ulong)site.Operation + 7),
            Manner.Silent => new SilentMoves(new HonestMoves(), turns),
            _ => new HonestMoves(),
        };
        var (liar, honest) = ((lie.Trace, moves), (_truth.Trace(lie.Interval), (IMoveChooser)new HonestMoves()));
        var roots = defends ? _truth.Claim(lie) : _truth.Roots;
        var recorder = await DisputeRecorder.BeginAsync(program, roots);
        await recorder.OpenAsync(Strategy.Opening(lie.Interval, roots, defends ? honest.Item1 : lie.Trace));
        var last = await recorder.PlayAsync(defends ? liar : honest, defends ? honest : liar);
        if (recorder.Calls[^1].Outcome != FixtureOutcome.Decided(
            defends ? FixturePlayer.Challenger : FixturePlayer.Solver, defends ? FixturePlayer.Solver : FixturePlayer.Challenger,
            recorder.Calls[^1].Kind == FixtureKind.Prove))
        {
            throw new InvalidOperationException($"The wrong side won about {lie}: {recorder.Calls[^1].Outcome}");
        }

        return await EndAsync(recorder, lie.Site, last, $"{Word(manner, turns)}, {(defends ? "defends" : "accuses")}");
    }

    /// <summary>A wrong claim about which something else is shown than a plain game.</summary>
    /// <param name="play">Is given the recorder, the wrong trace, the right one, and a right opening.</param>
    public async Task<DisputeFixture> SpecialAsync(
        OperationSite site, long element, string liar, Func<DisputeRecorder, (ITrace Wrong, ITrace Right, byte[] Opening), Task<Alphabet>> play)
    {
        var lie = Lie.Find(_truth, site, element) ?? throw new InvalidOperationException($"The lie at {site} vanishes.");
        var roots = _truth.Claim(lie);
        var right = _truth.Trace(lie.Interval);
        var recorder = await DisputeRecorder.BeginAsync(program, roots);
        var last = await play(recorder, (lie.Trace, right, Strategy.Opening(lie.Interval, roots, right)));
        return await EndAsync(recorder, lie.Site, last, liar);
    }

    private async Task<DisputeFixture> EndAsync(DisputeRecorder recorder, OperationSite site, Alphabet last, string liar)
    {
        var operation = Form(program.PhaseAt(site.Step).Operations[site.Operation]) + what;
        var ending = recorder.Calls[^1].Kind.ToString();
        var about = new FixtureSubject(operation, last.ToString(), liar, ending);
        var words = $"{name} {operation} {last} {liar} by {ending}".ToLowerInvariant().Replace(",", "", StringComparison.Ordinal);
        return await recorder.EndAsync(words.Replace(' ', '-'), about);
    }

    /// <summary>The operator, and which of its forms.</summary>
    private static string Form(Descriptor op) => op.OpCode switch
    {
        OpCode.Map => $"Map of {op.Operands.Length}",
        OpCode.Move when op.IsConcatenation => "Move, two joined",
        OpCode.FoldLanes => op.Function == 0 ? "FoldLanes, sum" : "FoldLanes, max",
        _ => $"{op.OpCode}",
    } + (op.Type == ElementType.I8 || op.IsInt8Product ? " of bytes" : "");

    private static string Word(Manner manner, int turns) => manner switch
    {
        Manner.Noise => "noise",
        Manner.Silent => $"silent after {turns}",
        _ => "one bit",
    };
}
