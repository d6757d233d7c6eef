using System.Diagnostics;

namespace Cocoon.Storage.Tests.Files;

/// <summary>What opening says of files that it cannot or must not use. Damaged, foreign and newer ones are in tests/LocalRuntime.</summary>
public sealed class OpeningTests : IDisposable
{
    private static readonly GrainId Grain = GrainId.Create("test", "one");
    private readonly TemporaryFolder _folder = new();

    private string Path => _folder.File("store.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_folder_is_refused()
    {
        var open = () => SqliteStore.Open(_folder.Name);

        open.Should().Throw<StoreException>().WithMessage($"{_folder.Name} is a folder. Give the store the path of a file.");
    }

    [Fact]
    public async Task A_log_that_is_a_folder_is_refused_with_the_file_untouched()
    {
        await MakeStore();
        Directory.CreateDirectory(Path + "-wal");
        var before = await File.ReadAllBytesAsync(Path);

        var open = () => SqliteStore.Open(Path);

        open.Should().Throw<StoreException>().WithMessage($"The store {Path} *");
        (await File.ReadAllBytesAsync(Path)).Should().Equal(before);
    }

    [Fact]
    public async Task A_log_that_is_garbage_counts_for_nothing()
    {
        await MakeStore();
        var garbage = new byte[20_000];
        new Random(1).NextBytes(garbage);
        await File.WriteAllBytesAsync(Path + "-wal", garbage);

        await using var store = SqliteStore.Open(Path);

        (await store.Read("s", Grain))!.Payload.ToArray().Should().Equal("stored"u8.ToArray());
    }

    private async Task MakeStore()
    {
        await using var store = SqliteStore.Open(Path);
        await store.Write("s", Grain, "stored"u8.ToArray(), null);
    }

    [Fact]
    public async Task A_store_stays_closed_to_other_processes_although_this_one_tries_to_open_it_twice()
    {
        await using var store = SqliteStore.Open(Path);
        FluentActions.Invoking(() => SqliteStore.Open(Path)).Should().Throw<StoreException>().WithMessage("*in use*");

        using var other = Process.Start(ChildProcess.Of("open", Path))!;

        (await other.StandardOutput.ReadToEndAsync()).Should().Contain("in use by another process");
        await store.Write("s", Grain, "1"u8.ToArray(), null);
    }

    [PosixFact]
    public async Task A_link_to_an_open_store_is_refused_too()
    {
        await using var store = SqliteStore.Open(Path);
        File.CreateSymbolicLink(_folder.File("link.db"), Path);

        var open = () => SqliteStore.Open(_folder.File("link.db"));

        open.Should().Throw<StoreException>().WithMessage("*in use by this process already*");
    }
}
