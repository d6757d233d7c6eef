using System.Collections.Immutable;

namespace Cocoon.Telemetry.Events;

/// <summary>Some events in order.</summary>
/// <param name="Events">The events, oldest first; may be empty.</param>
/// <param name="Next">The cursor for the page after this one.</param>
/// <param name="Missed">Events after the cursor that were overwritten before they were read.</param>
[GenerateSerializer, Immutable, Alias("cocoon.recent-event-page")]
public sealed record RecentEventPage(
    [property: Id(0)] ImmutableArray<RecentEvent> Events,
    [property: Id(1)] long Next,
    [property: Id(2)] long Missed);
