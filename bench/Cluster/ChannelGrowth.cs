using System.Diagnostics;
using System.Globalization;
using Cocoon.Bench.Harness;
using Cocoon.Bench.Ledger;

namespace Cocoon.Bench.Cluster;

/// <summary>What a silo's memory and the cost of a posting are as its channels grow from 1,000 to 100,000: one silo in this process, on this build's storage.</summary>
internal static class ChannelGrowth
{
    private const int Busy = 500;
    private const int OpenAtOnce = 256;
    private static readonly int[] Sizes = [1_000, 10_000, 100_000];
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(4);

    public static async Task Run(TextWriter output)
    {
        await using var host = await LedgerHost.Start();
        var table = new TextTable("channels in memory", "open, us each", "memory, KB each", "postings/s on 500 of them", "CPU us/posting");
        var channels = new List<ChannelClient>();
        var empty = Managed();
        foreach (var size in Sizes)
        {
            var (before, clock) = (channels.Count, Stopwatch.StartNew());
            while (channels.Count < size) channels.AddRange(await Task.WhenAll(Enumerable.Range(0, Math.Min(OpenAtOnce, size - channels.Count)).Select(_ => host.OpenChannel())));
            var opening = clock.Elapsed / (size - before);
            var memory = (double)(Managed() - empty) / size;
            // The newest ones: none has a history that the others lack.
            var sample = await Post(channels[^Busy..], WarmUp, Time);
            table.Add(Number(size, 0), Number(opening.TotalMicroseconds, 0), Number(memory / 1_024, 2), Number(sample.PerSecond, 0), Number(sample.CpuMicroseconds, 0));
        }
        foreach (var channel in channels) await channel.Check();
        table.Print(output);
    }

    private static async Task<Sample> Post(IReadOnlyCollection<ChannelClient> clients, TimeSpan warmUp, TimeSpan time)
    {
        await Load(clients, warmUp);
        var (posted, cpu, clock) = (clients.Sum(client => (long)client.Posted), Environment.CpuUsage.TotalTime, Stopwatch.StartNew());
        await Load(clients, time);
        return new Sample(clients.Sum(client => (long)client.Posted) - posted, clock.Elapsed, Environment.CpuUsage.TotalTime - cpu, 0, 0);
    }

    private static Task Load(IEnumerable<ChannelClient> clients, TimeSpan time)
    {
        var clock = Stopwatch.StartNew();
        return Task.WhenAll(clients.Select(client => Task.Run(async () =>
        {
            while (clock.Elapsed < time) await client.Earn();
        })));
    }

    private static long Managed()
    {
        for (var i = 0; i < 2; i++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }
        return GC.GetTotalMemory(forceFullCollection: true);
    }

    private static string Number(double value, int decimals) => value.ToString($"N{decimals}", CultureInfo.InvariantCulture);
}
