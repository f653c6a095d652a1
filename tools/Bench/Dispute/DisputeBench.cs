using System.Globalization;
using Marketplace.World;
using Marketplace.World.Synthetic;

namespace Marketplace.Bench.Dispute;

/// <summary>What a dispute costs, in gas as the receipts of a chain of our own say it: the compiled contracts, both players'
/// transactions, nothing mocked.</summary>
/// <remarks>Block times are fixed and the draws come from a counter, so every run gives the same figures.</remarks>
public sealed class DisputeBench : IBench
{
    private const ulong Genesis = 1_800_000_000;
    private const ulong SecondsPerBlock = 12;

    public string Name => "dispute";

    public IEnumerable<BenchCase> Cases(int threads)
    {
        using var chain = new BenchChain(Genesis, SecondsPerBlock);
        yield return Reference(chain);
        yield return OfSize(chain, 20, DisputeShape.Product(256, 16, 16, 12, 16, 64, 256));
        yield return OfSize(chain, 24, DisputeShape.Product(256, 16, 64, 12, 64, 64, 256));
        yield return OfSize(chain, 32, DisputeShape.Product(1_024, 64, 1_024, 12, 128, 128, 256));
        yield return ProveWorst(chain);
        yield return ProveProduct(chain);
        yield return Turn(chain);
        yield return Undisputed(chain);
    }

    private static BenchCase Reference(BenchChain chain)
    {
        var shape = DisputeShape.Reference;
        var abandoned = chain.Play(shape, proves: false);
        return Whole("reference", chain, shape, PeerFigures.AtTheirSize, ("whenTheSolverLies",
            $"{abandoned.Gas} gas in {abandoned.Transactions.Count} transactions: it has nothing to prove, and its clock runs out"));
    }

    private static BenchCase OfSize(BenchChain chain, int bits, DisputeShape shape) =>
        Whole($"2^{bits}", chain, shape, PeerFigures.AtSize(bits));

    private static BenchCase Whole(string name, BenchChain chain, DisputeShape shape, string peers, params (string, string)[] more)
    {
        var cost = chain.Play(shape);
        return Case(name, Describe(shape), cost.Gas, [
            ("perTransaction", string.Join("; ", cost.Transactions)),
            ("trees", new SyntheticDispute(shape).Depths),
            ("afterTheDecidingTransaction", "0 transactions"),
            .. more,
            ("peers", peers),
        ]) with
        { Counts = Counts(cost.Gas, cost.Transactions.Count) };
    }

    /// <summary>The last move about every operator there is; the dearest is the case.</summary>
    private static BenchCase ProveWorst(BenchChain chain)
    {
        var proofs = EveryOperation.All.Select(o => (o.Name, chain.Play(Alone(o)).Last.Gas)).OrderByDescending(p => p.Gas).ToList();
        var (dearest, gas) = proofs[0];
        return Case("prove-worst", $"{dearest}, operands of 4,096 x 4,096, D = {EveryOperation.Depth}", gas, [
            ("everyOperator", string.Join("; ", proofs.Select(p => $"{p.Name} {p.Gas}"))),
            ("peers", PeerFigures.LastStep),
        ]);

        static DisputeShape Alone(LargeOperation operation) => DisputeShape.Of(1, 1, 2, EveryOperation.Depth, operation);
    }

    private static BenchCase ProveProduct(BenchChain chain)
    {
        var shape = DisputeShape.Reference;
        return Case("prove-product", $"matrix product of the reference job, {new SyntheticDispute(shape).Depths}", chain.Play(shape).Last.Gas, [
            ("peers", PeerFigures.LastStep),
        ]);
    }

    private static BenchCase Turn(BenchChain chain)
    {
        var dearest = chain.Play(DisputeShape.Reference).Transactions
            .Where(t => t.Name.StartsWith("Dissect", StringComparison.Ordinal)).MaxBy(t => t.Gas)!;
        return Case("turn", "a dissection into 16 segments", dearest.Gas, [
            ("transaction", dearest.ToString()),
            ("peers", PeerFigures.Turn),
        ]);
    }

    private static BenchCase Undisputed(BenchChain chain)
    {
        var costs = chain.Undisputed(DisputeShape.Reference);
        var gas = costs.Aggregate(0UL, (sum, c) => sum + c.Gas);
        return Case("undisputed", $"a claim of {DisputeShape.Reference.Intervals} intervals", gas, [
            ("perTransaction", string.Join("; ", costs.Select(c => $"{c.Name} {c.Gas}"))),
            ("peers", PeerFigures.Undisputed),
        ]) with
        { Counts = Counts(gas, costs.Count) };
    }

    private static BenchCase Case(string name, string shape, ulong gas, params (string Key, string Text)[] notes) => new()
    {
        Bench = "dispute",
        Name = name,
        Shape = shape,
        Threads = 1,
        Unit = "gas",
        Work = 1,
        Ours = () => { },
        Figure = () => (gas, null),
        PeakBits = 0,
        Notes = notes.ToDictionary(n => n.Key, n => n.Text),
        ShowsNotes = true,
        Counts = new Dictionary<string, long> { ["gas"] = (long)gas },
    };

    private static Dictionary<string, long> Counts(ulong gas, int transactions) =>
        new() { ["gas"] = (long)gas, ["transactions"] = transactions };

    private static string Describe(DisputeShape shape) => string.Create(
        CultureInfo.InvariantCulture,
        $"{shape.Interval} of {shape.Steps} steps x {shape.Operations} operations x {shape.Leaves} leaves (not counted: 64 "
        + $"elements each) x {Operators.Chain.Terms(shape.Large.Operation, shape.Large.Flat)} terms = 2^{Math.Log2(shape.Positions):0.#}");
}
