using System.Diagnostics;
using Cocoon.Bench.Harness;

namespace Cocoon.Bench.Ledger;

/// <summary>Loads channels for a while and counts what got durable.</summary>
internal static class LedgerLoad
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(3);

    /// <exception cref="BenchException">The books are wrong afterwards.</exception>
    public static async Task<Sample> Run(LedgerHost host, LedgerCase load)
    {
        var clients = await Task.WhenAll(Enumerable.Range(0, load.Channels).Select(_ => host.OpenChannel()));
        var ((writes, commits), cpu, clock) = (host.Stored, Environment.CpuUsage.TotalTime, Stopwatch.StartNew());
        await Task.WhenAll(clients.SelectMany(client => Enumerable.Range(0, load.Callers).Select(_ => Task.Run(async () =>
        {
            while (clock.Elapsed < Duration) await client.Earn();
        }))));
        var sample = new Sample(
            clients.Sum(client => (long)client.Posted), clock.Elapsed, Environment.CpuUsage.TotalTime - cpu, host.Stored.Writes - writes, host.Stored.Commits - commits);
        foreach (var client in clients) await client.Check();
        return sample;
    }
}
