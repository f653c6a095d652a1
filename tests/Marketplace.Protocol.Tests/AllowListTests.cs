using Marketplace.Primitives;
using Marketplace.Protocol.Market;

namespace Marketplace.Protocol.Tests;

public sealed class AllowListTests
{
    private static readonly Address[] People = [.. Enumerable.Range(1, 40).Select(Account)];

    [Fact]
    public void Root_IsTheProtocolsExample()
    {
        var list = AllowList.Of([Account(3), Account(1), Account(2), Account(1)]);

        list.Root.ToString().Should().EndWith("abac80d44eddc8b16b88676f438187d17d59d5d45deddabfa675571edb479e34");
        list.ProofOf(Account(1)).Should().HaveCount(2);
        list.ProofOf(Account(3)).Should().HaveCount(1);
    }

    [Fact]
    public void Proofs_AdmitThoseOnTheList_AndNobodyElse()
    {
        for (var count = 1; count <= 33; count++)
        {
            var list = AllowList.Of(People.Take(count));
            foreach (var person in People.Take(count))
            {
                var proof = list.ProofOf(person)!;
                AllowList.Admits(list.Root, person, proof).Should().BeTrue();
                AllowList.Admits(list.Root, People[^1], proof).Should().BeFalse();
                if (count > 1) AllowList.Admits(list.Root, person, proof.Skip(1)).Should().BeFalse();
            }

            list.ProofOf(People[^1]).Should().BeNull();
        }
    }

    [Fact]
    public void List_OfOne_NeedsNoProof() => AllowList.Admits(AllowList.Of([Account(1)]).Root, Account(1), []).Should().BeTrue();

    [Fact]
    public void List_OfNobody_IsNone() => FluentActions.Invoking(() => AllowList.Of([])).Should().Throw<ArgumentException>();

    private static Address Account(int number) => Address.FromHex(number.ToString("x40"));
}
