using Marketplace.Primitives;
using Marketplace.Simulation.Ledgers;

namespace Marketplace.Simulation.Actors;

/// <summary>Somebody with an account. What it does follows from the chain as it is now, so that a re-org needs no care.</summary>
/// <param name="name">What it is called in logs and counts.</param>
public abstract class Actor(string name, Address account)
{
    public string Name => name;

    public Address Account => account;

    /// <summary>Keeps to the protocol: the judge lets it come to no harm.</summary>
    public virtual bool IsHonest => false;

    /// <summary>Asked before every block.</summary>
    public abstract void Act(View view);

    /// <summary>Asked after all others: what they have sent can be seen.</summary>
    public virtual void Rush(View view)
    {
    }

    /// <summary>Takes what the market owes this account (M5).</summary>
    protected void Withdraw(View view)
    {
        var book = view.State.Book;
        if (book.BalanceOf(account) > Wei.Zero) view.Send(new WithdrawCall(account));
        foreach (var token in book.Tokens.Keys)
        {
            if (book.BalanceOf(token, account) > Wei.Zero) view.Send(new WithdrawTokenCall(account, token));
        }
    }
}
