using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Marketplace.Primitives;
using Marketplace.Protocol.Market;

namespace Marketplace.Agents.Submission;

/// <summary>A job file cannot be used: one sentence that says why.</summary>
public sealed class JobFileException(string message) : Exception(message);

/// <summary>What a submitter writes: a table, a model, how to train it, and the terms. Everything is checked once, here.</summary>
public sealed record JobFile
{
    public required DataPart Data { get; init; }
    public required ModelPart Model { get; init; }
    public required int Batch { get; init; }
    public required OptimizerPart Optimizer { get; init; }
    public required uint Steps { get; init; }
    public required uint CheckpointEvery { get; init; }
    public required ulong Seed { get; init; }
    public required MarketPart Market { get; init; }

    /// <param name="Csv">Path of the table, relative to the job file.</param>
    /// <param name="Label">The column that holds the class.</param>
    /// <param name="HoldOutEvery">Rows 0, n, 2n … are kept back for testing.</param>
    public sealed record DataPart
    {
        public required string Csv { get; init; }
        public required string Label { get; init; }
        public required int HoldOutEvery { get; init; }
    }

    public sealed record ModelPart
    {
        public required string Kind { get; init; }

        /// <summary>Sizes of the hidden layers.</summary>
        public required int[] Hidden { get; init; }
    }

    public sealed record OptimizerPart
    {
        public required string Kind { get; init; }
        public required float Rate { get; init; }
        public required float Beta1 { get; init; }
        public required float Beta2 { get; init; }
        public required float Epsilon { get; init; }
    }

    /// <summary>Amounts in coins, prices in tokens if one is named, as decimal texts; times in seconds.</summary>
    public sealed record MarketPart
    {
        private const int CoinDecimals = 18;

        public required string MinPrice { get; init; }
        public required string MaxPrice { get; init; }
        public required string Stake { get; init; }
        public required string Bond { get; init; }
        public required uint RampSeconds { get; init; }
        public required uint DeliverySeconds { get; init; }
        public required uint WindowSeconds { get; init; }
        public required uint BudgetSeconds { get; init; }
        public required uint MinResponseSeconds { get; init; }
        public required uint StepAllowanceSeconds { get; init; }
        public required uint OpenSeconds { get; init; }

        /// <summary>Address of the token that prices are paid in; null for the chain's coin (M2).</summary>
        public string? Token { get; init; }

        /// <summary>How many decimals the token's amounts have; null for 18.</summary>
        public int? TokenDecimals { get; init; }

        /// <summary>Address of the contract that is told of the result; null for none (M11).</summary>
        public string? Callback { get; init; }

        /// <summary>Addresses of those who may lock the job; null for anybody (M12).</summary>
        public string[]? Solvers { get; init; }

        /// <summary>What is paid for verdicts; null for a job without verifiers (M6).</summary>
        public AuditPart? Audit { get; init; }

        internal Address TokenAddress => Token is null ? Address.Zero : AllowListFile.AddressOf(Token, "token");

        internal Address CallbackAddress => Callback is null ? Address.Zero : AllowListFile.AddressOf(Callback, "callback");

        /// <summary>The terms of a job that is posted at a time.</summary>
        internal JobTerms At(Timestamp now) => new()
        {
            MinPrice = Price(MinPrice, "minPrice"),
            MaxPrice = Price(MaxPrice, "maxPrice"),
            Stake = Coins(Stake, "stake"),
            Bond = Coins(Bond, "bond"),
            RampSeconds = RampSeconds,
            DeliverySeconds = DeliverySeconds,
            WindowSeconds = WindowSeconds,
            BudgetSeconds = BudgetSeconds,
            MinResponse = MinResponseSeconds,
            StepAllowance = StepAllowanceSeconds,
            ClosesAt = now + OpenSeconds,
            Token = TokenAddress,
            Callback = CallbackAddress,
            Solvers = Solvers is { } solvers ? AllowList.Of(AllowListFile.Accounts(solvers)).Root : Hash32.Zero,
            AuditFee = Audit is { } fee ? Price(fee.Fee, "audit.fee") : Wei.Zero,
            AuditStake = Audit is { } stake ? Coins(stake.Stake, "audit.stake") : Wei.Zero,
            AuditRate = Audit?.Rate ?? 0,
            AuditSlots = Audit?.Slots ?? 0,
        };

        /// <summary>A price in the smallest units of what the job is paid in.</summary>
        internal Wei Price(string text, string name) =>
            Amount(text, name, TokenDecimals ?? CoinDecimals, Token is null ? "coins" : "tokens");

        internal void RequireSound()
        {
            var (min, max) = (Price(MinPrice, "minPrice"), Price(MaxPrice, "maxPrice"));
            Require(min <= max, "market.minPrice is above market.maxPrice");
            Require(Token is not null || Coins(Stake, "stake") >= max, "market.stake is below market.maxPrice");
            Require(Coins(Bond, "bond") > Wei.Zero, "market.bond is zero");
            Require(TokenDecimals is null || Token is not null, "market.tokenDecimals stands there without market.token");
            Require(TokenDecimals is null or (>= 0 and <= CoinDecimals), "market.tokenDecimals has to be 0 to 18");
            Require(Solvers is not { Length: 0 }, "market.solvers names nobody");
            if (Audit is { } audit) RequireSound(audit);
            _ = (TokenAddress, CallbackAddress, AllowListFile.Accounts(Solvers ?? []));
        }

        private void RequireSound(AuditPart audit)
        {
            Require(Price(audit.Fee, "audit.fee") > Wei.Zero, "market.audit.fee is zero");
            Require(Coins(audit.Stake, "audit.stake") >= JobTerms.MinStake, $"market.audit.stake is below {JobTerms.MinStake}");
            Require(audit is { Rate: > 0, Slots: > 0 }, "market.audit.rate and market.audit.slots have to be 1 to 65535");
        }
    }

    /// <summary>Verifiers of a job (M6).</summary>
    public sealed record AuditPart
    {
        /// <summary>For one verdict, in what the job is paid in.</summary>
        public required string Fee { get; init; }

        /// <summary>In coins: what a verifier has at risk for one pass.</summary>
        public required string Stake { get; init; }

        /// <summary>Expected verdicts for an interval, in 1/256.</summary>
        public required ushort Rate { get; init; }

        /// <summary>How many verdicts the job can pay in all.</summary>
        public required ushort Slots { get; init; }
    }

    private static readonly JsonSerializerOptions Strict = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        RespectNullableAnnotations = true,
        ReadCommentHandling = JsonCommentHandling.Disallow,
    };

    /// <exception cref="JobFileException">The text is no job file, or a value is out of its range.</exception>
    public static JobFile Parse(string text)
    {
        try
        {
            var file = JsonSerializer.Deserialize<JobFile>(text, Strict) ?? throw new JobFileException("The job file is empty.");
            file.RequireSound();
            return file;
        }
        catch (JsonException e)
        {
            throw JobFileFault.Of(e);
        }
    }

    /// <summary>A file of nothing but terms, for a job that has a spec of its own.</summary>
    /// <exception cref="JobFileException">The text is none, or a value is out of its range.</exception>
    public static MarketPart ParseTerms(string text)
    {
        try
        {
            var terms = JsonSerializer.Deserialize<MarketPart>(text, Strict) ?? throw new JobFileException("The file of terms is empty.");
            terms.RequireSound();
            return terms;
        }
        catch (JsonException e)
        {
            throw JobFileFault.Of(e);
        }
    }

    /// <exception cref="JobFileException">The amount is not a decimal number of coins with at most 18 decimals.</exception>
    public static Wei Coins(string text, string name) => Amount(text, name, 18, "coins");

    private static Wei Amount(string text, string name, int decimals, string unit)
    {
        var parts = text.Split('.');
        var fraction = parts.Length == 2 ? parts[1] : "";
        if (parts.Length > 2 || fraction.Length > decimals || parts[0].Length is 0 or > 15
            || !UInt128.TryParse(parts[0] + fraction.PadRight(decimals, '0'), NumberStyles.None, CultureInfo.InvariantCulture, out var wei))
        {
            throw new JobFileException($"The job file is wrong: market.{name} is not an amount of {unit}: \"{text}\".");
        }

        return new Wei(wei);
    }

    private void RequireSound()
    {
        Require(Data.Csv.Length > 0, "data.csv names no file");
        Require(Data.Label.Length > 0, "data.label names no column");
        Require(Data.HoldOutEvery >= 2, "data.holdOutEvery has to be 2 or more");
        Require(Model.Kind == "mlp", $"model.kind is \"{Model.Kind}\"; there is only \"mlp\"");
        Require(Model.Hidden.Length is >= 1 and <= 16, "model.hidden needs 1 to 16 layers");
        Require(Model.Hidden.All(size => size is >= 1 and <= 65_536), "model.hidden has a layer that is not 1 to 65536 wide");
        Require(Batch is >= 1 and <= 65_536, "batch has to be 1 to 65536");
        Require(Optimizer.Kind == "adam", $"optimizer.kind is \"{Optimizer.Kind}\"; there is only \"adam\"");
        Require(IsPositive(Optimizer.Rate), "optimizer.rate has to be a positive number");
        Require(IsShare(Optimizer.Beta1), "optimizer.beta1 has to lie between 0 and 1");
        Require(IsShare(Optimizer.Beta2), "optimizer.beta2 has to lie between 0 and 1");
        Require(IsPositive(Optimizer.Epsilon), "optimizer.epsilon has to be a positive number");
        Require(Steps >= 1, "steps has to be 1 or more");
        Require(CheckpointEvery >= 1 && CheckpointEvery <= Steps, "checkpointEvery has to be 1 to steps");
        Require(((ulong)Steps + CheckpointEvery - 1) / CheckpointEvery <= 256, "steps has more than 256 checkpoint intervals");
        Market.RequireSound();
    }

    private static bool IsPositive(float x) => float.IsFinite(x) && x > 0;

    private static bool IsShare(float x) => float.IsFinite(x) && x > 0 && x < 1;

    private static void Require(bool holds, string fault)
    {
        if (!holds) throw new JobFileException($"The job file is wrong: {fault}.");
    }
}
