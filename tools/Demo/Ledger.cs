using System.Globalization;
using System.Text.Json;
using Marketplace.Chain;
using Marketplace.Chain.Generated;
using Marketplace.Chain.Market;
using Marketplace.Primitives;
using Marketplace.Protocol.Disputes;
using Marketplace.Protocol.Strategies;
using Marketplace.World;

namespace Marketplace.Demo;

/// <summary>Every transaction of the market as a line: who, what, about what, gas.</summary>
public sealed class Ledger(Anvil anvil, Address market)
{
    private readonly Dictionary<Address, string> _names = [];
    private ulong _next;

    /// <summary>Gas of all turns of the game since the last time it was asked for.</summary>
    public ulong GameGas { get; private set; }

    public int GameTransactions { get; private set; }

    public void Introduce(Player player) => _names[player.Address] = player.Name;

    /// <summary>Passes over what is there already.</summary>
    public async Task SkipAsync() => _next = (await anvil.Chain.HeadAsync(default)).Number.Value + 1;

    public void BeginGame() => (GameGas, GameTransactions) = (0, 0);

    public async Task PrintNewAsync()
    {
        var head = (await anvil.Chain.HeadAsync(default)).Number.Value;
        for (; _next <= head; _next++)
        {
            var block = await anvil.Rpc.CallAsync("eth_getBlockByNumber", ["0x" + _next.ToString("x", CultureInfo.InvariantCulture), true], default);
            foreach (var transaction in block.GetProperty("transactions").EnumerateArray()) await PrintAsync(transaction);
        }
    }

    private async Task PrintAsync(JsonElement transaction)
    {
        var hash = Hash32.FromHex(transaction.GetProperty("hash").GetString()!);
        var receipt = await anvil.Chain.ReceiptAsync(hash, default) ?? throw new StageException($"Transaction {hash} has no receipt.");
        var from = Address.FromHex(transaction.GetProperty("from").GetString()!);
        var input = Convert.FromHexString(transaction.GetProperty("input").GetString()![2..]);
        var events = receipt.Logs.Where(l => l.Address == market).Select(ComputeMarket.Events.TryDecode).OfType<IContractEvent>().ToList();
        var name = _names.GetValueOrDefault(from, from.ToString());
        var what = Functions.NameOf(input);
        var about = string.Join("; ", events.Select(Describe).Where(text => text.Length > 0));
        if (!receipt.Succeeded) about = "refused";
        if (Functions.IsOfGame(input))
        {
            GameGas += receipt.GasUsed;
            GameTransactions++;
        }

        Say.Line($"   {name,-10} {what,-9} {receipt.GasUsed.ToString("N0", CultureInfo.InvariantCulture),9} gas  {about}");
        if (what == "prove" && receipt.Succeeded) PrintVerdict(from, input);
    }

    /// <summary>What the contract has computed, told from the proof's own calldata.</summary>
    private static void PrintVerdict(Address prover, byte[] input)
    {
        var turn = TurnCall.Decode(input)!;
        var deadline = GameState.Decode(turn.State)!.Deadline;
        var result = DisputeRules.Apply(turn, prover, deadline, GameState.Seal(turn.State, prover), roundIsLive: true);
        if (result.Verdict is not { } v) throw new StageException("The contract accepted a proof that our rules refuse.");
        Say.Line($"              the contract computed {v.Operator}, unit {v.Unit} from {Pattern(v.Start)}: {Pattern(v.Computed)}, claimed was {Pattern(v.Claimed)}");
    }

    private static string Pattern(uint bits) =>
        $"0x{bits:x8} ({BitConverter.UInt32BitsToSingle(bits).ToString("G6", CultureInfo.InvariantCulture)})";

    private string Describe(IContractEvent what) => what switch
    {
        ComputeMarket.JobPostedEvent e => $"job {e.Job}, up to {Coins(e.Terms.MaxPrice)} in escrow",
        ComputeMarket.JobLockedEvent e => $"job {e.Job} for {Coins(e.Price)}",
        ComputeMarket.ClaimPostedEvent e => $"job {e.Job}: {e.Roots.Count} checkpoint roots",
        ComputeMarket.JobFinalizedEvent e => $"job {e.Job}: {Coins(e.Price)} earned, stake returned",
        ComputeMarket.JobCancelledEvent e => $"job {e.Job}: {Coins(e.Refund)} refunded",
        ComputeMarket.CommittedEvent e => $"a challenge to job {e.Job}, still sealed",
        ComputeMarket.MovedEvent e => Claims(GameEvent.Of(e.Data).Decoded),
        ComputeMarket.GameDecidedEvent e =>
            $"{Name(e.Winner)} wins, {(e.ByProof ? "the contract has computed it" : "the clock has run out")}",
        ComputeMarket.SolverSlashedEvent e => $"stake of {Coins(e.Stake)} lost, {Coins(e.Reward)} to the {Name(e.Challenger)}",
        ComputeMarket.BondLostEvent e => $"bond of {Coins(e.Bond)} lost, {Coins(e.ToDefender)} to the solver",
        ComputeMarket.WithdrawnEvent e => $"{Coins(e.Amount)}",
        _ => "",
    };

    private static string Claims(GameState g) => g.Alphabet switch
    {
        Alphabet.Step => $"STEP       steps {g.Start} to {g.Start + g.Length}",
        Alphabet.Operation => $"OPERATION  operations {g.Start} to {g.Start + g.Length}",
        Alphabet.Leaf => $"LEAF       leaves {g.Start} to {g.Start + g.Length}",
        Alphabet.Element => $"ELEMENT    leaf {g.Start}, {g.Aux + 1} numbers shown",
        _ => $"TERM       units {g.Start} to {g.Start + g.Length} of element {g.Element}",
    };

    private string Name(Address account) => _names.GetValueOrDefault(account, account.ToString());

    private static string Coins(System.Numerics.BigInteger wei) => Say.Coins(new Wei((UInt128)wei));

    private static string Coins(UInt128 wei) => Say.Coins(new Wei(wei));
}

/// <summary>The market's functions by the first four bytes of a call.</summary>
internal static class Functions
{
    private static readonly Dictionary<uint, string> Names = new AbiFunction[]
    {
        ComputeMarket.PostCall.Definition, ComputeMarket.CancelCall.Definition, ComputeMarket.LockCall.Definition,
        ComputeMarket.ClaimCall.Definition, ComputeMarket.ExpireCall.Definition, ComputeMarket.FinalizeCall.Definition,
        ComputeMarket.WithdrawCall.Definition, ComputeMarket.CommitCall.Definition, ComputeMarket.OpenCall.Definition,
        ComputeMarket.DissectCall.Definition, ComputeMarket.DescendCall.Definition, ComputeMarket.ChainCall.Definition,
        ComputeMarket.ProveCall.Definition, ComputeMarket.TimeoutCall.Definition, ComputeMarket.ReleaseCall.Definition,
    }.ToDictionary(f => f.Selector, f => f.Signature.Split('(')[0]);

    private static readonly string[] Game = ["commit", "open", "dissect", "descend", "chain", "prove", "timeout"];

    public static string NameOf(byte[] input) =>
        input.Length >= 4 && Names.TryGetValue(System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(input), out var name) ? name : "?";

    public static bool IsOfGame(byte[] input) => Game.Contains(NameOf(input));
}
