namespace Marketplace.Bench.Dispute;

/// <summary>What a dispute costs elsewhere, both sides, from the challenge to the settlement.</summary>
/// <remarks>
/// Measured by playing the systems' own contracts at their own production sizes, but for what is marked as stated or
/// modelled. They settle among many parties at once over 2^68 to 2^92 positions; ours is one game of two sides.
/// </remarks>
public static class PeerFigures
{
    // ethereum-optimism/optimism, FaultDisputeGame, depth 73, split 30: 73 moves, a step, 74 claims resolved.
    private const string Optimism = "Optimism 29.1M gas in 150 tx (2^73 positions, 76 of them after the deciding one)";

    // OffchainLabs/bold, 2^26 blocks / 2^19 / 2^23 steps, three levels, the last step mocked.
    private const string Bold = "BoLD 92.3M in 154 tx (2^68)";

    // cartesi/dave, PRT, 48 / 17 / 27 levels, with a real last instruction of 1.05M.
    private const string Dave = "Cartesi Dave 12.32M in 103 tx (2^92)";

    // OffchainLabs/nitro v2.1.3, ChallengeManager, 40-ary, 2^14 blocks × 2^43 steps, the last step mocked.
    private const string Nitro = "Nitro classic 1.80M in 15 tx (2^57, last step mocked)";

    // succinctlabs/op-succinct, book/fault_proofs/gas_costs.md: stated there, without the cost of proving.
    private const string Succinct = "op-succinct 0.535-0.640M in 4 to 6 tx (stated, hours of proving not counted)";

    // boundless-xyz/boundless: an order locked (149k) and fulfilled (117k) without a dispute.
    private const string Boundless = "Boundless lock and fulfil 266k";

    /// <summary>Each at its own size.</summary>
    public const string AtTheirSize = Optimism + "; " + Bold + "; " + Dave + "; " + Nitro + "; " + Succinct;

    /// <summary>Of a job that nobody doubts.</summary>
    public const string Undisputed = Boundless;

    /// <summary>The dearest single steps: the referee's last transaction.</summary>
    public const string LastStep = "Optimism 286k-301k; Cartesi Dave 1.05M";

    /// <summary>One narrowing turn.</summary>
    public const string Turn = "Optimism 254k; BoLD 540k-738k; Cartesi Dave 95k-99k; Nitro classic 112k-124k (40-ary)";

    /// <summary>The same number of positions for everybody: Nitro measured on Osaka's rules with a mocked last step, the
    /// others from their measured costs a move at that depth.</summary>
    /// <param name="bits">20, 24 or 32.</param>
    public static string AtSize(int bits) => bits switch
    {
        20 => "Nitro classic 0.942M in 8 tx; Optimism 8.8M (modelled); Cartesi Dave, one level, 3.7M (modelled)",
        24 => "Nitro classic 1.038M in 9 tx; Optimism 10.3M (modelled); Cartesi Dave, one level, 4.1M (modelled)",
        32 => "Nitro classic 1.223M in 10 tx; Optimism 13.4M (modelled); Cartesi Dave, one level, 4.9M (modelled)",
        _ => throw new ArgumentOutOfRangeException(nameof(bits), bits, "There are no figures of peers at this size."),
    };
}
