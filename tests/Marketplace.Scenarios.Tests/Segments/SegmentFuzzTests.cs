using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;
using Marketplace.Chain;
using Marketplace.Numerics;
using Marketplace.Operators;
using Marketplace.Primitives;
using Marketplace.Protocol.Referee;
using Marketplace.World;
using Marketplace.World.Synthetic;

namespace Marketplace.Scenarios.Tests.Segments;

/// <summary>One unit of one element of random operations, as the compiled referee computes it and as the rules do: 200 of each
/// kind, in the long run (MARKET_LONG=1) 10,000.</summary>
/// <remarks>Operands are opened under trees of any depth up to those of 2^40 leaves; contents are floats of any kind, NaNs
/// with payloads too.</remarks>
public sealed class SegmentFuzzTests
{
    private const int Batch = 50;
    private static readonly Address s_referee = new(Convert.FromHexString("00000000000000000000000000000000000000aa"));

    private static readonly AbiFunction s_evaluate =
        new("evaluate", "(bytes,(bytes32,uint256,uint256,uint256,uint256,uint256,uint256),bytes)", "(uint256)");

    private static int Count => Environment.GetEnvironmentVariable("MARKET_LONG") == "1" ? 10_000 : 200;

    [Fact]
    public async Task EveryKindOfOperation_IsComputedAlike()
    {
        await using var anvil = await Anvil.StartAsync();
        using var http = new HttpClient { Timeout = TimeSpan.FromMinutes(5) };
        var node = new RpcBatch(http, anvil.Url);
        var code = Hex.Data(Artifacts.DeployedCode("Referee"));
        await node.AskAsync([("anvil_setCode", [s_referee.ToString(), code])]);

        foreach (var kind in Enum.GetValues<OperationKind>())
        {
            var values = new HashSet<uint>();
            for (var done = 0; done < Count; done += Batch)
            {
                Case[] cases = [.. Enumerable.Range(done, Batch).Select(i => Case.Of(kind, (uint)i))];
                var answers = await node.AskAsync([.. cases.Select(Question)]);
                for (var i = 0; i < cases.Length; i++)
                {
                    var expected = RefereeRules.Evaluate(new DescriptorView(cases[i].Descriptor), cases[i].Unit, cases[i].Witness);
                    RpcBatch.Refusal(answers[i]).Should().BeNull($"{cases[i].Large} of {kind} number {done + i} is computed");
                    var computed = (uint)(BigInteger)s_evaluate.DecodeResult(Hex.Bytes(answers[i].GetProperty("result")))[0];
                    computed.ToString("x8", CultureInfo.InvariantCulture).Should().Be(
                        expected.ToString("x8", CultureInfo.InvariantCulture), $"{kind} number {done + i} is {cases[i].Large}");
                    values.Add(computed);
                }
            }

            values.Count.Should().BeGreaterThan(Count / 4, $"{kind} gives many values");
        }
    }

    private static (string Method, JsonArray Parameters) Question(Case c)
    {
        object[] unit =
        [
            c.Unit.Environment, (BigInteger)c.Unit.Depth, (BigInteger)c.Unit.Step, (BigInteger)c.Unit.Leaf, (BigInteger)c.Unit.Element,
            (BigInteger)c.Unit.Number, (BigInteger)c.Unit.Start,
        ];
        var data = s_evaluate.EncodeCall(c.Descriptor, unit, c.Witness);
        return ("eth_call", [new JsonObject { ["to"] = s_referee.ToString(), ["data"] = Hex.Data(data) }, "latest"]);
    }

    /// <summary>A unit with everything that is needed to compute it.</summary>
    private sealed record Case(LargeOperation Large, byte[] Descriptor, Unit Unit, byte[] Witness)
    {
        public static Case Of(OperationKind kind, uint number)
        {
            var draws = new Draws(1 + number * 16 + (uint)kind);
            var depth = 1 + draws.Below(15);
            var large = new RandomOperation(draws, depth).Next(kind);
            // An index that is one of the table's, or the row that is summed, or any number: mostly a miss.
            uint? row = draws.Below(4) == 0 ? null : kind == OperationKind.ScatterAdd
                ? (uint)large.Operation.Shape.Index(large.Flat).I2
                : (uint)draws.Below((int)large.Operation.Operands.LastOrDefault(o => o.Type == ElementType.F32, s_one).Rows);
            if (kind == OperationKind.Gather && row is null) row = uint.MaxValue - draws.Word() % 1000;
            var environment = new SyntheticEnvironment(large, depth, draws, row, draws.WildLeaf);
            var start = large.Operation.Type == ElementType.F32 ? Law.Canonical(draws.Wild()) : draws.Word();
            var unit = new Unit(
                environment.Root, depth, draws.Word(), (ulong)large.Leaf, large.Element, (ulong)large.Unit, start);
            return new Case(large, large.Operation.Encode(), unit, environment.Witness());
        }

        private static readonly Operand s_one = new(0, ElementType.F32, 1, 1, 0, default);
    }
}
