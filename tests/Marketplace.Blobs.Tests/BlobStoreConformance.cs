using System.Text;

namespace Marketplace.Blobs.Tests;

/// <summary>What every store has to do. A store's own tests inherit this.</summary>
public abstract class BlobStoreConformance
{
    protected abstract IBlobStore Store { get; }

    [Theory]
    [InlineData("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    public async Task Put_KnownBytes_AreNamedByTheirSha256AndComeBack(string text, string name)
    {
        var bytes = Encoding.ASCII.GetBytes(text);

        var id = await Store.PutAsync(bytes, default);

        id.Should().Be(BlobId.FromHex(name));
        id.ToString().Should().Be(name);
        (await Store.ContainsAsync(id, default)).Should().BeTrue();
        (await FoundAsync(id, 3)).Should().Equal(bytes);
    }

    [Fact]
    public async Task Put_Twice_IsThereOnce()
    {
        var first = await Store.PutAsync("twice"u8.ToArray(), default);
        var second = await Store.PutAsync("twice"u8.ToArray(), default);

        second.Should().Be(first);
        (await FoundAsync(first, 100)).Should().Equal("twice"u8.ToArray());
    }

    [Fact]
    public async Task Get_WhatNobodyPut_IsMissing()
    {
        var id = BlobId.Of("nobody"u8);

        (await Store.GetAsync(id, 100, default)).Should().BeOfType<BlobResult.Missing>();
        (await Store.ContainsAsync(id, default)).Should().BeFalse();
    }

    [Fact]
    public async Task Get_MoreThanIsWanted_IsTooLarge()
    {
        var id = await Store.PutAsync(new byte[1_000], default);

        (await Store.GetAsync(id, 999, default)).Should().Be(new BlobResult.TooLarge(1_000));
        (await FoundAsync(id, 1_000)).Should().HaveCount(1_000);
    }

    [Fact]
    public async Task Put_FromManyAtOnce_LeavesEveryBlobWhole()
    {
        var blobs = Enumerable.Range(0, 8).Select(i => Enumerable.Repeat((byte)i, 50_000).ToArray()).ToArray();

        var ids = await Task.WhenAll(Enumerable.Range(0, 64).Select(i => Task.Run(() => Store.PutAsync(blobs[i % 8], default))));

        for (var i = 0; i < ids.Length; i++) (await FoundAsync(ids[i], 50_000)).Should().Equal(blobs[i % 8]);
    }

    protected async Task<byte[]> FoundAsync(BlobId id, long maxBytes) =>
        (await Store.GetAsync(id, maxBytes, default)).Should().BeOfType<BlobResult.Found>().Which.Bytes;
}
