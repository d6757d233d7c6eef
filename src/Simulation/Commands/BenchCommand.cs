using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Cocoon.Simulation.Faults;
using Cocoon.Simulation.Market;
using Cocoon.Simulation.Running;

namespace Cocoon.Simulation.Commands;

/// <summary>cocoon bench sim: what a simulation costs, on one core.</summary>
internal static class BenchCommand
{
    private const int Repeats = 3;
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(10);

    public static Command Create()
    {
        var command = new Command("bench", "Simulated jobs, faults and turns a second on one core.");
        command.SetAction(_ => Failures.Guard(() =>
        {
            Measure("warm-up", FaultPlan.Usual, new MarketOptions(), TimeSpan.FromSeconds(3));
            for (var repeat = 1; repeat <= Repeats; repeat++)
            {
                Measure("500 jobs, every fault", FaultPlan.Usual, new MarketOptions(), Least);
                Measure("500 jobs, no faults", FaultPlan.Calm, new MarketOptions(), Least);
                Measure("20,000 jobs, no faults", FaultPlan.Calm, new MarketOptions(20_000, Clients: 24, Providers: 12), Least);
            }

            return 0;
        }));
        return command;
    }

    private static void Measure(string what, FaultPlan plan, MarketOptions options, TimeSpan least)
    {
        var (watch, seed) = (Stopwatch.StartNew(), 0UL);
        var (jobs, faults, turns) = (0L, 0L, 0L);
        while (watch.Elapsed < least)
        {
            var result = SeedRun.Run(++seed, plan, options);
            if (result.Failure is { } failure) throw new IOException($"seed {seed} breaks a rule: {failure}");
            (jobs, faults, turns) = (jobs + result.Jobs, faults + result.Strikes.Count, turns + result.Turns);
        }

        var seconds = watch.Elapsed.TotalSeconds;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{what,-24} {jobs / seconds,9:N0} jobs/s {faults / seconds,7:N0} faults/s {turns / seconds,11:N0} turns/s {seed / seconds,7:0.00} seeds/s"));
    }
}
