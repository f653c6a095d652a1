namespace Marketplace.Blobs.Tests;

public sealed class FolderBlobStoreTests : BlobStoreConformance, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("blobs ").FullName;

    protected override IBlobStore Store => new FolderBlobStore(Path.Combine(_folder, "store"));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("Honest bytes")]
    [InlineData("honest byte")]
    [InlineData("")]
    public async Task Get_WhatWasAltered_IsCorrupted_AndPuttingItAgainRepairsIt(string altered)
    {
        var bytes = "honest bytes"u8.ToArray();
        var id = await Store.PutAsync(bytes, default);
        var file = Directory.GetFiles(_folder, id.ToString(), SearchOption.AllDirectories).Single();
        await File.WriteAllTextAsync(file, altered);

        var result = await Store.GetAsync(id, 100, default);

        result.Should().BeOfType<BlobResult.Corrupted>().Which.Actual.Should().NotBe(id);
        await Store.PutAsync(bytes, default);
        (await FoundAsync(id, 100)).Should().Equal(bytes);
    }

    [Fact]
    public async Task Put_SpreadsFilesOverTwoLevels_AndLeavesNothingUnfinished()
    {
        var id = await Store.PutAsync("spread"u8.ToArray(), default);
        var name = id.ToString();

        File.Exists(Path.Combine(_folder, "store", name[..2], name[2..4], name)).Should().BeTrue();
        Directory.GetFiles(_folder, "*", SearchOption.AllDirectories).Should().ContainSingle();
    }

    [Fact]
    public async Task Put_Cancelled_LeavesNothingBehind()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        var put = () => Store.PutAsync("late"u8.ToArray(), cancelled.Token);

        await put.Should().ThrowAsync<OperationCanceledException>();
        (await Store.ContainsAsync(BlobId.Of("late"u8), default)).Should().BeFalse();
        Directory.GetFiles(_folder, "*", SearchOption.AllDirectories).Should().BeEmpty();
    }
}
