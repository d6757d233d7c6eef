using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Cocoon.Storage;
using Microsoft.Data.Sqlite;
using Orleans.Storage;

namespace Cocoon.LocalRuntime.Tests.Storage;

public sealed class SqliteStoreTests : IDisposable
{
    private static readonly GrainId Id = GrainId.Create("test", "one");
    private readonly TemporaryFolder _folder = new();

    private string Path => _folder.File("store.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_write_needs_the_etag_of_the_record()
    {
        using var store = SqliteStore.Open(Path);
        var first = await store.Write("s", Id, "1"u8.ToArray(), null);
        var second = await store.Write("s", Id, "2"u8.ToArray(), first);

        second.Should().BeGreaterThan(first);
        await Conflicts(() => store.Write("s", Id, "3"u8.ToArray(), first));
        await Conflicts(() => store.Write("s", Id, "3"u8.ToArray(), null));
        await Conflicts(() => store.Clear("s", Id, first));
        await Conflicts(() => store.Write("s", GrainId.Create("test", "none"), "3"u8.ToArray(), second));
        var record = await store.Read("s", Id);
        record!.ETag.Should().Be(second);
        Encoding.UTF8.GetString(record.Payload.Span).Should().Be("2");

        static async Task Conflicts(Func<Task> write) => await write.Should().ThrowAsync<InconsistentStateException>();
    }

    [Fact]
    public async Task An_etag_is_never_used_twice_not_even_after_clearing_and_reopening()
    {
        long first;
        using (var store = SqliteStore.Open(Path))
        {
            first = await store.Write("s", Id, "1"u8.ToArray(), null);
            await store.Clear("s", Id, first);
        }

        using var again = SqliteStore.Open(Path);
        (await again.Write("s", Id, "1"u8.ToArray(), null)).Should().BeGreaterThan(first);
    }

    [Fact]
    public async Task Concurrent_writes_share_commits()
    {
        const int grains = 100;
        const int writes = 20;
        using var store = SqliteStore.Open(Path);

        await Task.WhenAll(Enumerable.Range(0, grains).Select(async grain =>
        {
            long? etag = null;
            for (var i = 0; i < writes; i++)
                etag = await store.Write("s", GrainId.Create("test", $"{grain}"), Encoding.UTF8.GetBytes($"{i}"), etag);
        }));

        store.Writes.Should().Be(grains * writes);
        store.Commits.Should().BeLessThan(grains * writes / 5).And.BeGreaterThanOrEqualTo(writes);
    }

    [Fact]
    public async Task A_store_told_not_to_group_commits_every_write_alone()
    {
        using var store = SqliteStore.Open(Path, maxWritesPerCommit: 1);

        await Task.WhenAll(Enumerable.Range(0, 50).Select(number => store.Write("s", GrainId.Create("test", $"{number}"), "1"u8.ToArray(), null)));

        (store.Writes, store.Commits).Should().Be((50, 50));
        var none = () => SqliteStore.Open(Path, maxWritesPerCommit: 0);
        none.Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public async Task One_bad_write_in_a_group_does_not_spoil_the_others()
    {
        using var store = SqliteStore.Open(Path);
        var etag = await store.Write("s", Id, "0"u8.ToArray(), null);

        var writes = Enumerable.Range(0, 20).Select(i => store.Write("s", GrainId.Create("test", $"good{i}"), "1"u8.ToArray(), null)).ToList();
        var bad = store.Write("s", Id, "1"u8.ToArray(), etag + 1000);
        await Task.WhenAll(writes);

        await FluentActions.Awaiting(() => bad).Should().ThrowAsync<InconsistentStateException>();
        (await store.Read("s", GrainId.Create("test", "good19"))).Should().NotBeNull();
    }

    [Fact]
    public async Task A_full_disk_fails_writes_clearly_and_later_writes_work()
    {
        using var store = SqliteStore.Open(Path);
        var etag = await store.Write("s", Id, "1"u8.ToArray(), null);
        await store.LimitPages(64);
        var big = GrainId.Create("test", "big");

        var write = () => store.Write("s", big, new byte[1_000_000], null);

        (await write.Should().ThrowAsync<StoreException>()).WithMessage("*is full*");
        (await store.Read("s", big)).Should().BeNull();
        (await store.Write("s", Id, "2"u8.ToArray(), etag)).Should().BeGreaterThan(etag, "a small write still fits");
        await store.LimitPages(100_000);
        (await write()).Should().BePositive();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(60)]
    [InlineData(4096)]
    public async Task A_damaged_file_is_refused_and_left_untouched(int offset)
    {
        await MakeStore();
        await using (var file = new FileStream(Path, FileMode.Open))
        {
            file.Position = offset;
            file.Write(Enumerable.Repeat((byte)0xA5, 3000).ToArray());
        }

        await RefusesAndLeavesUntouched("store.db");
    }

    [Fact]
    public async Task A_truncated_file_is_refused_and_left_untouched()
    {
        await MakeStore();
        await using (var file = new FileStream(Path, FileMode.Open)) file.SetLength(file.Length - 5000);

        await RefusesAndLeavesUntouched("is damaged");
    }

    [Fact]
    public async Task A_database_of_another_program_is_refused_and_left_untouched()
    {
        await Sql("CREATE TABLE mine (x)");

        await RefusesAndLeavesUntouched("belongs to another program");
    }

    [Fact]
    public async Task A_store_of_a_newer_version_is_refused_and_left_untouched()
    {
        await MakeStore();
        await Sql("INSERT INTO schema_version (version) VALUES (999)");

        await RefusesAndLeavesUntouched("made by a newer version");
    }

    [Fact]
    public void A_second_opening_is_refused_while_the_first_lasts()
    {
        using (SqliteStore.Open(Path))
        {
            var second = () => SqliteStore.Open(Path);
            second.Should().Throw<StoreException>().WithMessage("*store.db is in use by this process already*");
        }

        using var third = SqliteStore.Open(Path);
        third.Path.Should().Be(Path);
    }

    [Fact]
    public async Task Another_process_is_refused_and_acknowledged_writes_survive_its_kill()
    {
        var acknowledged = new ConcurrentDictionary<int, int>();
        using (var writer = StartWriter())
        {
            var enough = new TaskCompletionSource();
            writer.OutputDataReceived += (_, line) =>
            {
                if (line.Data?.Split(' ') is not [var number, var value]) return;
                acknowledged[int.Parse(number, CultureInfo.InvariantCulture)] = int.Parse(value, CultureInfo.InvariantCulture);
                if (acknowledged.Values.Sum() > 2000) enough.TrySetResult();
            };
            writer.BeginOutputReadLine();
            await enough.Task.WaitAsync(TimeSpan.FromSeconds(60));
            FluentActions.Invoking(() => SqliteStore.Open(Path)).Should().Throw<StoreException>().WithMessage("*in use by another process*");

            writer.Kill();
            await writer.WaitForExitAsync();
        }

        using var store = SqliteStore.Open(Path);
        acknowledged.Should().HaveCount(CrashingWriter.Writers);
        foreach (var (number, value) in acknowledged)
        {
            var record = await store.Read("value", CrashingWriter.GrainOf(number));
            int.Parse(Encoding.UTF8.GetString(record!.Payload.Span), CultureInfo.InvariantCulture).Should().BeGreaterThanOrEqualTo(value);
        }
    }

    [Fact]
    public async Task A_closed_store_says_so()
    {
        var store = SqliteStore.Open(Path);
        store.Dispose();

        var write = () => store.Write("s", Id, "1"u8.ToArray(), null);

        await write.Should().ThrowAsync<StoreException>().WithMessage("*is closed*");
    }

    [Fact]
    public async Task A_listing_brings_every_record_of_the_state_in_order()
    {
        using var store = SqliteStore.Open(Path);
        await Task.WhenAll(Enumerable.Range(0, 1234).Select(i => store.Write("s", GrainId.Create("test", $"{i:0000}"), "1"u8.ToArray(), null)));
        await store.Write("t", Id, "1"u8.ToArray(), null);

        var keys = new List<string>();
        await foreach (var record in store.List("s")) keys.Add(record.GrainId.Key.ToString()!);

        keys.Should().Equal(Enumerable.Range(0, 1234).Select(i => $"{i:0000}"));
    }

    private Process StartWriter() => Process.Start(new ProcessStartInfo("dotnet", ["exec", typeof(SqliteStoreTests).Assembly.Location, "write-for-ever", Path])
    {
        RedirectStandardOutput = true,
    })!;

    private async Task MakeStore()
    {
        using var store = SqliteStore.Open(Path);
        for (var i = 0; i < 50; i++) await store.Write("s", GrainId.Create("test", $"{i}"), new byte[1000], null);
    }

    private async Task Sql(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={Path};Pooling=False");
        using (SqliteStore.Open(_folder.File("binds-the-library.db")))
        {
        }

        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    private async Task RefusesAndLeavesUntouched(string why)
    {
        var before = await File.ReadAllBytesAsync(Path);

        var open = () => SqliteStore.Open(Path);

        open.Should().Throw<StoreException>().WithMessage($"*{why}*").WithMessage("*left as it is*");
        (await File.ReadAllBytesAsync(Path)).Should().Equal(before);
    }
}
