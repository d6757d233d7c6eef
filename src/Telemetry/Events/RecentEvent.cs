using Cocoon.Grains.Events;

namespace Cocoon.Telemetry.Events;

/// <summary>An event with its place in this process' order.</summary>
/// <param name="Number">Counts from 1 since the process started; a cursor for <see cref="RecentEvents.Read"/>.</param>
/// <param name="News">The event.</param>
/// <param name="TraceId">The trace it happened in, as 32 hex digits; null when it is not recorded.</param>
[GenerateSerializer, Immutable, Alias("cocoon.recent-event")]
public sealed record RecentEvent(
    [property: Id(0)] long Number,
    [property: Id(1)] MarketEvent News,
    [property: Id(2)] string? TraceId);
