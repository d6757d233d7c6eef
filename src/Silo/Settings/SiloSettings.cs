namespace Cocoon.Silo.Settings;

/// <summary>Role and limits of a silo. The limits hold for gateways too, where they name a timeout or a drain.</summary>
public sealed class SiloSettings
{
    /// <summary>Core or Provider. Default: Core.</summary>
    public SiloRole Role { get; init; } = SiloRole.Core;

    /// <summary>
    /// How long a process that was asked to stop lets its streams and requests finish, in seconds, 0 to 600. Whatever kills the
    /// process must wait 15 s longer. Longer costs nothing but time at upgrades; shorter cuts answers off. Default: 30.
    /// </summary>
    public int DrainSeconds { get; init; } = 30;

    /// <summary>
    /// How long a call between grains may take, in seconds, 5 to 300, before its caller gets a timeout and does not know the
    /// outcome. Shorter frees callers of a hung silo sooner; longer survives a slow database. Default: 30.
    /// </summary>
    public int ResponseTimeoutSeconds { get; init; } = 30;

    /// <summary>
    /// Most calls that wait for one grain, 10 to 1,000,000; more are refused at once. It bounds what one busy channel or provider
    /// costs in memory, and how stale a queue can get. Default: 1,000.
    /// </summary>
    public int MaxQueuedRequests { get; init; } = 1_000;

    /// <summary>When a silo turns gateways' calls away because it has too much to do.</summary>
    public LoadSheddingSettings LoadShedding { get; init; } = new();

    /// <summary>How long idle grains stay in memory.</summary>
    public CollectionSettings CollectionMinutes { get; init; } = new();
}
