using System.CommandLine;
using System.Diagnostics;
using Cocoon.Simulation.Faults;
using Cocoon.Simulation.Market;
using Cocoon.Simulation.Running;

namespace Cocoon.Simulation.Commands;

/// <summary>cocoon sim run: one seed, many, or as many as fit into some minutes.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var seed = new Option<ulong?>("--seed") { Description = "The first seed, or the only one. Default: 1." };
        var seeds = new Option<long?>("--seeds") { Description = "How many seeds. Default: one if --seed is given, else 200." };
        var minutes = new Option<double?>("--minutes") { Description = "Run as many seeds as fit into this time." };
        var fault = new Option<FileInfo?>("--fault") { Description = "A fault plan (docs/simulation.md). Default: every fault now and then." };
        var jobs = new Option<int>("--jobs") { Description = "Jobs in one seed.", DefaultValueFactory = _ => new MarketOptions().Jobs };
        var workers = new Option<int>("--workers") { Description = "Seeds at once. Default: one a core.", DefaultValueFactory = _ => Environment.ProcessorCount };
        var trace = new Option<DirectoryInfo>("--out") { Description = "Where traces go.", DefaultValueFactory = _ => new DirectoryInfo("artifacts/sim") };
        var keep = new Option<bool>("--trace") { Description = "With one seed: write its trace even if it passes." };
        var command = new Command("run", "Runs simulated markets and stops at the first broken rule.") { seed, seeds, minutes, fault, jobs, workers, trace, keep };
        command.SetAction(parsed => Failures.Guard(() =>
        {
            var plan = parsed.GetValue(fault) is { } file ? FaultPlanFile.Read(File.ReadAllText(file.FullName)) : FaultPlan.Usual;
            var options = new MarketOptions(parsed.GetValue(jobs) is > 0 and var some ? some : throw new FormatException("--jobs is 1 or more."));
            var count = parsed.GetValue(seeds) ?? (parsed.GetValue(minutes) is not null ? null : parsed.GetValue(seed) is not null ? 1 : 200L);
            if (count is < 1) throw new FormatException("--seeds is 1 or more.");
            var limit = parsed.GetValue(minutes) is { } given ? TimeSpan.FromMinutes(given) : (TimeSpan?)null;
            var report = new Report(Console.Out, parsed.GetValue(trace)!.FullName);
            return count == 1
                ? RunOne(parsed.GetValue(seed) ?? 1, plan, options, report, parsed.GetValue(keep))
                : RunMany(parsed.GetValue(seed) ?? 1, count, limit, plan, options, Math.Max(1, parsed.GetValue(workers)), report);
        }));
        return command;
    }

    private static int RunOne(ulong seed, FaultPlan plan, MarketOptions options, Report report, bool keep)
    {
        var watch = Stopwatch.StartNew();
        var result = SeedRun.Run(seed, plan, options, keep, out var trace);
        report.Seed(result, watch.Elapsed);
        if (result.Failure is not null) return report.Failed(result, plan, options);
        if (keep) report.Keep(trace, result, plan, options);
        return 0;
    }

    private static int RunMany(ulong first, long? count, TimeSpan? limit, FaultPlan plan, MarketOptions options, int workers, Report report)
    {
        using var stop = new CancellationTokenSource();
        Console.CancelKeyPress += (_, pressed) =>
        {
            pressed.Cancel = !stop.IsCancellationRequested;
            stop.Cancel();
        };
        var watch = Stopwatch.StartNew();
        var campaign = new Campaign(plan, options, workers);
        var failed = campaign.Run(first, count, limit, running => report.Progress(running, count, limit, watch.Elapsed), cancellationToken: stop.Token);
        report.Sums(campaign, watch.Elapsed);
        return failed is null ? 0 : report.Failed(failed, plan, options);
    }
}
