using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Cocoon.Storage.Tests.Files;

public sealed class FailingDiskTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Path => _folder.File("store.db");

    public void Dispose() => _folder.Dispose();

    [PosixFact]
    public async Task Writes_that_the_disk_refuses_fail_clearly_and_later_ones_work()
    {
        var told = await Tell("run-into-limit", exitsCleanly: true);

        told.Should().EndWith("recovered");
        told.Where(line => line.StartsWith("failed", StringComparison.Ordinal)).Should().HaveCountGreaterThan(1)
            .And.OnlyContain(line => line.Contains(Path, StringComparison.Ordinal) && (line.Contains("Check its health", StringComparison.Ordinal) || line.Contains("Free some space", StringComparison.Ordinal)));
        await HoldsWhatWasAcknowledged(told);
    }

    [PosixFact]
    public async Task A_process_that_dies_on_a_failing_disk_leaves_all_that_was_acknowledged()
    {
        var told = await Tell("die-at-limit", exitsCleanly: false);

        told.Should().Contain(line => line.StartsWith("failed", StringComparison.Ordinal)).And.NotContain("recovered");
        await HoldsWhatWasAcknowledged(told);
    }

    [Fact]
    public async Task A_full_disk_loses_nothing_that_was_acknowledged_and_works_again_when_there_is_room()
    {
        var grains = Enumerable.Range(0, 8).Select(number => GrainId.Create("full", $"{number}")).ToArray();
        var stored = new Dictionary<GrainId, (long ETag, int Size)>();
        await using (var store = SqliteStore.Open(Path))
        {
            await store.LimitPages(40);
            var failed = 0;
            for (var round = 1; round <= 20; round++)
            {
                // All at once, so that writes which would fit share a transaction with those that do not.
                var writes = grains.Select(grain => (grain, size: round * 1_500, write: Write(store, grain, round * 1_500, Known(grain)))).ToList();
                foreach (var (grain, size, write) in writes)
                {
                    try
                    {
                        stored[grain] = (await write, size);
                    }
                    catch (StoreException exception)
                    {
                        failed++;
                        exception.Message.Should().Contain("is full").And.Contain("Free some space");
                    }
                }
            }
            failed.Should().BePositive();
            await Holds(store);

            await store.LimitPages(100_000);
            foreach (var grain in grains) stored[grain] = (await Write(store, grain, 50_000, Known(grain)), 50_000);
        }

        await using var again = SqliteStore.Open(Path);
        await Holds(again);

        long? Known(GrainId grain) => stored.TryGetValue(grain, out var known) ? known.ETag : null;

        async Task Holds(SqliteStore store)
        {
            foreach (var (grain, (etag, size)) in stored)
            {
                var record = await store.Read("s", grain);
                (record!.ETag, record.Payload.Length).Should().Be((etag, size));
            }
        }
    }

    private static Task<long> Write(SqliteStore store, GrainId grain, int size, long? etag) => store.Write("s", grain, new byte[size], etag);

    private async Task<List<string>> Tell(string command, bool exitsCleanly)
    {
        var start = ChildProcess.Of(command, Path);
        start.RedirectStandardError = true;
        using var child = Process.Start(start)!;
        var errors = child.StandardError.ReadToEndAsync();
        var told = (await child.StandardOutput.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries).ToList();
        await child.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        (child.ExitCode == 0).Should().Be(exitsCleanly, "{0}", await errors);
        return told;
    }

    /// <summary>Each grain has its last acknowledged write; nothing that was reported as failed.</summary>
    private async Task HoldsWhatWasAcknowledged(List<string> told)
    {
        var last = told.Where(line => line.StartsWith("wrote", StringComparison.Ordinal)).Select(line => line.Split(' '))
            .GroupBy(parts => Number(parts[1]), parts => Number(parts[2])).ToDictionary(values => values.Key, values => values.Last());
        last.Should().HaveCount(7);
        await using var store = SqliteStore.Open(Path);
        foreach (var (grain, value) in last)
        {
            var record = await store.Read("limited", LimitedProcess.GrainOf(grain));
            Encoding.UTF8.GetString(record!.Payload.Span).Should().Be(Encoding.UTF8.GetString(LimitedProcess.Payload(value)));
        }
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
