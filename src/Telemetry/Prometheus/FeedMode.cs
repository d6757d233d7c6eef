namespace Cocoon.Telemetry.Prometheus;

/// <summary>What an instrument's values do to their series.</summary>
internal enum FeedMode
{
    /// <summary>Each is a difference, or goes into a bucket.</summary>
    Add,

    /// <summary>Each replaces the last.</summary>
    Set,

    /// <summary>Each is what a look at the instrument showed.</summary>
    Observe,
}
