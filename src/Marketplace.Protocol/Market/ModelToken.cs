using System.Collections.Immutable;
using Marketplace.Primitives;

namespace Marketplace.Protocol.Market;

/// <summary>How a token behaves when it is asked to move an amount.</summary>
public enum TokenManner
{
    /// <summary>Moves it.</summary>
    Exact,

    /// <summary>Loses a hundredth of it on the way, rounded down.</summary>
    TakesFee,

    /// <summary>Returns false and moves nothing.</summary>
    ReturnsFalse,
}

/// <summary>An allowance for the market that an owner has signed (ERC-2612).</summary>
/// <param name="Nonce">How many permits of this owner the token has to have taken before.</param>
/// <param name="IsSigned">The owner has signed it, and its time is not over.</param>
public sealed record TokenPermit(Wei Amount, ulong Nonce, bool IsSigned);

/// <summary>What the mirror knows of an ERC-20 token beside the market: who has how much, in its smallest units, and what
/// the market may take.</summary>
public sealed record ModelToken(TokenManner Manner)
{
    public ImmutableDictionary<Address, Wei> Balances { get; init; } = ImmutableDictionary<Address, Wei>.Empty;

    /// <summary>What owners let the market take.</summary>
    public ImmutableDictionary<Address, Wei> Allowances { get; init; } = ImmutableDictionary<Address, Wei>.Empty;

    /// <summary>How many permits of an owner were taken.</summary>
    public ImmutableDictionary<Address, ulong> Permits { get; init; } = ImmutableDictionary<Address, ulong>.Empty;

    public Wei BalanceOf(Address account) => Balances.GetValueOrDefault(account);

    public Wei AllowanceOf(Address owner) => Allowances.GetValueOrDefault(owner);

    public ModelToken Minted(Address account, Wei amount) =>
        this with { Balances = Balances.SetItem(account, BalanceOf(account) + amount) };

    /// <summary>The owner lets the market take so much.</summary>
    public ModelToken Approved(Address owner, Wei amount) => this with { Allowances = Allowances.SetItem(owner, amount) };

    /// <summary>Takes a permit, or leaves everything as it is.</summary>
    internal ModelToken Permitted(Address owner, TokenPermit permit)
    {
        var taken = Permits.GetValueOrDefault(owner);
        if (!permit.IsSigned || permit.Nonce != taken) return this;
        return Approved(owner, permit.Amount) with { Permits = Permits.SetItem(owner, taken + 1) };
    }

    /// <summary>The market takes an amount from an owner's allowance.</summary>
    /// <returns>null if the token refuses.</returns>
    internal ModelToken? Pulled(Address owner, Address market, Wei amount)
    {
        if (AllowanceOf(owner) < amount) return null;
        return Moved(owner, market, amount)?.Approved(owner, AllowanceOf(owner) - amount);
    }

    /// <returns>null if the token refuses.</returns>
    internal ModelToken? Moved(Address from, Address to, Wei amount)
    {
        if (Manner == TokenManner.ReturnsFalse || BalanceOf(from) < amount) return null;
        var arriving = Manner == TokenManner.TakesFee ? amount - amount / 100 : amount;
        var taken = this with { Balances = Balances.SetItem(from, BalanceOf(from) - amount) };
        return taken.Minted(to, arriving);
    }
}
