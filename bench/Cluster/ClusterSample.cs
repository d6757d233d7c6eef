using Cocoon.ClusterKit.Judging;

namespace Cocoon.Bench.Cluster;

/// <summary>One measured stretch of load.</summary>
/// <param name="Cores">Core silos.</param>
/// <param name="Load">What the callers saw in it.</param>
/// <param name="Used">What the cluster used in it.</param>
/// <param name="Seconds">Its length.</param>
internal sealed record ClusterSample(int Cores, LoadFigures Load, ClusterCounters Used, double Seconds)
{
    /// <summary>Answers a second within the stretch.</summary>
    public double PerSecond => Load.Answered / Seconds;

    public double PerJob(double sum) => sum / Load.Answered;

    public double MillisecondsPerJob(double cpuSeconds) => 1_000 * PerJob(cpuSeconds);
}
