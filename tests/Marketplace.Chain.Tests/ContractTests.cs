using System.Numerics;
using Marketplace.Chain.Tests.Generated;
using Marketplace.Primitives;

namespace Marketplace.Chain.Tests;

/// <summary>The bindings of a sample contract, played on a chain.</summary>
public sealed class ContractTests(AnvilFixture fixture) : IClassFixture<AnvilFixture>
{
    private readonly ChainClient _chain = fixture.Chain;

    [Fact]
    public async Task Deploy_Counter_HasCodeAndItsArguments()
    {
        using var sender = await fixture.SenderAsync();
        var counter = await AnvilFixture.DeployCounterAsync(sender, start: 41, most: 9);

        (await _chain.CodeAsync(counter, default)).Should().NotBeEmpty();
        (await _chain.ReadAsync(counter, new Counter.TotalCall(), default)).Should().Be(41);
        (await _chain.ReadAsync(counter, new Counter.MostCall(), default)).Should().Be(9);
        (await _chain.ReadAsync(counter, new Counter.OwnerCall(), default)).Should().Be(sender.Account);
        (await _chain.StorageAsync(counter, Hash32.Zero, default)).ToArray()[31].Should().Be(41, "total lies in slot 0");
    }

    [Fact]
    public async Task Increment_IsMined_AndSaysSo()
    {
        using var sender = await fixture.SenderAsync();
        var counter = await AnvilFixture.DeployCounterAsync(sender, start: 5);
        var before = await _chain.BalanceAsync(sender.Account, default);

        var result = await sender.SendAsync(
            TransactionRequest.Call(counter, new Counter.IncrementCall(7), value: new Wei(3)), default);

        var mined = result.OrThrow();
        mined.Events<Counter.IncrementedEvent>().Should().Equal(new Counter.IncrementedEvent(sender.Account, 7, 12));
        (await _chain.BalanceAsync(counter, default)).Should().Be(new Wei(3));
        (await _chain.BalanceAsync(sender.Account, default)).Should().Be(before - mined.Fee - new Wei(3));
        (await _chain.HeadAsync(default)).Number.Should().BeGreaterThanOrEqualTo(mined.Block);
    }

    [Fact]
    public async Task Transaction_AndItsLogs_AreFoundAgain()
    {
        using var sender = await fixture.SenderAsync();
        var counter = await AnvilFixture.DeployCounterAsync(sender);
        var call = new Counter.IncrementCall(7);
        var mined = (await sender.SendAsync(TransactionRequest.Call(counter, call), default)).OrThrow();

        var found = await _chain.TransactionAsync(mined.Hash, default);
        found!.Data.Should().Equal(call.Encode());
        (found.Hash, found.Block, found.From, found.To).Should().Be((mined.Hash, mined.Block, sender.Account, counter));
        (await _chain.TransactionAsync(Keccak.Hash([1]), default)).Should().BeNull();

        // The log's first indexed value is who incremented.
        Task<IReadOnlyList<ChainLog>> OfAsync(Address account, params Hash32[] topics) => _chain.LogsAsync(
            new LogFilter(mined.Block, mined.Block, [counter], topics, new Hash32([.. new byte[12], .. account.ToArray()])), default);
        (await OfAsync(sender.Account)).Should().ContainSingle();
        (await OfAsync(sender.Account, Counter.IncrementedEvent.Definition.Topic)).Should().ContainSingle();
        (await OfAsync(counter)).Should().BeEmpty();
        (await OfAsync(sender.Account, Hash32.Zero)).Should().BeEmpty();
    }

    [Fact]
    public async Task Transaction_HashComputedHere_IsTheNodes()
    {
        var signer = MemorySigner.FromHex(World.Anvil.FirstKey);
        var head = await _chain.HeadAsync(default);
        var nonce = await _chain.NextNonceAsync(signer.Address, default);
        var signed = new Eip1559Transaction(
            31_337, nonce, new Wei(1), head.BaseFeePerGas * 2 + new Wei(1), 21_000, Address.Zero, Wei.Coins(1), default).SignedBy(signer);

        var answered = await fixture.Anvil.Rpc.CallAsync("eth_sendRawTransaction", ["0x" + Convert.ToHexStringLower(signed.Raw)], default);

        Hash32.FromHex(answered.GetString()!).Should().Be(signed.Hash);
    }

    [Fact]
    public async Task Echo_OfEveryKindOfValue_ComesBack()
    {
        using var sender = await fixture.SenderAsync();
        var counter = await AnvilFixture.DeployCounterAsync(sender);
        var parcel = SomeParcel();

        var (back, numbers, note) = await _chain.ReadAsync(counter, new Counter.EchoCall(parcel, [1, ulong.MaxValue], "né"), default);

        back.Should().BeEquivalentTo(parcel, o => o.WithStrictOrdering());
        numbers.Should().Equal(1UL, ulong.MaxValue);
        note.Should().Be("né");
    }

    [Fact]
    public async Task Digest_OfAnEncodingMadeHere_IsTheContracts()
    {
        using var sender = await fixture.SenderAsync();
        var counter = await AnvilFixture.DeployCounterAsync(sender);
        byte[] tag = [0xde, 0xad, 0xbe, 0xef];
        var here = Abi.Encode("(bytes4,(uint256,address,bytes,(int64,uint32)[],bytes32[2],bool))", tag, SomeParcel().ToAbi());

        (await _chain.ReadAsync(counter, new Counter.DigestCall(tag, SomeParcel()), default)).Should().Be(Keccak.Hash(here));
    }

    [Fact]
    public async Task Store_SaysItsDynamicValuesAndHashesTheIndexedOne()
    {
        using var sender = await fixture.SenderAsync();
        var counter = await AnvilFixture.DeployCounterAsync(sender);
        var data = Enumerable.Range(0, 100).Select(i => (byte)i).ToArray();

        var mined = (await sender.SendAsync(TransactionRequest.Call(
            counter, new Counter.StoreCall(Keccak.Hash("k"u8), "label", data, new Point(-1, 2))), default)).OrThrow();

        var stored = mined.Events<Counter.StoredEvent>().Should().ContainSingle().Which;
        stored.Key.Should().Be(Keccak.Hash("k"u8));
        stored.LabelHash.Should().Be(Keccak.Hash("label"u8));
        stored.Data.Should().Equal(data);
        stored.Point.Should().Be(new Point(-1, 2));
        (await _chain.ReadAsync(counter, new Counter.StoredCall(Keccak.Hash("k"u8)), default)).Should().Equal(data);
    }

    [Fact]
    public async Task Read_WhereNoContractIs_IsRefusedByTheDecoder()
    {
        var read = () => _chain.ReadAsync(Address.Zero, new Counter.TotalCall(), default);

        await read.Should().ThrowAsync<AbiFormatException>();
    }

    [Fact]
    public async Task Read_ThatTheContractRefuses_NamesTheReason()
    {
        using var sender = await fixture.SenderAsync();
        var counter = await AnvilFixture.DeployCounterAsync(sender);
        var read = () => _chain.ReadAsync(counter, new Counter.DivideCall(1, 0), default);

        (await read.Should().ThrowAsync<UnexpectedRevertException>()).Which.Reason.ToString().Should().Be("Panic(18)");
    }

    private static Parcel SomeParcel() => new(
        BigInteger.Pow(2, 200), Address.FromHex("0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266"), [1, 2, 3],
        [new Point(long.MinValue, uint.MaxValue), new Point(7, 8)], [Keccak.Hash("a"u8), Keccak.Hash("b"u8)], Sealed: true);
}
