using Marketplace.Execution;
using Marketplace.Numerics;
using Marketplace.Operators;
using Marketplace.Programs;
using Marketplace.Protocol.Fixtures;
using Marketplace.World;

namespace Marketplace.FixtureGen;

/// <summary>The disputes that are kept as fixtures: pairwise different in operator, alphabet, liar and ending.</summary>
public static class Recordings
{
    /// <summary>All of them, each subject once.</summary>
    public static async IAsyncEnumerable<DisputeFixture> AllAsync()
    {
        var subjects = new HashSet<FixtureSubject>();
        await foreach (var fixture in EachAsync())
        {
            if (fixture is not null && subjects.Add(fixture.About)) yield return fixture;
        }
    }

    private static async IAsyncEnumerable<DisputeFixture?> EachAsync()
    {
        var toy = new Script("toy", ToyProgram.Build(), new CommittedState(ToyProgram.Build().Slots, ToyProgram.InitialState(ToyProgram.Build())));
        var operations = toy.Program.Phases[0].Operations;

        // One of each operator, and of each form of it, both ways.
        foreach (var (number, kind) in Kinds(operations).Select((j, i) => (j, i)))
        {
            for (uint step = 1; step <= 4; step += 3)
            {
                var site = new OperationSite(step, number);
                var element = operations[number].Shape.Elements / 2;
                yield return await toy.LieAsync(site, element, defends: true, Manner.OneBit);
                yield return await toy.LieAsync(site, element, defends: false, Manner.OneBit);
                if (step == 1) yield return await toy.LieAsync(site, element, defends: kind % 2 == 0, Manner.Noise);
            }
        }

        // Silence at each turn, on both sides.
        var product = FirstOf(operations, OpCode.MatMul);
        for (var turns = 0; turns < 3; turns++)
        {
            yield return await toy.LieAsync(new OperationSite(2, product), 4, defends: true, Manner.Silent, turns);
            yield return await toy.LieAsync(new OperationSite(2, product), 4, defends: false, Manner.Silent, turns);
        }

        foreach (var special in await new Specials(toy, new OperationSite(1, product), 5).AllAsync()) yield return special;

        // Programs that are long where the toy is short; and two phases.
        (string, string, Program)[] others =
        [
            ("chain", ", many units", SmallPrograms.LongChain()), ("interval", ", many steps and leaves", SmallPrograms.LongInterval()),
            ("phases", ", two phases", SmallPrograms.TwoPhases()), ("tokens", ", many tokens", SmallPrograms.ManyTokens()),
            ("embedding", "", SmallPrograms.Embedding(0)), ("bytes", "", SmallPrograms.Bytes(0)),
        ];
        foreach (var (name, what, program) in others)
        {
            var script = new Script(name, program, SmallPrograms.Initial(program), what);
            for (var phase = 0; phase < program.Phases.Length; phase++)
            {
                var step = phase == 1 ? program.Inner : 0u;
                foreach (var number in Kinds(program.Phases[phase].Operations))
                {
                    var element = program.Phases[phase].Operations[number].Shape.Elements / 3;
                    yield return await script.LieAsync(new OperationSite(step, number), element, defends: true, Manner.OneBit);
                    yield return await script.LieAsync(new OperationSite(step, number), element, defends: false, Manner.OneBit);
                }
            }
        }
    }

    private static int FirstOf(IReadOnlyList<Descriptor> operations, OpCode code) => operations.Select((op, j) => (op, j)).First(o => o.op.OpCode == code).j;

    /// <summary>An operation of each opcode, type and way of reading.</summary>
    private static IEnumerable<int> Kinds(IReadOnlyList<Descriptor> operations) => operations
        .Select((op, j) => (Key: (op.OpCode, op.Type, op.IsConcatenation, op.IsInt8Product, op.OpCode == OpCode.FoldLanes ? op.Function : 0,
            op.OpCode == OpCode.Map ? op.Operands.Length : 0), j))
        .GroupBy(o => o.Key).Select(group => group.First().j);
}
