using System.Text;

namespace Cocoon.Storage.Tests.Files;

/// <summary>Crash images of a store that a child process writes to, whole and torn.</summary>
public sealed class TornFileTests : IAsyncLifetime, IDisposable
{
    private const int Images = 40;
    private const int Seed = 20_260_102;
    private readonly TemporaryFolder _folder = new();
    private readonly Random _random = new(Seed);
    private readonly List<CrashImage> _images = [];
    private Dictionary<long, LoggedWrite> _log = [];

    public void Dispose() => _folder.Dispose();

    public Task DisposeAsync() => Task.CompletedTask;

    public async Task InitializeAsync()
    {
        if (OperatingSystem.IsWindows()) return;
        var path = _folder.File("store.db");
        using var writer = new WritingProcess(path);
        await writer.Advance(1);
        for (var i = 0; i < Images; i++)
        {
            await writer.Advance(_random.Next(1, 60));
            _images.Add(writer.Frozen(() => CrashImage.Take(path, writer.Log)));
        }
        await writer.Finish();
        _log = writer.Log.ToDictionary(write => write.ETag);
    }

    [PosixFact]
    public async Task A_killed_process_leaves_all_that_was_acknowledged_and_nothing_half()
    {
        _images.Select(image => image.Salt).Distinct().Should().HaveCountGreaterThan(1, "the log was begun anew while images were taken");
        foreach (var image in _images) await Check(image, image.Acknowledged);
    }

    [PosixFact]
    public async Task A_log_cut_anywhere_leaves_what_was_committed_before_the_cut()
    {
        var whole = _images.Where(image => image.IsBeforeCheckpoint && image.Log.Length > 0).ToList();
        for (var i = 0; i < 150; i++)
        {
            var image = whole[i % whole.Count];
            var cut = _random.Next(image.LogBytes + 1);
            await Check(image with { Log = image.Log[..cut] }, AcknowledgedWithin(image, cut));
        }
    }

    [PosixFact]
    public async Task A_log_with_a_flipped_bit_leaves_what_was_committed_before_it()
    {
        var whole = _images.Where(image => image.IsBeforeCheckpoint && image.Log.Length > 0).ToList();
        for (var i = 0; i < 150; i++)
        {
            var image = whole[i % whole.Count];
            var at = _random.Next(image.LogBytes);
            var log = image.Log.ToArray();
            log[at] ^= (byte)(1 << _random.Next(8));
            await Check(image with { Log = log }, AcknowledgedWithin(image, at));
        }
    }

    /// <summary>What is certain to be in the first bytes of an image's log: what had been acknowledged when the log was that long.</summary>
    private IReadOnlyList<LoggedWrite> AcknowledgedWithin(CrashImage image, int bytes) =>
        _images.LastOrDefault(earlier => earlier.Salt == image.Salt && earlier.LogBytes <= bytes)?.Acknowledged
        // Nothing is known of this life of the log; all before it was in the file when it began.
        ?? _images.LastOrDefault(earlier => earlier.Salt != image.Salt && earlier.Acknowledged.Count < image.Acknowledged.Count)?.Acknowledged
        ?? [];

    /// <summary>The image opens, holds the acknowledged writes, is exactly the effect of all writes up to one, and can be written to.</summary>
    private async Task Check(CrashImage image, IReadOnlyList<LoggedWrite> acknowledged)
    {
        var path = _folder.File($"{Guid.NewGuid():N}.db");
        image.WriteTo(path);
        await using var store = SqliteStore.Open(path);
        var records = new List<StoredRecord>();
        await foreach (var record in store.List(LoggedWrite.State)) records.Add(record);

        var last = records.Select(record => record.ETag).DefaultIfEmpty().Max();
        last.Should().BeGreaterThanOrEqualTo(acknowledged.Select(write => write.ETag).DefaultIfEmpty().Max(), "acknowledged writes are on disk");
        var expected = Enumerable.Range(1, (int)last).Select(etag => _log[etag]).GroupBy(write => write.Writer).Select(writes => writes.Last()).ToList();
        records.Should().HaveCount(expected.Count);
        foreach (var write in expected)
        {
            var record = records.Single(record => record.GrainId == LoggedWrite.GrainOf(write.Writer));
            record.ETag.Should().Be(write.ETag, "the store is the effect of its first {0} writes", last);
            Encoding.UTF8.GetString(record.Payload.Span).Should().Be(Encoding.UTF8.GetString(LoggedWrite.Payload(write.Writer, write.Value)));
        }

        // The counter goes to disk at the end of each transaction: nothing of another transaction is in the records.
        (await store.Write("next", LoggedWrite.GrainOf(0), "1"u8.ToArray(), null)).Should().Be(last + 1);
        store.Dispose();
        File.Delete(path);
    }
}
