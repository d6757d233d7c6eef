using System.Collections.Immutable;
using Cocoon.Grains.Events;

namespace Cocoon.Grains.Operations;

/// <summary>What a silo tells about itself.</summary>
/// <param name="Numbers">How it is.</param>
/// <param name="Events">What happened after the cursor, in order.</param>
/// <param name="Cursor">Where to go on.</param>
/// <param name="Missed">Events after the cursor that were dropped before they were read.</param>
[GenerateSerializer, Immutable, Alias("cocoon.silo-report")]
public sealed record SiloReport(
    [property: Id(0)] SiloNumbers Numbers,
    [property: Id(1)] ImmutableList<MarketEvent> Events,
    [property: Id(2)] long Cursor,
    [property: Id(3)] long Missed)
{
    /// <summary>Most events of one report: keeps the message small.</summary>
    public const int MaxEvents = 1_000;
}
