using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Cocoon.Simulation.Running;
using Cocoon.Simulation.Tracing;

namespace Cocoon.Simulation.Commands;

/// <summary>cocoon sim replay: does a traced run again, event by event.</summary>
internal static class ReplayCommand
{
    public static Command Create()
    {
        var file = new Argument<FileInfo>("trace") { Description = "A trace that cocoon sim run has written (.jsonl)." };
        var command = new Command("replay", "Does a traced run again and says whether it is the same.") { file };
        command.SetAction(parsed => Failures.Guard(() =>
        {
            var path = parsed.GetValue(file)!.FullName;
            var (seed, plan, options, hash) = TraceFile.ReadHeader(path);
            var watch = Stopwatch.StartNew();
            var result = SeedRun.Run(seed, plan, options, keepTrace: false, out var trace);
            var report = new Report(Console.Out, Path.GetDirectoryName(path)!);
            report.Seed(result, watch.Elapsed);
            var again = result.Hash.ToString("x16", CultureInfo.InvariantCulture);
            if (again != hash)
            {
                Console.Out.WriteLine($"The trace's hash is {hash}, this run's {again}: the program has changed since, or it is not deterministic.");
                return 3;
            }

            Console.Out.WriteLine("The same as traced, event by event.");
            if (result.Failure is null) return 0;
            report.LastEvents(trace);
            Console.Out.WriteLine(result.Failure);
            return 1;
        }));
        return command;
    }
}
