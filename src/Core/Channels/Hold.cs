using Cocoon.Core.Money;

namespace Cocoon.Core.Channels;

/// <summary>Money set aside for one running job: the most it can cost.</summary>
/// <param name="Amount">Reserved amount.</param>
/// <param name="Deadline">When the hold is released by itself, whatever became of the job (I13).</param>
[GenerateSerializer, Immutable, Alias("cocoon.hold")]
public sealed record Hold([property: Id(0)] Nano Amount, [property: Id(1)] DateTimeOffset Deadline);
