using Cocoon.Core.Pricing;
using Cocoon.Core.Receipts;
using Cocoon.Grains.Jobs;

namespace Cocoon.Grains.Inference;

/// <summary>How an answer ended and what it cost.</summary>
/// <param name="Ending">Why it ended.</param>
/// <param name="Tokens">Counts by kind.</param>
/// <param name="Bill">The receipt; null when nothing was delivered, so nothing is charged.</param>
/// <param name="Failure">Why the engine broke off, when it did.</param>
[GenerateSerializer, Immutable, Alias("cocoon.inference-outcome")]
public sealed record InferenceOutcome(
    [property: Id(0)] JobEnding Ending,
    [property: Id(1)] TokenCounts Tokens,
    [property: Id(2)] JobBill? Bill,
    [property: Id(3)] Refusal? Failure);
