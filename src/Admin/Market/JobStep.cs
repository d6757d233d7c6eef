using Cocoon.Grains.Events;

namespace Cocoon.Admin.Market;

/// <summary>One thing that was told of a job.</summary>
/// <param name="Kind">What.</param>
/// <param name="At">When, by the clock of the silo.</param>
/// <param name="Silo">Where.</param>
/// <param name="Elapsed">A duration, where the kind has one.</param>
/// <param name="Code">Why it failed.</param>
public sealed record JobStep(MarketEventKind Kind, DateTimeOffset At, string Silo, TimeSpan? Elapsed, RefusalCode Code);
