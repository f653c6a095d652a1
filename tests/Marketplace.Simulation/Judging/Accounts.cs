using Marketplace.Primitives;

namespace Marketplace.Simulation.Judging;

/// <summary>What accounts have paid and received of one currency.</summary>
internal sealed class Accounts
{
    private readonly Dictionary<Address, Wei> _received = [];
    private readonly Dictionary<Address, Wei> _paid = [];

    public void Pay(Address account, Wei amount) => _paid[account] = _paid.GetValueOrDefault(account) + amount;

    public void Receive(Address account, Wei amount) =>
        _received[account] = _received.GetValueOrDefault(account) + amount;

    /// <summary>What an account owns in the end, if it began with <paramref name="capital"/>.</summary>
    public Wei Final(Address account, Wei capital) =>
        capital + _received.GetValueOrDefault(account) - _paid.GetValueOrDefault(account);
}
