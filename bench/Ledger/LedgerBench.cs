using System.Globalization;
using Cocoon.Bench.Harness;
using Cocoon.Bench.Ledger.Postgres;
using Cocoon.Servers;
using Cocoon.Silo.Hosting;
using Cocoon.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Cocoon.Bench.Ledger;

/// <summary>How many postings a second the ledger makes durable: one channel or many, with and without writing in groups.</summary>
internal static class LedgerBench
{
    private const int ManyChannels = 1_000;
    private const int ManyCallers = 512;

    /// <summary>A grant of a hold and a posting of its receipt.</summary>
    private const int CallsPerPosting = 2;

    private const double TargetRatio = 20;
    private const double TargetPerSecond = 10_000;

    private static readonly LedgerCase Alone = new("a  1 channel, 1 caller", 1, 1);
    private static readonly LedgerCase Hot = new("b  1 channel, 512 callers", 1, ManyCallers);
    private static readonly LedgerCase ManySingly = new("c  1,000 channels, 1 caller each, every write its own commit", ManyChannels, 1, WritesPerCommit: 1);
    private static readonly LedgerCase Many = new("d  1,000 channels, 1 caller each", ManyChannels, 1);

    public static async Task Run(TextWriter output)
    {
        await output.WriteLineAsync($"Ledger: {CocoonSilo.Runtime}, {Environment.ProcessorCount} processors. A posting is a hold and its receipt: two calls, each on disk when it returns.");
        await output.WriteLineAsync();
        await output.WriteLineAsync("SQLite");
        var sqlite = await Measure([Alone, Hot, ManySingly, Many], (builder, load) =>
            builder.Services.Configure<SqliteStoreOptions>(store => store.MaxWritesPerCommit = load.WritesPerCommit));
        Table(sqlite).Print(output);
        var ratio = sqlite[Hot].PerSecond / sqlite[Alone].PerSecond;
        await output.WriteLineAsync(Verdict("b/a", ratio, TargetRatio));
        await output.WriteLineAsync(Verdict("b postings/s", sqlite[Hot].PerSecond, TargetPerSecond));
        await output.WriteLineAsync(Verdict("d postings/s", sqlite[Many].PerSecond, TargetPerSecond));
        await output.WriteLineAsync();
        await RunPostgres(output);
    }

    private static async Task RunPostgres(TextWriter output)
    {
        if (PostgresServer.Binaries is null)
        {
            await output.WriteLineAsync("PostgreSQL: not measured; it is not installed. On Debian: apt-get install postgresql.");
            return;
        }
        using var server = PostgresServer.Start();
        await output.WriteLineAsync("PostgreSQL, our storage");
        Table(await Measure([Alone, Hot, ManySingly, Many], (builder, load) => OwnStore.Use(builder, server, load))).Print(output);
        await output.WriteLineAsync();
        if (AdoNetStore.Missing is { } missing)
        {
            await output.WriteLineAsync($"PostgreSQL, Orleans' AdoNet storage: not measured; {missing}.");
            return;
        }
        await output.WriteLineAsync("PostgreSQL, Orleans' AdoNet storage, which has no grouping of its own");
        await AdoNetStore.Create(server.ConnectionString);
        Table(await Measure([Alone, Hot, ManySingly], (builder, _) => AdoNetStore.Use(builder, server.ConnectionString))).Print(output);
    }

    private static Task<Dictionary<LedgerCase, Sample>> Measure(LedgerCase[] loads, Action<IHostApplicationBuilder, LedgerCase> configure) => Measure(loads, (builder, load) =>
    {
        configure(builder, load);
        return Task.CompletedTask;
    });

    private static async Task<Dictionary<LedgerCase, Sample>> Measure(LedgerCase[] loads, Func<IHostApplicationBuilder, LedgerCase, Task> configure)
    {
        var samples = new Dictionary<LedgerCase, Sample>();
        foreach (var load in loads)
        {
            await using var host = await LedgerHost.Start(builder => configure(builder, load));
            samples[load] = await Measurement.Median(_ => LedgerLoad.Run(host, load));
        }
        return samples;
    }

    /// <summary>Writes and commits are those of our own stores; another one's are not known, and left out.</summary>
    private static TextTable Table(Dictionary<LedgerCase, Sample> samples)
    {
        var table = new TextTable("", "calls/s", "postings/s", "times a", "calls/write", "writes/commit", "CPU us/posting");
        foreach (var (load, sample) in samples)
        {
            var calls = (double)sample.Operations * CallsPerPosting;
            var known = sample.Writes >= sample.Operations / load.Callers;
            table.Add(load.Name, Number(sample.PerSecond * CallsPerPosting), Number(sample.PerSecond), (sample.PerSecond / samples[Alone].PerSecond).ToString("N1", CultureInfo.InvariantCulture),
                known ? Number(calls / sample.Writes) : "", known ? Number((double)sample.Writes / sample.Commits) : "", Number(sample.CpuMicroseconds));
        }
        return table;
    }

    private static string Verdict(string name, double found, double target) =>
        $"target {name} >= {Number(target)}: {(found >= target ? "met" : "missed")} ({Number(found)})";

    private static string Number(double value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
