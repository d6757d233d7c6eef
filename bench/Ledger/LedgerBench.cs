using System.Diagnostics;
using System.Globalization;
using Cocoon.Bench.Harness;
using Cocoon.Silo.Hosting;
using Cocoon.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Cocoon.Bench.Ledger;

/// <summary>How many postings a second the ledger makes durable: one channel or many, with and without writing in groups.</summary>
internal static class LedgerBench
{
    private const int ManyChannels = 1_000;
    private const int ManyCallers = 512;

    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(3);

    public static async Task<int> Run(TextWriter output)
    {
        await output.WriteLineAsync($"Ledger: {CocoonSilo.Runtime}, {Environment.ProcessorCount} processors, SQLite. A posting is one hold and one receipt, each on disk when its call returns.");
        var rows = new List<(string Name, Sample Sample)>();
        foreach (var (name, channels, callers, group) in (IEnumerable<(string, int, int, int)>)[
            ("a  one channel, one caller", 1, 1, SqliteStore.DefaultWritesPerCommit),
            ("b  one channel, 512 callers", 1, ManyCallers, SqliteStore.DefaultWritesPerCommit),
            ("c  1,000 channels, one caller each, a commit for every write", ManyChannels, 1, 1),
            ("d  1,000 channels, one caller each, writes grouped", ManyChannels, 1, SqliteStore.DefaultWritesPerCommit)])
        {
            await using var host = await LedgerHost.Start(builder => builder.Services.Configure<SqliteStoreOptions>(store => store.MaxWritesPerCommit = group));
            rows.Add((name, await Measurement.Median(_ => Load(host, channels, callers))));
            await output.WriteLineAsync(name + " " + rows[^1].Sample.PerSecond.ToString("N0", CultureInfo.InvariantCulture) + " " + rows[^1].Sample);
        }
        return 0;
    }

    private static async Task<Sample> Load(LedgerHost host, int channels, int callers)
    {
        var clients = await Task.WhenAll(Enumerable.Range(0, channels).Select(_ => host.OpenChannel()));
        var (writes, commits) = (host.Store.Writes, host.Store.Commits);
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(clients.SelectMany(client => Enumerable.Range(0, callers).Select(_ => Task.Run(async () =>
        {
            while (clock.Elapsed < Duration) await client.Earn();
        }))));
        var elapsed = clock.Elapsed;
        (writes, commits) = (host.Store.Writes - writes, host.Store.Commits - commits);
        foreach (var client in clients) await client.Check();
        return new Sample(clients.Sum(client => (long)client.Posted), elapsed, writes, commits);
    }
}
