using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace Cocoon.Bench.Router;

/// <summary>How long a pick takes and what it allocates, by BenchmarkDotNet, against the market's targets.</summary>
internal static class RouterBench
{
    /// <returns>Whether a pick takes at most 1 µs of 1,000 offers and 5 µs of 10,000, and allocates nothing.</returns>
    public static bool Run(TextWriter output)
    {
        // In this process: BenchmarkDotNet's own builds know nothing of the two runtimes.
        var config = ManualConfig.CreateEmpty()
            .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance))
            .AddColumnProvider(DefaultColumnProviders.Instance)
            .AddLogger(ConsoleLogger.Default)
            .WithOptions(ConfigOptions.DisableLogFile)
            .WithArtifactsPath(Path.Combine(Path.GetTempPath(), $"cocoon-bench-{Environment.ProcessId}"));
        var summary = BenchmarkRunner.Run<RouterPicks>(config);
        output.WriteLine();
        return summary.Reports.Length > 0 && summary.Reports.Select(report => Judge(report, output)).ToList().TrueForAll(static met => met);
    }

    private static bool Judge(BenchmarkReport report, TextWriter output)
    {
        var offers = (int)report.BenchmarkCase.Parameters["Candidates"];
        var mean = report.ResultStatistics?.Mean ?? double.PositiveInfinity;
        var allocated = report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) ?? 0;
        var limit = offers <= 1_000 ? 1_000 : 5_000;
        var isMet = mean <= limit && allocated == 0;
        output.WriteLine(FormattableString.Invariant(
            $"{report.BenchmarkCase.Descriptor.WorkloadMethodDisplayInfo,-32} of {offers,6}: {mean,9:F0} ns (at most {limit}), {allocated} B  {(isMet ? "met" : "MISSED")}"));
        return isMet;
    }
}
