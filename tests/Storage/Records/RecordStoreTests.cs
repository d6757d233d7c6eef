using System.Text;
using Orleans.Storage;

namespace Cocoon.Storage.Tests.Records;

/// <summary>What every store of records promises; each store runs all of it.</summary>
public abstract class RecordStoreTests
{
    private static readonly GrainId Id = GrainId.Create("test", "one");

    [Fact]
    public Task A_write_needs_the_etag_of_the_record() => With(async store =>
    {
        var first = await store.Write("s", Id, "1"u8.ToArray(), null);
        var second = await store.Write("s", Id, "2"u8.ToArray(), first);

        second.Should().BeGreaterThan(first);
        await Conflicts(() => store.Write("s", Id, "3"u8.ToArray(), first));
        await Conflicts(() => store.Write("s", Id, "3"u8.ToArray(), null));
        await Conflicts(() => store.Clear("s", Id, first));
        await Conflicts(() => store.Clear("s", Id, null));
        await Conflicts(() => store.Write("s", GrainId.Create("test", "none"), "3"u8.ToArray(), second));
        await Conflicts(() => store.Clear("s", GrainId.Create("test", "none"), second));
        await store.Clear("s", GrainId.Create("test", "none"), null);
        var record = await store.Read("s", Id);
        record!.ETag.Should().Be(second);
        Encoding.UTF8.GetString(record.Payload.Span).Should().Be("2");

        static async Task Conflicts(Func<Task> write) => await write.Should().ThrowAsync<InconsistentStateException>();
    });

    [Fact]
    public Task An_etag_is_never_used_twice_not_even_after_clearing() => With(async store =>
    {
        var first = await store.Write("s", Id, "1"u8.ToArray(), null);
        await store.Clear("s", Id, first);

        (await store.Read("s", Id)).Should().BeNull();
        (await store.Write("s", Id, "1"u8.ToArray(), null)).Should().BeGreaterThan(first);
    });

    [Fact]
    public Task Of_many_writes_of_one_version_one_wins() => With(async store =>
    {
        var etag = await store.Write("s", Id, "0"u8.ToArray(), null);

        var writes = await Task.WhenAll(Enumerable.Range(0, 40).Select(async number =>
        {
            try
            {
                return (Number: number, ETag: await store.Write("s", Id, Encoding.UTF8.GetBytes($"{number}"), etag));
            }
            catch (InconsistentStateException)
            {
                return (Number: number, ETag: 0L);
            }
        }));

        var (winner, version) = writes.Should().ContainSingle(write => write.ETag > 0).Subject;
        var record = await store.Read("s", Id);
        (record!.ETag, Encoding.UTF8.GetString(record.Payload.Span)).Should().Be((version, $"{winner}"));
    });

    [Fact]
    public Task One_bad_write_in_a_group_does_not_spoil_the_others() => With(async store =>
    {
        var etag = await store.Write("s", Id, "0"u8.ToArray(), null);

        var writes = Enumerable.Range(0, 20).Select(i => store.Write("s", GrainId.Create("test", $"good{i}"), "1"u8.ToArray(), null)).ToList();
        var bad = store.Write("s", Id, "1"u8.ToArray(), etag + 1000);
        await Task.WhenAll(writes);

        await FluentActions.Awaiting(() => bad).Should().ThrowAsync<InconsistentStateException>();
        (await store.Read("s", GrainId.Create("test", "good19"))).Should().NotBeNull();
    });

    [Fact]
    public Task A_listing_brings_every_record_of_the_state_in_order() => With(async store =>
    {
        await Task.WhenAll(Enumerable.Range(0, 1234).Select(i => store.Write("s", GrainId.Create("test", $"{i:0000}"), "1"u8.ToArray(), null)));
        await store.Write("t", Id, "1"u8.ToArray(), null);

        var keys = new List<string>();
        await foreach (var record in store.List("s")) keys.Add(record.GrainId.Key.ToString()!);

        keys.Should().Equal(Enumerable.Range(0, 1234).Select(i => $"{i:0000}"));
    });

    [Fact]
    public Task A_write_that_is_taken_back_before_it_begins_is_not_done() => With(async store =>
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await FluentActions.Awaiting(() => store.Write("s", Id, "1"u8.ToArray(), null, cancelled.Token)).Should().ThrowAsync<OperationCanceledException>();

        (await store.Read("s", Id)).Should().BeNull();
    });

    [Fact]
    public async Task A_closed_store_says_so()
    {
        IRecordStore? closed = null;
        await With(store =>
        {
            closed = store;
            return Task.CompletedTask;
        });

        await FluentActions.Awaiting(() => closed!.Write("s", Id, "1"u8.ToArray(), null)).Should().ThrowAsync<StoreException>().WithMessage("*is closed*");
    }

    /// <summary>Runs a test on an empty store, and closes it.</summary>
    protected abstract Task With(Func<IRecordStore, Task> test);
}
