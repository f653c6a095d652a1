using System.Collections.Immutable;
using Marketplace.Primitives;
using Marketplace.Protocol.Market;
using Marketplace.Scenarios.Tests.Games;
using Marketplace.Scenarios.Tests.Generated;

namespace Marketplace.Scenarios.Tests.Market;

/// <summary>What there is beside the market: tokens, contracts that are called back, lists of solvers.</summary>
public sealed record Surroundings(
    ImmutableDictionary<Address, ModelToken> Tokens, IReadOnlyList<Address> Callbacks, IReadOnlyList<AllowList> Lists)
{
    private static readonly Wei Minted = new(UInt128.One << 100);

    /// <summary>Tokens to draw from: the one that pays is drawn most.</summary>
    public IReadOnlyList<Address> TokensByWeight { get; } =
    [
        .. Tokens.OrderBy(t => t.Value.Manner).ThenBy(t => t.Key.ToString(), StringComparer.Ordinal)
            .SelectMany(t => Enumerable.Repeat(t.Key, t.Value.Manner switch { TokenManner.Exact => 4, TokenManner.TakesFee => 2, _ => 1 })),
    ];

    /// <summary>Deploys them; the two submitters get tokens.</summary>
    public static async Task<Surroundings> BuildAsync(Table table)
    {
        var tokens = ImmutableDictionary<Address, ModelToken>.Empty;
        tokens = await WithAsync(tokens, table, "SampleToken", TokenManner.Exact);
        tokens = await WithAsync(tokens, table, "FeeToken", TokenManner.TakesFee);
        tokens = await WithAsync(tokens, table, "FalseToken", TokenManner.ReturnsFalse);

        Address[] callbacks =
        [
            await table.CreateAsync("RevertingConsumer"), await table.CreateAsync("BurningConsumer"),
            await table.CreateAsync("ReenteringConsumer"), table.Accounts[9], table.Market,
        ];
        Address Account(int i) => table.Accounts[i];
        AllowList[] lists =
        [
            AllowList.Of([Account(2)]), AllowList.Of([Account(3), Account(2), Account(5)]),
            AllowList.Of([Account(3), Account(4), Account(0), Account(9), Account(1)]),
        ];
        return new Surroundings(tokens, callbacks, lists);
    }

    private static async Task<ImmutableDictionary<Address, ModelToken>> WithAsync(
        ImmutableDictionary<Address, ModelToken> tokens, Table table, string name, TokenManner manner)
    {
        var token = await table.CreateAsync(name);
        var model = new ModelToken(manner);
        foreach (var submitter in table.Accounts.Take(2))
        {
            await table.SendAsync(submitter, new SampleToken.MintCall(submitter, Minted.Value), to: token);
            model = model.Minted(submitter, Minted);
        }

        return tokens.Add(token, model);
    }
}
