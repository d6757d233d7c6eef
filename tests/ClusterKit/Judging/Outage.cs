using Cocoon.ClusterKit.Load;

namespace Cocoon.ClusterKit.Judging;

/// <summary>A process was killed and started again. Times are milliseconds since 1970.</summary>
/// <param name="Process">Its name.</param>
/// <param name="Killed">When it was killed.</param>
/// <param name="Restarted">When it was ready again.</param>
internal sealed record Outage(string Process, double Killed, double Restarted)
{
    /// <summary>A request that was under way at the kill had part of its work on the killed process, perhaps.</summary>
    public bool WasInFlight(LoadRecord record) => record.Sent <= Killed && record.Ended >= Killed;

    /// <summary>A request that was under way while the process was dead.</summary>
    public bool Overlaps(LoadRecord record) => record.Sent <= Restarted && record.Ended >= Killed;

    /// <summary>From the kill to the end of the last request that it disturbed: one that failed or needed a retry.</summary>
    /// <param name="records">All requests.</param>
    /// <param name="until">The next kill, which later disturbances belong to; null for none.</param>
    public TimeSpan Recovery(IEnumerable<LoadRecord> records, double? until) => TimeSpan.FromMilliseconds(records
        .Where(record => record.Errors.Count > 0 && record.Ended >= Killed && record.Sent < (until ?? double.MaxValue))
        .Select(record => Math.Min(record.Ended, until ?? double.MaxValue) - Killed).DefaultIfEmpty(0).Max());
}
