using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using Cocoon.Bench.Harness;
using Cocoon.Bench.Soak;
using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Jobs;
using Cocoon.Core.Market;
using Cocoon.Core.Receipts;
using Cocoon.Core.Trust;
using Cocoon.Grains;
using Cocoon.Grains.Inference;
using Cocoon.Silo.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;

namespace Cocoon.Bench.JobCost;

/// <summary>What one job costs the ledger: grain calls, record writes, commits and processor time; and what an idle grain holds.</summary>
internal static class JobCostBench
{
    private const int ColdJobs = 64;
    private const int HotJobs = 64;
    private const int HotRounds = 16;
    private const double MostWrites = 3;

    /// <summary>Channels that the warm-up uses, so that the cold ones are cold.</summary>
    private const int WarmChannel = 1_000_000;
    private const int HotChannel = 2_000_000;

    public static async Task Run(TextWriter output)
    {
        var calls = new CallCounter();
        await using var host = await SoakHost.Start(builder =>
        {
            builder.Services.AddSingleton<IIncomingGrainCallFilter>(calls);
            // Nothing goes while it is weighed.
            builder.Services.Configure<GrainCollectionOptions>(collection => collection.CollectionAge = TimeSpan.FromHours(1));
        });
        var offers = await Offers(host.Grains);
        await output.WriteLineAsync($"Job cost: {CocoonSilo.Runtime}, SQLite, {Environment.ProcessorCount} processors. Processor time is the whole process's: caller, provider with an engine that costs nothing, and ledger.");
        var receipt = await Hot(host, offers, WarmChannel, rounds: 4);

        var table = new TextTable("", "calls/job", "writes/job", "commits/job", "CPU ms/job");
        var cold = await Measure(host, calls, ColdJobs, () => Cold(host, offers));
        Row(table, "a  cold: one job on each of 64 channels, one after the other; one write is the channel's reminder", cold);
        var hot = await Measure(host, calls, HotJobs * HotRounds, () => Hot(host, offers, HotChannel, HotRounds));
        Row(table, "b  hot: 64 jobs at once on one channel, and then a voucher", hot);
        table.Print(output);
        foreach (var (method, count) in cold.Calls) await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"   {count,6:0.00} {method}"));
        await output.WriteLineAsync(Verdict("writes a job, hot", hot.Writes, MostWrites));
        await output.WriteLineAsync(Verdict("commits a job, hot", hot.Commits, 1));
        await output.WriteLineAsync();
        await IdleGrains.Weigh(host, receipt, output);
    }

    /// <summary>A job, and the receipt it ended with.</summary>
    public static async Task<SignedReceipt> Buy(IGrainFactory grains, AccountAddress channel, ImmutableList<RoutableOffer> offers)
    {
        var now = DateTimeOffset.UtcNow;
        var spec = new JobSpec(SoakHost.Client, channel, SoakHost.Model, 64, 16, null, Tier.Simulated, now.AddMinutes(5), new HexBytes(SHA256.HashData(SoakLoad.Request)));
        var lease = await grains.Job(JobId.New(now, RandomNumberGenerator.GetBytes(10))).Start(spec, offers);
        InferenceOutcome? outcome = null;
        await foreach (var chunk in grains.Inference(lease).Answer(lease.Job, lease.Epoch, SoakLoad.Sealed(lease))) outcome = chunk.Outcome;
        return outcome?.Bill?.Receipt ?? throw new BenchException($"Job {lease.Job} ended without a bill: {outcome?.Failure?.Message}");
    }

    private static async Task<ImmutableList<RoutableOffer>> Offers(IGrainFactory grains)
    {
        ImmutableList<RoutableOffer> offers;
        while ((offers = await grains.Market(SoakHost.Model).Snapshot()).IsEmpty) await Task.Delay(100);
        return offers;
    }

    private static async Task Cold(SoakHost host, ImmutableList<RoutableOffer> offers)
    {
        for (var channel = 0; channel < ColdJobs; channel++) await Buy(host.Grains, SoakHost.Channel(channel), offers);
    }

    private static async Task<SignedReceipt> Hot(SoakHost host, ImmutableList<RoutableOffer> offers, int channel, int rounds)
    {
        var address = SoakHost.Channel(channel);
        await host.Grains.Channel(address).Open();
        SignedReceipt[] receipts = [];
        for (var round = 0; round < rounds; round++)
        {
            receipts = await Task.WhenAll(Enumerable.Range(0, HotJobs).Select(_ => Task.Run(() => Buy(host.Grains, address, offers))));
            await host.Vouch(address);
        }
        return receipts[0];
    }

    private static async Task<Cost> Measure(SoakHost host, CallCounter calls, int jobs, Func<Task> work)
    {
        for (var channel = 0; channel < ColdJobs; channel++) await host.Grains.Channel(SoakHost.Channel(channel)).Open();
        calls.Take();
        var (writes, commits, cpu) = (host.Store.Writes, host.Store.Commits, Environment.CpuUsage.TotalTime);
        await work();
        var spent = Environment.CpuUsage.TotalTime - cpu;
        return new Cost(
            calls.Take().ToDictionary(call => call.Key, call => call.Value / (double)jobs),
            (host.Store.Writes - writes) / (double)jobs, (host.Store.Commits - commits) / (double)jobs, spent.TotalMilliseconds / jobs);
    }

    private static void Row(TextTable table, string name, Cost cost) => table.Add(name,
        Number(cost.Calls.Values.Sum()), Number(cost.Writes), Number(cost.Commits), Number(cost.CpuMilliseconds));

    private static string Verdict(string name, double found, double most) => $"target {name} <= {Number(most)}: {(found <= most ? "met" : "missed")} ({Number(found)})";

    private static string Number(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);
}
